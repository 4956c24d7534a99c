package fucina.gateway.telemetry;

import static fucina.gateway.telemetry.SomeReadings.NINE;
import static fucina.gateway.telemetry.SomeReadings.at;
import static fucina.gateway.telemetry.SomeReadings.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fucina.gateway.telemetry.Intake.Overloaded;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitGroupsTest {
  private static final int CAPACITY = 1_000;

  private final FakeStore store = new FakeStore();
  private final LiveHub hub = new LiveHub();
  private final CommitGroups groups = groups(Duration.ofMillis(300));

  private CommitGroups groups(Duration closing) {
    return new CommitGroups(
        new CommitGroups.Settings(CAPACITY, 100, Duration.ofMillis(5), closing),
        store,
        hub,
        InstantSource.fixed(NINE.plusSeconds(5)));
  }

  @AfterEach
  void close() {
    store.unblock();
    groups.close();
  }

  private static void join(CompletableFuture<Void> future) throws Exception {
    future.get(60, TimeUnit.SECONDS);
  }

  @Test
  void nothingIsAcknowledgedOrShownBeforeItIsDurable() throws Exception {
    store.block();
    CompletableFuture<Void> ack = groups.offer(List.of(at(0, "a", 1)));
    await().until(() -> groups.oldestUncommitted().toMillis() > 50);
    assertThat(ack).isNotDone();
    assertThat(hub.latest("robot-1", "a")).isEmpty();
    assertThat(groups.unacknowledged()).isEqualTo(1);
    store.unblock();
    join(ack);
    assertThat(store.stored()).containsExactly(at(0, "a", 1));
    await().until(() -> hub.latest("robot-1", "a").isPresent());
    await().until(() -> groups.unacknowledged() == 0);
    assertThat(groups.oldestUncommitted()).isZero();
  }

  @Test
  void whatTheStorePolicyLeavesOutIsAcknowledgedAndShownButNotStored() throws Exception {
    groups.policies((machine, signal) -> Optional.of(SomeSignals.onChange(signal)));
    join(groups.offer(List.of(at(0, "a", 1))));
    join(groups.offer(List.of(at(1, "a", 1), at(2, "a", 1))));
    join(groups.offer(List.of(at(3, "a", 1))));
    await().until(() -> hub.latest("robot-1", "a").equals(Optional.of(at(3, "a", 1))));
    assertThat(store.stored()).containsExactly(at(0, "a", 1));
    assertThat(groups.counts().leftOut()).isEqualTo(3);
    join(groups.offer(List.of(at(4, "a", 2))));
    assertThat(store.stored()).containsExactly(at(0, "a", 1), at(3, "a", 1), at(4, "a", 2));
  }

  @Test
  void theLastReadingOfARunIsStoredAtTheEnd() throws Exception {
    groups.policies((machine, signal) -> Optional.of(SomeSignals.onChange(signal)));
    join(groups.offer(List.of(at(0, "a", 1), at(1, "a", 1))));
    groups.close();
    assertThat(store.stored()).containsExactly(at(0, "a", 1), at(1, "a", 1));
  }

  @Test
  void whatHadNoRoomAndIsNotSentAgainIsAGapOnceTheStoreIsBack() throws Exception {
    store.block();
    CompletableFuture<Void> held = groups.offer(numbered(0, CAPACITY));
    assertThat(groups.offerOnce(List.of(at(2_000, "a", 1)))).isCompletedExceptionally();
    assertThat(groups.offerOnce(List.of(at(3_000, "a", 1)))).isCompletedExceptionally();
    assertThat(groups.offer(List.of(at(9_000, "a", 1)))).isCompletedExceptionally();
    store.unblock();
    join(held);
    await().until(() -> !store.gaps().isEmpty());
    assertThat(store.gaps())
        .containsExactly(
            new Gap(
                "robot-1",
                "",
                NINE.plusMillis(2_000),
                NINE.plusMillis(3_000).plusNanos(1_000),
                Gap.OVERFLOW));
  }

  @Test
  void whatWasRefusedIsAGapBeforeWhatComesAfterItIsStored() throws Exception {
    store.block();
    CompletableFuture<Void> held = groups.offer(numbered(0, CAPACITY));
    assertThat(groups.offerOnce(List.of(at(2_000, "a", 1)))).isCompletedExceptionally();
    store.unblock();
    join(held);
    await().until(() -> groups.unacknowledged() == 0);
    join(groups.offer(List.of(at(9_000, "a", 1))));
    assertThat(store.gaps()).hasSize(1);
  }

  @Test
  void whatWasRefusedLastIsAGapBeforeTheEnd() throws Exception {
    store.block();
    CompletableFuture<Void> first = groups.offer(numbered(0, CAPACITY));
    assertThat(groups.offerOnce(List.of(at(2_000, "a", 1)))).isCompletedExceptionally();
    store.unblock();
    join(first);
    await().until(() -> !store.gaps().isEmpty() && groups.unacknowledged() == 0);
    store.block();
    CompletableFuture<Void> last = groups.offer(numbered(0, CAPACITY));
    assertThat(groups.offerOnce(List.of(at(4_000, "a", 1)))).isCompletedExceptionally();
    store.unblock();
    groups.close();
    assertThat(last).isCompleted();
    assertThat(store.gaps()).hasSize(2);
  }

  @Test
  void readingsAreCommittedInTheOrderTheyCame() throws Exception {
    List<CompletableFuture<Void>> acks = new ArrayList<>();
    for (int i = 0; i < 900; i += 3) {
      acks.add(groups.offer(numbered(i, i + 3)));
    }
    for (CompletableFuture<Void> ack : acks) {
      join(ack);
    }
    assertThat(store.stored()).isEqualTo(numbered(0, 900));
  }

  @Test
  void offersThatWaitTogetherAreCommittedTogetherUpToTheGroupsSize() throws Exception {
    store.block();
    CompletableFuture<Void> last = groups.offer(List.of(at(0, "first", 0)));
    await().until(store::holds);
    for (int i = 0; i < 25; i++) {
      last = groups.offer(numbered(i * 10, i * 10 + 10));
    }
    store.unblock();
    join(last);
    assertThat(store.groups()).extracting(List::size).containsExactly(1, 100, 100, 50);
  }

  @Test
  void whatIsLiveIsCommittedBeforeALongRecordThatCameFirst() throws Exception {
    store.block();
    groups.offer(List.of(at(0, "first", 0)));
    await().until(store::holds);
    for (int i = 0; i < 70; i++) {
      groups.offer(past(i * 10, i * 10 + 10));
    }
    CompletableFuture<Void> live = groups.offer(numbered(0, 5));
    store.unblock();
    join(live);
    await().until(() -> store.stored().size() == 706);
    assertThat(store.groups().get(1)).startsWith(numbered(0, 5).toArray(Reading[]::new));
  }

  @Test
  void aLongRecordLeavesRoomForWhatIsLiveAndComesToAnEndBesideIt() throws Exception {
    store.block();
    groups.offer(List.of(at(0, "first", 0)));
    await().until(store::holds);
    assertThat(groups.offer(past(0, 749))).isNotDone();
    assertThat(groups.offer(past(749, 750))).isCompletedExceptionally();
    List<CompletableFuture<Void>> live = new ArrayList<>();
    for (int i = 0; i < 250; i += 10) {
      live.add(groups.offer(numbered(i, i + 10)));
    }
    assertThat(live).noneMatch(CompletableFuture::isCompletedExceptionally);
    store.unblock();
    for (CompletableFuture<Void> each : live) {
      join(each);
    }
    assertThat(store.groups().get(1)).as("a share of every group is the record's").hasSize(819);
  }

  /** What was measured an hour before. */
  private static List<Reading> past(int from, int to) {
    List<Reading> readings = new ArrayList<>();
    for (int i = from; i < to; i++) {
      readings.add(at(i - 3_600_000, "n", i));
    }
    return readings;
  }

  @Test
  void aGapIsWrittenBeforeWhatWasOfferedAfterIt() throws Exception {
    store.block();
    groups.offer(List.of(at(0, "first", 0)));
    await().until(store::holds);
    Gap gap = new Gap("robot-1", "", NINE, NINE.plusSeconds(1), Gap.LINK_LOST);
    groups.gap(gap);
    CompletableFuture<Void> after = groups.offer(List.of(at(2_000, "a", 1)));
    AtomicReference<List<Gap>> before = new AtomicReference<>(List.of());
    groups.onCommit((readings, took) -> before.set(store.gaps()));
    store.unblock();
    join(after);
    assertThat(before.get()).containsExactly(gap);
  }

  @Test
  void anOfferLargerThanAGroupIsNeverTornApart() throws Exception {
    join(groups.offer(numbered(0, 450)));
    assertThat(store.groups()).extracting(List::size).containsExactly(450);
  }

  @Test
  void aFailedCommitIsRepeatedUntilItSucceedsAndLosesNothing() throws Exception {
    store.failNext(3);
    CompletableFuture<Void> first = groups.offer(numbered(0, 10));
    CompletableFuture<Void> second = groups.offer(numbered(10, 20));
    join(first);
    join(second);
    assertThat(store.stored()).isEqualTo(numbered(0, 20));
    assertThat(groups.counts().failures()).isEqualTo(3);
  }

  @Test
  void aFullIntakeRefusesAndTakesAgainWhenThereIsRoom() throws Exception {
    store.block();
    CompletableFuture<Void> taken = groups.offer(numbered(0, 600));
    CompletableFuture<Void> refused = groups.offer(numbered(600, 1_100));
    CompletableFuture<Void> alsoTaken = groups.offer(numbered(1_100, 1_500));
    assertThat(refused).isCompletedExceptionally();
    assertThatThrownBy(() -> join(refused)).hasCauseInstanceOf(Overloaded.class);
    assertThat(groups.counts().refused()).isEqualTo(500);
    store.unblock();
    join(taken);
    join(alsoTaken);
    await().until(() -> groups.unacknowledged() == 0);
    join(groups.offer(numbered(600, 1_100)));
    assertThat(store.stored()).hasSize(1_500);
  }

  @Test
  void anOfferLargerThanAllRoomIsTakenWhereNothingElseWaits() throws Exception {
    join(groups.offer(numbered(0, CAPACITY * 2)));
    assertThat(store.stored()).hasSize(CAPACITY * 2);
  }

  @Test
  void aSlowAcknowledgementDelaysNoCommitButHoldsItsRoom() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    store.block();
    CompletableFuture<Void> first = groups.offer(numbered(0, 600));
    CompletableFuture<Void> after =
        first.thenRun(
            () -> {
              reached.countDown();
              awaitQuietly(slow);
            });
    store.unblock();
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> second = groups.offer(numbered(600, 900));
    await().until(() -> store.stored().size() == 900);
    assertThat(second).isNotDone();
    assertThat(groups.offer(numbered(900, 1_300))).isCompletedExceptionally();
    slow.countDown();
    join(after);
    join(second);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aReadingNoStoreCanTakeIsLeftOutAndTheRestGoesOn() throws Exception {
    Reading poison = new Reading("robot-1", "a", NINE, NINE, Value.of("poison"), Quality.GOOD);
    Reading ancient =
        new Reading("robot-1", "a", NINE, Instant.EPOCH.minusSeconds(1), Value.of(1), Quality.GOOD);
    Reading nameless = new Reading("robot-1", "", NINE, NINE, Value.of(1), Quality.GOOD);
    join(groups.offer(List.of(poison, at(0, "a", 1), ancient, nameless)));
    join(groups.offer(List.of(poison)));
    assertThat(store.stored()).containsExactly(at(0, "a", 1));
    assertThat(groups.counts().unstorable()).isEqualTo(4);
    assertThat(groups.counts().received()).isEqualTo(1);
  }

  @Test
  void aGapIsMadeDurableHoweverOftenItFails() throws Exception {
    Gap gap = new Gap("robot-1", "", NINE, NINE.plusSeconds(1), "link-lost");
    store.failNext(2);
    join(groups.gap(gap));
    assertThat(store.gaps()).containsExactly(gap);
    assertThat(groups.counts().gaps()).isEqualTo(1);
  }

  @Test
  void aGapIsNotCalledDurableBeforeItIs() throws Exception {
    store.block();
    CompletableFuture<Void> noted =
        groups.gap(new Gap("robot-1", "", NINE, NINE.plusSeconds(1), "link-lost"));
    await().until(store::holds);
    assertThat(noted).isNotDone();
    store.unblock();
    join(noted);
  }

  @Test
  void gapsWithoutEndAreJoinedInsteadOfPilingUp() {
    store.block();
    for (int i = 0; i < 20_000; i++) {
      groups.gap(new Gap("robot-1", "a", NINE.plusSeconds(i), NINE.plusSeconds(i + 1), "overflow"));
    }
    store.unblock();
    await()
        .untilAsserted(
            () ->
                assertThat(store.gaps())
                    .anyMatch(gap -> gap.to().equals(NINE.plusSeconds(20_000)))
                    .anyMatch(gap -> gap.from().equals(NINE)));
    assertThat(store.gaps().size()).isLessThan(2_100);
  }

  @Test
  void arrivalIsToldByTheGatewaysOwnClock() throws Exception {
    join(groups.offer(List.of(at(0, "a", 1))));
    await().until(() -> hub.heard("robot-1", "a").isPresent());
    assertThat(hub.heard("robot-1", "a").orElseThrow().arrived()).isEqualTo(NINE.plusSeconds(5));
    assertThat(hub.lastHeard("robot-1")).contains(NINE.plusSeconds(5));
  }

  @Test
  void theWriterTellsOfEachCommit() throws Exception {
    AtomicReference<Integer> told = new AtomicReference<>(0);
    groups.onCommit((readings, took) -> told.set(readings));
    join(groups.offer(numbered(0, 7)));
    assertThat(told.get()).isEqualTo(7);
  }

  @Test
  void closingCommitsWhatWasTakenInAndRefusesTheRest() throws Exception {
    CommitGroups patient = groups(Duration.ofSeconds(60));
    store.block();
    CompletableFuture<Void> taken = patient.offer(numbered(0, 10));
    Thread closing = new Thread(patient::close);
    closing.start();
    await().until(() -> patient.offer(numbered(10, 11)).isCompletedExceptionally());
    store.unblock();
    closing.join(60_000);
    join(taken);
    assertThat(store.stored()).containsAll(numbered(0, 10));
  }

  @Test
  void closingOnAStoreThatFailsGivesUpWithoutAcknowledging() throws Exception {
    store.failNext(Integer.MAX_VALUE);
    CompletableFuture<Void> taken = groups.offer(numbered(0, 10));
    await().until(() -> store.tries() > 1);
    groups.close();
    await().until(taken::isDone);
    assertThat(taken).isCompletedExceptionally();
    assertThat(store.stored()).isEmpty();
  }
}
