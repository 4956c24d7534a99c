package fucina.gateway.store.questdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.store.BucketsByHand;
import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.StorePolicy.Retention;
import fucina.profiles.Value;
import java.lang.Thread.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers are the same with and without summaries, whatever comes late and whoever dies when. */
class RollupIT {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path dir;
  private volatile Instant now = NOON;
  private final InstantSource clock = () -> now;
  private final Random random = new Random(20_261_122);
  private final List<Reading> all = new ArrayList<>();
  private QuestDbStore store;

  private QuestDbStore opened() {
    QuestDbStore fresh =
        QuestDbStore.untended(dir, new QuestDbStore.Settings(Optional.empty(), 0, clock));
    fresh.keeping(
        (machine, signal) ->
            signal.equals("kept") ? Optional.of(Retention.YEARS_2) : Optional.empty());
    return fresh;
  }

  @BeforeEach
  void open() {
    store = opened();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Readings at odd moments, of all qualities, some of a machine whose clock is an hour off. */
  private List<Reading> some(String signal, int count, Instant from, Instant to) {
    List<Reading> some = new ArrayList<>();
    long micros = Duration.between(from, to).toNanos() / 1000;
    for (int i = 0; i < count; i++) {
      Instant at = from.plusNanos(((long) (random.nextDouble() * micros)) * 1000);
      Instant source = random.nextInt(5) == 0 ? at.minusSeconds(3600) : at;
      Quality quality = List.of(Quality.values()).get(random.nextInt(3));
      some.add(new Reading("m", signal, source, at, Value.of(random.nextGaussian()), quality));
    }
    all.addAll(some);
    store.commit(some);
    return some;
  }

  private void answersAreAsCountedByHand(String signal) {
    List<Reading> own = all.stream().filter(each -> each.signal().equals(signal)).toList();
    for (Duration width : List.of(Duration.ofMinutes(1), Duration.ofMinutes(7))) {
      Instant from = NINE.plusSeconds(random.nextInt(600)).plusNanos(random.nextInt(999) * 1000L);
      Instant to = NOON.minusMillis(random.nextInt(900_000));
      List<Bucket> expected = BucketsByHand.of(own, from, to, width);
      List<Bucket> buckets = store.buckets("m", signal, from, to, width);
      assertThat(buckets).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        Bucket one = buckets.get(i);
        Bucket other = expected.get(i);
        assertThat(
                new Bucket(
                    one.start(),
                    one.min(),
                    one.minAt(),
                    one.max(),
                    one.maxAt(),
                    other.mean(),
                    one.last(),
                    one.count()))
            .isEqualTo(other);
        if (!Double.isNaN(other.mean())) {
          assertThat(one.mean()).isCloseTo(other.mean(), within(1e-9));
        }
      }
    }
  }

  private void answersAreAsCountedByHand() {
    assertThat(store.awaitVisible(Patience.LONG)).isTrue();
    answersAreAsCountedByHand("a");
    answersAreAsCountedByHand("kept");
  }

  @Test
  void answersStayTheSameWhileSummariesAreMadeMendedAndFoundAgain() {
    some("a", 4_000, NINE, NOON.minusSeconds(3_000));
    some("kept", 1_000, NINE, NOON.minusSeconds(3_000));
    some("b", 1_000, NINE, NOON);
    answersAreAsCountedByHand();
    store.summarise();
    assertThat(store.summarisedTo()).isAfter(NOON.minus(Duration.ofMinutes(10)));
    answersAreAsCountedByHand();
    // Late ones are in the answer at once, and still once the summaries are mended.
    some("a", 300, NINE, NOON.minusSeconds(600));
    some("kept", 30, NINE.minusSeconds(7_200), NINE.plusSeconds(60));
    assertThat(store.wrongSummaries()).isPositive();
    answersAreAsCountedByHand();
    store.summarise();
    assertThat(store.wrongSummaries()).isZero();
    answersAreAsCountedByHand();
    // Time goes on within the hour: its summary grows.
    now = NOON.plus(Duration.ofMinutes(20));
    some("a", 500, NOON.minusSeconds(600), NOON.plusSeconds(900));
    store.summarise();
    answersAreAsCountedByHand();
    // What was noted as wrong before an end is mended after it.
    some("a", 200, NINE, NOON);
    store.close();
    store = opened();
    answersAreAsCountedByHand();
    store.summarise();
    answersAreAsCountedByHand();
  }

