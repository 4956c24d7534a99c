package fucina.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every time-series store keeps to; an implementation's test says how one is opened. */
public abstract class TimeSeriesStoreContract {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");

  private Path dir;
  private TimeSeriesStore store;

  /** Opens the store in a folder, or makes it. */
  protected abstract TimeSeriesStore open(Path dir);

  protected final TimeSeriesStore store() {
    return store;
  }

  @BeforeEach
  void openIt(@TempDir Path folder) {
    dir = folder;
    store = open(dir);
  }

  @AfterEach
  void closeIt() {
    store.close();
  }

  protected static Reading reading(String signal, Instant time, Value value) {
    return new Reading("robot-1", signal, time, time, value, Quality.GOOD);
  }

  private static Reading number(String signal, Instant time, double value) {
    return reading(signal, time, Value.of(value));
  }

  private List<Reading> raw(String... signals) {
    List<Reading> raw = new ArrayList<>();
    store.raw("robot-1", List.of(signals), NINE, TEN, raw::add);
    return raw;
  }

  @Test
  void whatIsCommittedIsReadBack() {
    List<Reading> readings =
        List.of(
            number("axis1.position", NINE, 12.5),
            reading("robot.onPath", NINE.plusMillis(1), Value.of(true)),
            reading("robot.onPath", NINE.plusMillis(2), Value.of(false)),
            reading("task.state", NINE.plusMillis(3), Value.of("Executing ✓ 'x'")),
            reading("task.state", NINE.plusMillis(4), Value.of("")),
            number("cycle.count", NINE.plusMillis(5), 9_007_199_254_740_991.0),
            number("axis1.position", NINE.plusMillis(6), -0.0));
    store.commit(readings);
    assertThat(raw("axis1.position", "robot.onPath", "task.state", "cycle.count"))
        .isEqualTo(readings);
  }

  @Test
  void theNewestOfAStretchIsWhatHoldsAfterIt() {
    store.commit(
        List.of(
            number("a", NINE.minusSeconds(60), 1),
            number("a", NINE.minusMillis(1), 2),
            number("a", NINE, 3),
            reading("b", NINE.minusSeconds(30), Value.of("Ready")),
            number("c", NINE.minusSeconds(7200), 4),
            number("d", NINE.plusSeconds(1), 5)));
    assertThat(store.newest("robot-1", List.of("a", "b", "c", "d"), NINE.minusSeconds(3600), NINE))
        .containsExactlyInAnyOrder(
            number("a", NINE.minusMillis(1), 2),
            reading("b", NINE.minusSeconds(30), Value.of("Ready")));
  }

  @Test
  void qualityAndSourceTimeSurvive() {
    Instant nineteenth = Instant.parse("1899-12-31T00:00:00Z");
    Instant anHourBehind = NINE.minusSeconds(3600).plusNanos(7000);
    List<Reading> readings =
        List.of(
            new Reading("robot-1", "a", NINE, NINE, Value.of(1), Quality.UNCERTAIN),
            new Reading("robot-1", "a", anHourBehind, NINE.plusMillis(1), Value.of(2), Quality.BAD),
            new Reading(
                "robot-1", "a", anHourBehind, NINE.plusMillis(2), Value.of(true), Quality.GOOD),
            new Reading(
                "robot-1", "a", nineteenth, NINE.plusMillis(3), Value.of("x"), Quality.UNCERTAIN));
    store.commit(readings);
    assertThat(raw("a")).isEqualTo(readings);
  }

  @Test
  void numbersThatAreNoneSurvive() {
    List<Reading> readings =
        List.of(
            number("a", NINE, Double.NaN),
            number("a", NINE.plusMillis(1), Double.POSITIVE_INFINITY),
            number("a", NINE.plusMillis(2), Double.NEGATIVE_INFINITY));
    store.commit(readings);
    assertThat(raw("a")).isEqualTo(readings);
  }

