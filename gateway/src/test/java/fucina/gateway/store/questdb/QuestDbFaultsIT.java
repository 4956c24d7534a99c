package fucina.gateway.store.questdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.store.StoreFault;
import fucina.gateway.telemetry.CommitGroups;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.LiveHub;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import io.questdb.cairo.CairoException;
import io.questdb.std.FilesFacade;
import io.questdb.std.FilesFacadeImpl;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a store whose disk fails, and of readings too old to keep. */
class QuestDbFaultsIT {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

  /** So many of the next syncs fail. */
  private static final AtomicInteger FAILING = new AtomicInteger();

  /** Whose syncs never fail. */
  private static volatile @Nullable Thread spared;

  /** Files whose syncs can be made to fail. */
  private static final class FailingFiles extends FilesFacadeImpl {
    @Override
    public void msync(long address, long length, boolean async) {
      if (Thread.currentThread() != spared
          && FAILING.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw CairoException.critical(5).put("could not msync");
      }
      super.msync(address, length, async);
    }
  }

  /** A disk that can be made to fail. */
  private static final class FailingDisk extends LeanConfiguration {
    private static final FilesFacade FILES = new FailingFiles();

    FailingDisk(String root) {
      super(root);
    }

    @Override
    public FilesFacade getFilesFacade() {
      return FILES;
    }
  }

  private Path dir;
  private QuestDbStore store;

  @BeforeEach
  void open(@TempDir Path folder) {
    FAILING.set(0);
    dir = folder;
    store = open(Optional.empty());
  }

  @AfterEach
  void close() {
    FAILING.set(0);
    spared = null;
    store.close();
  }

  /** By a clock that leaves the background nothing to summarise, unless there is a retention. */
  private QuestDbStore open(Optional<Duration> retention) {
    InstantSource clock =
        retention.isPresent() ? InstantSource.system() : InstantSource.fixed(NINE.minusSeconds(9));
    return new QuestDbStore(
        dir, new QuestDbStore.Settings(retention, 0, clock), () -> new FailingDisk(dir.toString()));
  }

  private static Reading reading(Instant time, Value value) {
    return new Reading("robot-1", "a", time, time, value, Quality.GOOD);
  }

  private List<Reading> stored() {
    List<Reading> stored = new ArrayList<>();
    store.raw(
        "robot-1", List.of("a"), Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"), stored::add);
    return stored;
  }

  @Test
  void aCommitThatFailsIsSaidAndTheNextTrySucceedsWithoutLossOrDouble() {
    List<Reading> group =
        List.of(reading(NINE, Value.of(1)), reading(NINE.plusMillis(1), Value.of("one")));
    store.commit(List.of(reading(NINE.minusSeconds(1), Value.of(0))));
    for (int failing = 1; failing < 12; failing++) {
      assertThat(store.awaitVisible(Patience.LONG)).isTrue();
      FAILING.set(1);
      try {
        store.commit(group);
      } catch (StoreFault fault) {
        assertThat(fault).hasMessageContaining("msync");
      }
      FAILING.set(0);
      store.commit(group);
      store.gap(new Gap("robot-1", "a", NINE, NINE.plusSeconds(1), "link-lost"));
    }
    assertThat(stored()).hasSize(3).containsAll(group);
    assertThat(store.gaps("robot-1", NINE, NINE.plusSeconds(1))).hasSize(1);
    await().until(store::healthy);
  }

  @Test
  void nothingIsAcknowledgedWhileTheDiskFailsAndAllIsOnceItDoesNot() throws Exception {
    try (CommitGroups groups =
        new CommitGroups(
            CommitGroups.Settings.usual(), store, new LiveHub(), InstantSource.system())) {
      FAILING.set(Integer.MAX_VALUE);
      List<CompletableFuture<Void>> acks = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        acks.add(groups.offer(List.of(reading(NINE.plusMillis(i), Value.of(i)))));
      }
      await().until(() -> groups.counts().failures() > 2);
      assertThat(acks).noneMatch(CompletableFuture::isDone);
      assertThat(groups.oldestUncommitted()).isPositive();
      FAILING.set(0);
      for (CompletableFuture<Void> ack : acks) {
        ack.get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(stored()).hasSize(50);
  }

  @Test
  void aTableThatCouldNotBeAppliedIsTriedAgain() {
    store.commit(List.of(reading(NINE, Value.of(1))));
    failWhileApplying(1);
    await().until(() -> store.awaitVisible(Duration.ofSeconds(1)));
    assertThat(store.healthy()).isTrue();
    assertThat(stored()).hasSize(2);
  }

  @Test
  void aTableThatStaysBehindIsSaidToAndStillTakesCommits() {
    store.commit(List.of(reading(NINE, Value.of(1))));
    failWhileApplying(2);
    await()
        .atMost(Patience.LONG.multipliedBy(2))
        .untilAsserted(
            () ->
                assertThat(store.ailment())
                    .hasValueSatisfying(
                        said -> assertThat(said).contains("do not become visible")));
    assertThat(store.awaitVisible(Duration.ofMillis(50))).isFalse();
    store.commit(List.of(reading(NINE.plusMillis(2), Value.of(3))));
    assertThat(store.invisibleCommits()).isEqualTo(2);
  }

  /** Commits a reading, and makes so many of the syncs fail by which it would become visible. */
  private void failWhileApplying(int syncs) {
    assertThat(store.awaitVisible(Patience.LONG)).isTrue();
    // The commit is made here, but made visible elsewhere, perhaps before it returns.
    spared = Thread.currentThread();
    FAILING.set(syncs);
    store.commit(List.of(reading(NINE.plusMillis(1), Value.of(2))));
    await().until(() -> FAILING.get() < syncs);
  }

  @Test
  void readingsOlderThanTheRetentionGo() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Reading old = reading(now.minus(10, ChronoUnit.DAYS), Value.of(1));
    Reading young = reading(now.minus(1, ChronoUnit.HOURS), Value.of(2));
    store.commit(List.of(old, young));
    assertThat(store.awaitVisible(Patience.LONG)).isTrue();
    assertThat(stored()).containsExactly(old, young);
    store.close();
    store = open(Optional.of(Duration.ofDays(3)));
    Reading newest = reading(now, Value.of(3));
    store.commit(List.of(newest));
    await().untilAsserted(() -> assertThat(stored()).containsExactly(young, newest));
  }

  @Test
  void aFolderThatIsAFileIsRefusedInOneSentence() {
    Path file = dir.resolve("fucina.lock");
    assertThatThrownBy(() -> new QuestDbStore(file, QuestDbStore.Settings.usual()))
        .hasMessage("The data folder " + file + " cannot be written to.");
  }
}
