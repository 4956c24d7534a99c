package fucina.gateway.store.questdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.telemetry.CommitGroups;
import fucina.gateway.telemetry.LiveHub;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.nio.file.Files;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is really full, or read-only: nothing is lost, it is said, and it ends by itself. */
class FullDiskIT {
  private static final int MEBIBYTES = 96;
  private static final int ROWS = 2_000;
  private static final Instant BEGUN = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private SmallDisk disk;
  private Path dir;
  private QuestDbStore store;
  private CommitGroups groups;
  private final List<CompletableFuture<Void>> acknowledged = new ArrayList<>();

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    disk = SmallDisk.mounted(folder.resolve("disk"), MEBIBYTES);
    dir = disk.path.resolve("store");
    // No floor: the disk itself must be met, not the guard before it.
    store = new QuestDbStore(dir, new QuestDbStore.Settings(Optional.empty(), 0));
    groups =
        new CommitGroups(
            CommitGroups.Settings.usual(), store, new LiveHub(), InstantSource.system());
  }

  @AfterEach
  void close() throws Exception {
    if (disk != null) {
      groups.close();
      store.close();
      disk.close();
    }
  }

  /** A machine sends a bundle; which one tells its values. */
  private void send(int bundle) {
    List<Reading> readings =
        IntStream.range(0, ROWS)
            .mapToObj(
                n -> {
                  Instant time = BEGUN.plusMillis(bundle * (long) ROWS + n);
                  return new Reading(
                      "robot-1", "a", time, time, Value.of(bundle * ROWS + n), Quality.GOOD);
                })
            .toList();
    acknowledged.add(groups.offer(readings));
  }

  private long stored() {
    List<Instant> times = new ArrayList<>();
    store.raw(
        "robot-1",
        List.of("a"),
        BEGUN,
        BEGUN.plus(1, ChronoUnit.DAYS),
        reading -> times.add(reading.time()));
    return times.stream().distinct().count();
  }

  private void allIsStoredByItself() throws Exception {
    for (CompletableFuture<Void> each : acknowledged) {
      each.get(Patience.LONG.toSeconds(), TimeUnit.SECONDS);
    }
    await().atMost(Patience.LONG).untilAsserted(() -> assertThat(store.ailment()).isEmpty());
    assertThat(store.awaitVisible(Patience.LONG)).isTrue();
    assertThat(stored()).isEqualTo((long) acknowledged.size() * ROWS);
  }

  @Test
  void aFullDiskIsSaidLosesNothingAndTheStoreComesBackWhenThereIsRoom() throws Exception {
    send(0);
    acknowledged.get(0).get(60, TimeUnit.SECONDS);
    disk.fill();
    int bundle = 1;
    while (groups.counts().failures() == 0 && store.ailment().isEmpty()) {
      assertThat(bundle).as("a full disk takes no more").isLessThan(40);
      send(bundle++);
      await()
          .atMost(Patience.LONG)
          .until(
              () ->
                  groups.counts().failures() > 0
                      || acknowledged.get(acknowledged.size() - 1).isDone());
      store.awaitVisible(Duration.ofMillis(200));
    }
    send(bundle);
    disk.empty();
    allIsStoredByItself();
  }

  @Test
  void aFolderThatTurnsReadOnlyIsSaidLosesNothingAndGoesOnWhenItCanBeWritten() throws Exception {
    send(0);
    acknowledged.get(0).get(60, TimeUnit.SECONDS);
    disk.readOnly(dir);
    assertThat(store.ailment()).hasValueSatisfying(said -> assertThat(said).contains("written"));
    send(1);
    await().atMost(Patience.LONG).until(() -> groups.counts().failures() > 1);
    assertThat(acknowledged.get(1)).isNotDone();
    disk.writable(dir);
    allIsStoredByItself();
  }

  @Test
  void aFolderThatIsReadOnlyAtTheStartIsRefusedInOneSentence() throws Exception {
    Path other = disk.path.resolve("other");
    Files.createDirectories(other);
    disk.readOnly(other);
    assertThatThrownBy(() -> new QuestDbStore(other, QuestDbStore.Settings.usual()))
        .hasMessage("The data folder " + other + " cannot be written to.");
    disk.writable(other);
  }
}
