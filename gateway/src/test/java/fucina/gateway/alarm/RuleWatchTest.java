package fucina.gateway.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.alarm.Occurrence.Doubt;
import fucina.gateway.alarm.RuleWatch.Verdict;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Alarm;
import fucina.profiles.Alarm.Comparison;
import fucina.profiles.Label;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RuleWatchTest {
  private static final Instant NINE = Instant.parse("2026-01-02T09:00:00Z");
  private static final Instant LATER = NINE.plus(Duration.ofDays(1));
  private static final double HOT = 70;
  private static final double COOL = 65;

  private static Alarm hot(Duration delay) {
    return new Alarm(
        "MOTOR1_HOT",
        Label.of("Motor 1 hot"),
        Comparison.AT_LEAST,
        Value.of(HOT),
        Optional.of(COOL),
        delay,
        600);
  }

  private static Reading reading(double value, Quality quality, Instant at) {
    return new Reading("robot-1", "motor1.temperature", at, at, Value.of(value), quality);
  }

  private static Reading good(double value, int second) {
    return reading(value, Quality.GOOD, NINE.plusSeconds(second));
  }

  private static Instant second(int second) {
    return NINE.plusSeconds(second);
  }

  @Test
  void itComesWhenTheConditionHasHeldForTheDelayByTheValuesTime() {
    RuleWatch watch = new RuleWatch(hot(Duration.ofSeconds(5)), false);
    assertThat(watch.judge(good(71, 0), LATER)).isEmpty();
    assertThat(watch.judge(good(72, 4), LATER)).isEmpty();
    assertThat(watch.judge(good(73, 6), LATER))
        .contains(new Verdict.Raised(second(5), Value.of(73)));
    assertThat(watch.judge(good(80, 7), LATER)).isEmpty();
  }

  @Test
  void whatComesBackBeforeTheDelayIsOverNeverWas() {
    RuleWatch watch = new RuleWatch(hot(Duration.ofSeconds(5)), false);
    watch.judge(good(71, 0), LATER);
    watch.judge(good(69, 3), LATER);
    assertThat(watch.judge(good(71, 6), LATER)).isEmpty();
    assertThat(watch.judge(good(71, 11), LATER)).isPresent();
  }

  @Test
  void insideTheBandItNeitherGoesNorComes() {
    RuleWatch watch = new RuleWatch(hot(Duration.ZERO), false);
    assertThat(watch.judge(good(69.9, 0), LATER)).isEmpty();
    assertThat(watch.judge(good(70, 1), LATER)).isPresent();
    assertThat(watch.judge(good(65.1, 2), LATER)).isEmpty();
    assertThat(watch.judge(good(70, 3), LATER)).isEmpty();
    assertThat(watch.judge(good(65, 4), LATER)).contains(new Verdict.Cleared(second(4)));
    assertThat(watch.judge(good(69.9, 5), LATER)).isEmpty();
  }

  @Test
  void aMachineThatTellsChangesOnlyIsHotWithoutSayingItAgain() {
    RuleWatch watch = new RuleWatch(hot(Duration.ofSeconds(5)), false);
    watch.judge(good(71, 0), second(1));
    assertThat(watch.look(second(5), true)).isEmpty();
    assertThat(watch.look(second(6), true)).contains(new Verdict.Raised(second(5), Value.of(71)));
    assertThat(watch.look(second(7), true)).isEmpty();
  }

  @Test
  void timeCountsOnlyWhileTheMachineIsHeardAndItsValueIsGood() {
    RuleWatch watch = new RuleWatch(hot(Duration.ofSeconds(5)), false);
    watch.judge(good(71, 0), second(0));
    assertThat(watch.look(second(9), false)).isEmpty();
    assertThat(watch.look(second(13), true)).isEmpty();
    watch.judge(reading(0, Quality.BAD, second(13)), second(13));
    assertThat(watch.look(second(30), true)).isEmpty();
    assertThat(watch.judge(good(71, 31), second(31))).isPresent();
  }

  @Test
  void badQualityNeitherRaisesNorClearsAndIsADoubt() {
    RuleWatch watch = new RuleWatch(hot(Duration.ZERO), false);
    assertThat(watch.judge(reading(99, Quality.BAD, second(0)), LATER)).isEmpty();
    watch.judge(good(71, 1), LATER);
    assertThat(watch.doubt(true)).isEmpty();
    assertThat(watch.judge(reading(0, Quality.BAD, second(2)), LATER)).isEmpty();
    assertThat(watch.doubt(true)).contains(Doubt.BAD_QUALITY);
    assertThat(watch.doubt(false)).contains(Doubt.NOT_HEARD);
    assertThat(watch.judge(reading(Double.NaN, Quality.GOOD, second(3)), LATER)).isEmpty();
    assertThat(watch.doubt(true)).contains(Doubt.BAD_QUALITY);
    assertThat(watch.judge(reading(71, Quality.UNCERTAIN, second(4)), LATER)).isEmpty();
    assertThat(watch.doubt(true)).isEmpty();
  }

  @Test
  void oneThatStoodBeforeTheStartIsInDoubtUntilTheMachineSpeaks() {
    RuleWatch watch = new RuleWatch(hot(Duration.ZERO), true);
    assertThat(watch.doubt(true)).contains(Doubt.NOT_HEARD);
    assertThat(watch.judge(good(71, 0), LATER)).isEmpty();
    assertThat(watch.doubt(true)).isEmpty();
    assertThat(watch.judge(good(20, 1), LATER)).contains(new Verdict.Cleared(second(1)));
  }

  @Test
  void aLateReadingSaysNothing() {
    RuleWatch watch = new RuleWatch(hot(Duration.ZERO), false);
    watch.judge(good(20, 10), LATER);
    assertThat(watch.judge(good(99, 5), LATER)).isEmpty();
    watch.judge(good(99, 11), LATER);
    assertThat(watch.judge(good(20, 5), LATER)).isEmpty();
  }

  @Test
  void aClockFarAheadDoesNotSilenceTheAlarm() {
    RuleWatch watch = new RuleWatch(hot(Duration.ZERO), false);
    Instant far = NINE.plus(Duration.ofDays(3650));
    watch.judge(reading(20, Quality.GOOD, far), second(0));
    assertThat(watch.judge(good(99, 1), second(1)))
        .contains(new Verdict.Raised(second(1), Value.of(99)));
  }

  /**
   * Whatever comes: an alarm comes and goes in turn, comes only after the whole delay of values
   * that hold, goes only on a good value beyond the band, and bad or late readings strewn in
   * anywhere change nothing.
   */
  @Test
  void inAnyOrderOfValuesAndBadQualitiesItComesOnceAnOccurrenceAndNeverChatters() {
    long seed = System.nanoTime();
    for (int round = 0; round < 2_000; round++) {
      Random chance = new Random(seed + round);
      Duration delay = Duration.ofSeconds(chance.nextInt(4));
      List<Reading> clean = new ArrayList<>();
      List<Reading> strewn = new ArrayList<>();
      Instant at = NINE;
      for (int i = 0; i < 60; i++) {
        at = at.plusMillis(100 + chance.nextInt(2_000));
        Reading next = reading(60 + 15 * chance.nextDouble(), Quality.GOOD, at);
        clean.add(next);
        strewn.add(next);
        while (chance.nextInt(3) == 0) {
          strewn.add(
              chance.nextBoolean()
                  ? reading(50 + 50 * chance.nextDouble(), Quality.BAD, at.plusMillis(50))
                  : reading(50 + 50 * chance.nextDouble(), Quality.GOOD, at.minusSeconds(5)));
        }
      }
      List<Verdict> verdicts = verdicts(delay, clean);
      assertThat(verdicts).as("seed %d", seed + round).isEqualTo(byHand(delay, clean));
      assertThat(verdicts(delay, strewn)).as("seed %d", seed + round).isEqualTo(verdicts);
    }
  }

  private static List<Verdict> verdicts(Duration delay, List<Reading> readings) {
    RuleWatch watch = new RuleWatch(hot(delay), false);
    List<Verdict> verdicts = new ArrayList<>();
    readings.forEach(each -> watch.judge(each, LATER).ifPresent(verdicts::add));
    return verdicts;
  }

  /** The definition, looked up in the whole series at once. */
  private static List<Verdict> byHand(Duration delay, List<Reading> series) {
    List<Verdict> verdicts = new ArrayList<>();
    boolean active = false;
    for (int i = 0; i < series.size(); i++) {
      double value = number(series.get(i));
      if (active && value <= COOL) {
        active = false;
        verdicts.add(new Verdict.Cleared(series.get(i).time()));
      } else if (!active && value >= HOT) {
        int first = i;
        while (first > 0 && number(series.get(first - 1)) >= HOT) {
          first--;
        }
        Instant due = series.get(first).time().plus(delay);
        if (!series.get(i).time().isBefore(due)) {
          active = true;
          verdicts.add(new Verdict.Raised(due, series.get(i).value()));
        }
      }
    }
    return verdicts;
  }

  private static double number(Reading reading) {
    return ((Value.Number) reading.value()).value();
  }
}
