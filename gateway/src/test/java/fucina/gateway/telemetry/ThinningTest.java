package fucina.gateway.telemetry;

import static fucina.gateway.telemetry.SomeReadings.NINE;
import static fucina.gateway.telemetry.SomeReadings.at;
import static org.assertj.core.api.Assertions.assertThat;

import fucina.profiles.Signal;
import fucina.profiles.StorePolicy;
import fucina.profiles.StorePolicy.Downsample;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class ThinningTest {
  private static final long EVERY = 1_000;
  private static final double DEADBAND = 2;

  private static Thinning thinning(StorePolicy store, double deadband) {
    Thinning thinning = new Thinning();
    Signal signal = SomeSignals.stored("a", store, deadband);
    thinning.policies((machine, name) -> Optional.of(signal).filter(s -> s.name().equals(name)));
    return thinning;
  }

  private static StorePolicy every(Downsample... downsample) {
    return new StorePolicy(Duration.ofMillis(EVERY), false, Set.of(downsample), Optional.empty());
  }

  private static StorePolicy onChange() {
    return new StorePolicy(Duration.ZERO, true, Set.of(), Optional.empty());
  }

  /** What is kept of readings that come in groups of three, and then no more. */
  private static List<Reading> kept(Thinning thinning, List<Reading> readings) {
    List<Reading> kept = new ArrayList<>();
    for (int i = 0; i < readings.size(); i += 3) {
      kept.addAll(thinning.keep(readings.subList(i, Math.min(i + 3, readings.size())), 0));
    }
    kept.addAll(thinning.end());
    return kept;
  }

  /** Readings in order of time, from 1 ms to 40 s apart, of few values and qualities. */
  @Provide
  Arbitrary<List<Reading>> course() {
    Arbitrary<Integer> step =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(1, 700)),
            Tuple.of(1, Arbitraries.integers().between(700, 40_000)));
    Arbitrary<Integer> value = Arbitraries.integers().between(0, 9);
    Arbitrary<Quality> quality =
        Arbitraries.frequency(Tuple.of(8, Quality.GOOD), Tuple.of(1, Quality.BAD));
    record Step(int millis, int value, Quality quality) {}
    return Combinators.combine(step, value, quality)
        .as(Step::new)
        .list()
        .ofMaxSize(120)
        .map(
            steps -> {
              List<Reading> readings = new ArrayList<>();
              Instant time = NINE;
              for (Step each : steps) {
                time = time.plusMillis(each.millis());
                Value number = Value.of((double) each.value());
                readings.add(new Reading("m", "a", time, time, number, each.quality()));
              }
              return readings;
            });
  }

  private static List<List<Reading>> runs(List<Reading> readings) {
    List<List<Reading>> runs = new ArrayList<>();
    for (Reading reading : readings) {
      if (runs.isEmpty() || last(last(runs)).quality() != reading.quality()) {
        runs.add(new ArrayList<>());
      }
      last(runs).add(reading);
    }
    return runs;
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  private static void everyRunKeepsItsEnds(List<Reading> readings, List<Reading> kept) {
    for (List<Reading> run : runs(readings)) {
      assertThat(kept).contains(run.get(0), last(run));
    }
    assertThat(new HashSet<>(kept)).hasSameSizeAs(kept);
  }

  @Property
  void onChangeEveryReadingLeftOutHasAKeptOneThatSaysTheSame(
      @ForAll("course") List<Reading> readings) {
    List<Reading> kept = kept(thinning(onChange(), DEADBAND), readings);
    everyRunKeepsItsEnds(readings, kept);
    assertThat(readings).containsAll(kept);
    for (Reading reading : readings) {
      Reading before =
          kept.stream()
              .filter(each -> !each.time().isAfter(reading.time()))
              .reduce((a, b) -> b)
              .orElseThrow();
      assertThat(before.quality()).isEqualTo(reading.quality());
      assertThat(Math.abs(number(before) - number(reading))).isLessThanOrEqualTo(2 * DEADBAND);
      assertThat(Duration.between(before.time(), reading.time()))
          .isLessThanOrEqualTo(ChangeRun.HEARTBEAT);
    }
  }

  @Property
  void onChangeWithoutADeadbandTheCourseIsTheSame(@ForAll("course") List<Reading> readings) {
    List<Reading> kept = kept(thinning(onChange(), 0), readings);
    for (Reading reading : readings) {
      Reading before =
          kept.stream()
              .filter(each -> !each.time().isAfter(reading.time()))
              .reduce((a, b) -> b)
              .orElseThrow();
      assertThat(before.value()).isEqualTo(reading.value());
    }
  }

  @Property
  void everyStretchKeepsOneReadingAndARunItsLastBesides(@ForAll("course") List<Reading> readings) {
    List<Reading> kept = kept(thinning(every(), 0), readings);
    everyRunKeepsItsEnds(readings, kept);
    assertThat(readings).containsAll(kept);
    Set<Long> stretches = new HashSet<>();
    readings.forEach(reading -> stretches.add(stretch(reading)));
    Set<Long> told = new HashSet<>();
    kept.forEach(reading -> told.add(stretch(reading)));
    assertThat(told).isEqualTo(stretches);
    assertThat(kept).hasSizeLessThanOrEqualTo(stretches.size() + 2 * runs(readings).size());
  }

  @Property
  void minimumAndMaximumOfEveryStretchAreKept(@ForAll("course") List<Reading> readings) {
    List<Reading> kept =
        kept(thinning(every(Downsample.MIN, Downsample.MAX, Downsample.LAST), 0), readings);
    everyRunKeepsItsEnds(readings, kept);
    assertThat(readings).containsAll(kept);
    for (List<Reading> run : runs(readings)) {
      for (Reading reading : run) {
        assertThat(kept)
            .filteredOn(each -> run.contains(each) && stretch(each) == stretch(reading))
            .anyMatch(each -> number(each) <= number(reading) || bad(reading))
            .anyMatch(each -> number(each) >= number(reading) || bad(reading));
      }
    }
  }

  @Property
  void whatIsKeptAndNeverCameIsAMean(@ForAll("course") List<Reading> readings) {
    List<Reading> kept = kept(thinning(every(Downsample.MEAN), 0), readings);
    for (Reading mean : kept) {
      if (!readings.contains(mean)) {
        Instant begin = mean.time().minusMillis(EVERY);
        List<Reading> around =
            readings.stream()
                .filter(each -> !each.time().isBefore(begin) && !each.time().isAfter(mean.time()))
                .toList();
        assertThat(mean.quality()).isEqualTo(Quality.GOOD);
        assertThat(number(mean))
            .isBetween(
                around.stream().mapToDouble(ThinningTest::number).min().orElseThrow(),
                around.stream().mapToDouble(ThinningTest::number).max().orElseThrow());
      }
    }
  }

  @Property
  void withoutAPolicyAllIsKeptInOrder(@ForAll("course") List<Reading> readings) {
    assertThat(kept(thinning(StorePolicy.EVERYTHING, DEADBAND), readings)).isEqualTo(readings);
  }

  @Test
  void aMeanStandsAtTheEndOfItsStretch() {
    Thinning thinning = thinning(every(Downsample.MEAN), 0);
    assertThat(
            thinning.keep(
                List.of(at(0, "a", 1), at(400, "a", 6), at(900, "a", 5), at(1_100, "a", 9)), 0))
        .containsExactly(at(0, "a", 1), at(1_000, "a", 4), at(1_100, "a", 9));
  }

  @Test
  void historyThatComesLateIsThinnedLikeTheRestAndDoesNotDisturbIt() {
    Thinning thinning = thinning(every(), 0);
    assertThat(thinning.keep(List.of(at(60_000, "a", 1)), 0)).hasSize(1);
    List<Reading> late = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      late.add(at(i * 100L, "a", i));
    }
    assertThat(thinning.keep(late, 0)).hasSize(10);
    assertThat(thinning.keep(List.of(at(60_500, "a", 2)), 0)).isEmpty();
    assertThat(thinning.end()).containsExactlyInAnyOrder(last(late), at(60_500, "a", 2));
  }

  @Test
  void aReadingThatComesAgainIsNotKeptTwice() {
    Thinning thinning = thinning(onChange(), 0);
    assertThat(thinning.keep(List.of(at(0, "a", 1), at(0, "a", 1)), 0)).hasSize(1);
    assertThat(thinning.end()).isEmpty();
  }

  @Test
  void aRunThatFellSilentKeepsItsLastReading() {
    Thinning thinning = thinning(onChange(), 0);
    assertThat(thinning.keep(List.of(at(0, "a", 1), at(100, "a", 1)), 0)).hasSize(1);
    assertThat(thinning.silent(Thinning.SILENCE.toNanos())).isEmpty();
    assertThat(thinning.silent(Thinning.SILENCE.toNanos() + 1)).containsExactly(at(100, "a", 1));
    assertThat(thinning.silent(2 * Thinning.SILENCE.toNanos())).isEmpty();
  }

  @Test
  void anotherProfileBeginsAnewAndLosesNothing() {
    Thinning thinning = thinning(onChange(), 0);
    thinning.keep(List.of(at(0, "a", 1), at(100, "a", 1)), 0);
    thinning.policies(
        (machine, name) -> Optional.of(SomeSignals.stored("a", StorePolicy.EVERYTHING, 0)));
    thinning.changed("robot-1");
    assertThat(thinning.keep(List.of(at(200, "a", 1), at(300, "a", 1)), 0))
        .containsExactly(at(100, "a", 1), at(200, "a", 1), at(300, "a", 1));
  }

  private static boolean bad(Reading reading) {
    return reading.quality() == Quality.BAD;
  }

  private static long stretch(Reading reading) {
    return Math.floorDiv(reading.time().toEpochMilli(), EVERY);
  }

  private static double number(Reading reading) {
    return ((Value.Number) reading.value()).value();
  }
}