  @Test
  void aRedeliveredReadingLandsOnItself() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      readings.add(number("axis1.position", NINE.plusMillis(i), i));
      readings.add(reading("task.program", NINE.plusMillis(i), Value.of("p" + i)));
    }
    store.commit(readings);
    store.commit(readings.subList(50, 150));
    store.commit(readings);
    assertThat(raw("axis1.position", "task.program")).containsExactlyElementsOf(readings);
  }

  @Test
  void twoValuesOfOneTickBothSurvive() {
    store.commit(List.of(number("a", NINE, 1), number("a", NINE, 2)));
    store.commit(
        List.of(
            number("a", NINE, 2),
            number("a", NINE, 3),
            new Reading("robot-1", "a", NINE, NINE, Value.of(3), Quality.BAD)));
    assertThat(raw("a"))
        .containsExactlyInAnyOrder(
            number("a", NINE, 1),
            number("a", NINE, 2),
            number("a", NINE, 3),
            new Reading("robot-1", "a", NINE, NINE, Value.of(3), Quality.BAD));
  }

  @Test
  void lateReadingsFallIntoTheirPlace() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      readings.add(number("a", NINE.plusMillis(i * 7L), i));
    }
    List<Reading> shuffled = new ArrayList<>(readings);
    Collections.shuffle(shuffled, new Random(7));
    for (int i = 0; i < shuffled.size(); i += 90) {
      store.commit(shuffled.subList(i, Math.min(i + 90, shuffled.size())));
    }
    assertThat(raw("a")).isEqualTo(readings);
  }

  @Test
  void rawTellsTimeByTheMicrosecondFromInToOut() {
    Reading before = number("a", NINE.minusNanos(1000), 1);
    Reading first = number("a", NINE, 2);
    Reading last = number("a", TEN.minusNanos(1000), 3);
    Reading after = number("a", TEN, 4);
    store.commit(List.of(before, first, last, after));
    assertThat(raw("a")).containsExactly(first, last);
  }

  @Test
  void rawKnowsNoOtherMachineAndNoOtherSignal() {
    store.commit(
        List.of(
            number("a", NINE, 1),
            number("b", NINE, 2),
            new Reading("robot-10", "a", NINE, NINE, Value.of(3), Quality.GOOD),
            new Reading("robot-1.x", "a", NINE, NINE, Value.of(4), Quality.GOOD)));
    assertThat(raw("a")).containsExactly(number("a", NINE, 1));
    assertThat(raw()).isEmpty();
    assertThat(raw("nobody' or '1'='1")).isEmpty();
  }

  @Test
  void aSinkThatThrowsEndsTheReadAndNothingElse() {
    store.commit(List.of(number("a", NINE, 1)));
    assertThatThrownBy(
            () ->
                store.raw(
                    "robot-1",
                    List.of("a"),
                    NINE,
                    TEN,
                    reading -> {
                      throw new IllegalStateException("the caller went away");
                    }))
        .hasMessage("the caller went away");
    assertThat(raw("a")).hasSize(1);
  }

  @Test
  void latestIsTheNewestOfEachSignal() {
    store.commit(
        List.of(
            number("a", NINE, 1),
            number("a", NINE.plusSeconds(2), 2),
            number("a", NINE.plusSeconds(1), 3),
            reading("task.state", NINE.plusSeconds(1), Value.of("Idle")),
            number("mixed", NINE, 5),
            reading("mixed", NINE.plusSeconds(1), Value.of("five")),
            number("old", NINE.minusSeconds(10), 6),
            new Reading("robot-2", "a", NINE, NINE, Value.of(7), Quality.GOOD)));
    assertThat(store.latest("robot-1", NINE))
        .containsExactlyInAnyOrder(
            number("a", NINE.plusSeconds(2), 2),
            reading("task.state", NINE.plusSeconds(1), Value.of("Idle")),
            reading("mixed", NINE.plusSeconds(1), Value.of("five")));
    assertThat(store.latest("nobody", NINE)).isEmpty();
  }

  @Test
  void bucketsAgreeWithCountingByHand() {
    Random random = new Random(42);
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      Instant at =
          NINE.plusMillis(random.nextInt(3_000_000)).plusNanos(random.nextInt(999) * 1000L);
      Quality quality = List.of(Quality.values()).get(random.nextInt(3));
      readings.add(new Reading("robot-1", "a", at, at, Value.of(random.nextGaussian()), quality));
    }
    store.commit(readings);
    Instant from = NINE.plusSeconds(7);
    Duration width = Duration.ofMillis(30_500);
    Instant to = NINE.plusSeconds(2_000);
    List<Bucket> buckets = store.buckets("robot-1", "a", from, to, width);
    List<Bucket> expected = BucketsByHand.of(readings, from, to, width);
    assertThat(buckets).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      Bucket one = buckets.get(i);
      Bucket other = expected.get(i);
      assertThat(one).usingRecursiveComparison().ignoringFields("mean").isEqualTo(other);
      assertThat(one.mean()).isCloseTo(other.mean(), within(1e-9));
    }
  }

  @Test
  void aBucketOfTextsHasALastAndACountButNoNumbers() {
    store.commit(
        List.of(
            reading("task.state", NINE.plusSeconds(1), Value.of("Idle")),
            reading("task.state", NINE.plusSeconds(2), Value.of("Executing")),
            reading("task.state", NINE.plusSeconds(61), Value.of("Ready"))));
    List<Bucket> buckets = store.buckets("robot-1", "task.state", NINE, TEN, Duration.ofMinutes(1));
    assertThat(buckets).hasSize(2);
    assertThat(buckets.get(0).start()).isEqualTo(NINE);
    assertThat(buckets.get(0).last().value()).isEqualTo(Value.of("Executing"));
    assertThat(buckets.get(0).count()).isEqualTo(2);
    assertThat(buckets.get(0).min()).isNaN();
    assertThat(buckets.get(0).mean()).isNaN();
    assertThat(buckets.get(1).start()).isEqualTo(NINE.plusSeconds(60));
  }

  @Test
  void aGapIsToldWhereItTouches() {
    Gap gap = new Gap("robot-1", "", NINE, NINE.plusSeconds(30), "link-lost");
    Gap other = new Gap("robot-1", "a", NINE.plusSeconds(10), NINE.plusSeconds(20), "overflow");
    store.gap(gap);
    store.gap(other);
    store.gap(gap);
    store.gap(new Gap("robot-2", "", NINE, TEN, "link-lost"));
    assertThat(store.gaps("robot-1", NINE.plusSeconds(5), TEN)).containsExactly(gap, other);
    assertThat(store.gaps("robot-1", NINE.plusSeconds(20), TEN)).containsExactly(gap);
    assertThat(store.gaps("robot-1", NINE.plusSeconds(30), TEN)).isEmpty();
    assertThat(store.gaps("robot-1", NINE.minusSeconds(5), NINE)).isEmpty();
  }

  @Test
  void aGapWithoutABeginningIsKeptToo() {
    store.gap(new Gap("robot-1", "", Instant.MIN, NINE, "link-lost"));
    assertThat(store.gaps("robot-1", Instant.EPOCH, TEN)).hasSize(1);
  }

  @Test
  void aRestartKeepsAll() {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      readings.add(number("a", NINE.plusMillis(i), i));
      readings.add(reading("b", NINE.plusMillis(i), Value.of("text " + i)));
      store.commit(readings.subList(2 * i, 2 * i + 2));
    }
    store.gap(new Gap("robot-1", "", NINE, TEN, "link-lost"));
    store.close();
    store = open(dir);
    assertThat(raw("a", "b")).isEqualTo(readings);
    assertThat(store.gaps("robot-1", NINE, TEN)).hasSize(1);
    assertThat(store.latest("robot-1", NINE)).hasSize(2);
  }

  @Test
  void itIsHealthyUntilClosed() {
    assertThat(store.healthy()).isTrue();
    assertThat(store.ailment()).isEmpty();
    store.close();
    assertThat(store.healthy()).isFalse();
    assertThatThrownBy(() -> store.commit(List.of(number("a", NINE, 1))))
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> raw("a")).isInstanceOf(StoreFault.class);
  }

  @Test
  void readsRunBesideCommits() throws Exception {
    Thread reader =
        new Thread(
            () -> {
              for (int i = 0; i < 50; i++) {
                raw("a");
              }
            });
    reader.start();
    int count = 0;
    while (reader.isAlive() || count < 100) {
      store.commit(List.of(number("a", NINE.plusMillis(count), count)));
      count++;
    }
    reader.join();
    assertThat(raw("a")).hasSize(count);
  }
}