  @Test
  void whatIsNotedAsLateAndNotCommittedYetIsNotTakenForMended() throws Exception {
    store.close();
    List<Reading> intime = List.of(atNine(1), atNine(2));
    List<Reading> late = List.of(atNine(3));
    try (QuestDb db = new QuestDb(dir, new LeanConfiguration(dir.toString()));
        CommitWriter writer = new CommitWriter(db);
        Rollups rollups = new Rollups(db, dir, clock)) {
      rollups.commit(Shelf.USUAL, intime, () -> writer.commit(Shelf.USUAL, intime));
      rollups.catchUp();
      Thread mending = new Thread(rollups::catchUp);
      rollups.commit(
          Shelf.USUAL,
          late,
          () -> {
            mending.start();
            await()
                .until(() -> List.of(State.BLOCKED, State.TERMINATED).contains(mending.getState()));
            writer.commit(Shelf.USUAL, late);
          });
      mending.join();
      rollups.catchUp();
      assertThat(rollups.wrongHours()).isZero();
      assertThat(db.awaitVisible(Patience.LONG)).isTrue();
      List<Bucket> answer =
          new History(db, rollups, () -> false)
              .buckets("m", "a", NINE, NINE.plusSeconds(3_600), Duration.ofMinutes(1));
      assertThat(answer).extracting(Bucket::count).containsExactly(3L);
    }
  }

  private static Reading atNine(int second) {
    Instant at = NINE.plusSeconds(second);
    return new Reading("m", "a", at, at, Value.of(second), Quality.GOOD);
  }

  @Test
  void theSummaryOfAnHourIsReadAsItWasWritten() {
    HourCells cells = new HourCells();
    long hour = Micros.of(NINE);
    Cell alone = cells.at(0);
    alone.count = 2;
    alone.numbers = 1;
    alone.sum = alone.min = alone.max = alone.lastNumber = -0.5;
    alone.minAt = alone.maxAt = alone.lastAt = hour + 59_999_999;
    Cell text = cells.at(59);
    text.count = 300;
    text.lastAt = hour + 59 * HourCells.MINUTE;
    text.lastMeta = Meta.TEXT << 2;
    Instant source = Instant.parse("1999-12-31T00:00:00Z");
    text.lastWide =
        new Reading(
            "m", "a", source, Micros.instant(text.lastAt), Value.of("läuft ✓"), Quality.GOOD);
    byte[] bytes = cells.encoded(hour);
    HourCells read = HourCells.decoded("m", "a", hour, new Bytes(bytes));
    assertThat(read.at(59).lastWide).isEqualTo(text.lastWide);
    assertThat(read.at(0)).usingRecursiveComparison().isEqualTo(alone);
    assertThat(read.minute(1)).isNull();
    assertThat(read.encoded(hour)).isEqualTo(bytes);
  }

  @Test
  void aLineThatWasCutShortIsNoNote() throws Exception {
    Path file = dir.resolve("late");
    try (DirtyHours first = new DirtyHours(file)) {
      first.note(List.of(new DirtyHours.Note(0, "m/a b"), new DirtyHours.Note(0, "m/c")));
    }
    Files.writeString(file, Files.readString(file) + "36000");
    try (DirtyHours next = new DirtyHours(file)) {
      assertThat(next.size()).isEqualTo(2);
      assertThat(next.contains(0, "m/a b")).isTrue();
      assertThat(next.take()).hasSize(1);
      next.note(List.of(new DirtyHours.Note(0, "m/c")));
      next.done();
      assertThat(next.size()).as("came late once more meanwhile").isEqualTo(1);
    }
    try (DirtyHours last = new DirtyHours(file)) {
      assertThat(last.contains(0, "m/c")).isTrue();
      assertThat(last.size()).isEqualTo(1);
    }
  }
}
