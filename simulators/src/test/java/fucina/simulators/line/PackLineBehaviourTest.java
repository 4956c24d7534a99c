package fucina.simulators.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackLineBehaviourTest {
  private static final Instant MORNING = Instant.parse("2026-11-22T08:00:00Z");

  private static final Set<PackState> MAY_TURN =
      EnumSet.of(
          PackState.STARTING,
          PackState.EXECUTE,
          PackState.UNHOLDING,
          PackState.HOLDING,
          PackState.SUSPENDING,
          PackState.UNSUSPENDING,
          PackState.STOPPING,
          PackState.ABORTING);

  private record Press(String name, ToIntFunction<PackLineBehaviour> command) {}

  private static final List<Press> PRESSES =
      List.of(
          new Press("Reset", PackLineBehaviour::reset),
          new Press("Start", PackLineBehaviour::start),
          new Press("Stop", PackLineBehaviour::stop),
          new Press("Hold", PackLineBehaviour::hold),
          new Press("Unhold", PackLineBehaviour::unhold),
          new Press("Clear", PackLineBehaviour::clear),
          new Press("Abort", PackLineBehaviour::abort));

  private final PackLineBehaviour line = new PackLineBehaviour(3, MORNING, LineCounters.NEW);
  private Instant now = MORNING;

  @Test
  void aFreshLineStandsStopped() {
    assertThat(line.snapshot().state()).isEqualTo(PackState.STOPPED);
    assertThat(line.snapshot().speed()).isZero();
    assertThat(line.snapshot().remote()).isTrue();
  }

  @Test
  void itGoesFromStoppedThroughResettingAndStartingToExecute() {
    assertThat(line.start()).isEqualTo(1);
    assertThat(line.reset()).isZero();
    assertThat(line.snapshot().state()).isEqualTo(PackState.RESETTING);
    pass(Duration.ofSeconds(3));
    assertThat(line.snapshot().state()).isEqualTo(PackState.IDLE);
    assertThat(line.start()).isZero();
    assertThat(line.snapshot().state()).isEqualTo(PackState.STARTING);
    pass(Duration.ofSeconds(3));
    assertThat(line.snapshot().state()).isEqualTo(PackState.EXECUTE);
    assertThat(line.snapshot().speed()).isBetween(20.0, 25.0);
  }

  @Test
  void aStopRampsDownAndEndsStopped() {
    run();
    assertThat(line.stop()).isZero();
    assertThat(line.snapshot().state()).isEqualTo(PackState.STOPPING);
    pass(Duration.ofMillis(500));
    assertThat(line.snapshot().speed()).isBetween(1.0, 23.0);
    pass(Duration.ofSeconds(3));
    assertThat(line.snapshot().state()).isEqualTo(PackState.STOPPED);
    assertThat(line.snapshot().speed()).isZero();
    assertThat(line.stop()).isZero();
  }

  @Test
  void holdAndUnholdGoThroughTheirActingStates() {
    run();
    assertThat(line.hold()).isZero();
    assertThat(line.snapshot().state()).isEqualTo(PackState.HOLDING);
    pass(Duration.ofSeconds(3));
    assertThat(line.snapshot().state()).isEqualTo(PackState.HELD);
    pass(Duration.ofMinutes(10));
    assertThat(line.snapshot().state()).isEqualTo(PackState.HELD);
    assertThat(line.unhold()).isZero();
    assertThat(line.snapshot().state()).isEqualTo(PackState.UNHOLDING);
    pass(Duration.ofSeconds(2));
    assertThat(line.snapshot().state()).isEqualTo(PackState.EXECUTE);
  }

  @Test
  void anEmergencyStopAbortsVentsTheAirAndNeedsReleaseClearAndReset() {
    run();
    line.emergencyStop(true);
    pass(Duration.ofSeconds(5));
    assertThat(line.snapshot().state()).isEqualTo(PackState.ABORTED);
    assertThat(line.snapshot().speed()).isZero();
    assertThat(line.snapshot().airPressure()).isLessThan(0.1);
    assertThat(line.clear()).isEqualTo(1);

    line.emergencyStop(false);
    pass(Duration.ofMinutes(1));
    assertThat(line.snapshot().state()).isEqualTo(PackState.ABORTED);
    assertThat(line.stop()).isEqualTo(1);
    assertThat(line.clear()).isZero();
    pass(Duration.ofSeconds(5));
    assertThat(line.snapshot().state()).isEqualTo(PackState.STOPPED);
    assertThat(line.snapshot().airPressure()).isBetween(5.5, 6.5);
  }

  @Test
  void onLocalItRefusesToMoveButStillStops() {
    run();
    line.remote(false);
    assertThat(line.hold()).isZero();
    pass(Duration.ofSeconds(3));
    assertThat(line.unhold()).isEqualTo(1);
    assertThat(line.stop()).isZero();
    pass(Duration.ofSeconds(3));
    assertThat(line.reset()).isEqualTo(1);
    assertThat(line.abort()).isZero();
  }

  @Test
  void theModeChangesOnlyWhileItStandsAndOnlyProduceStarts() {
    run();
    assertThat(line.mode(3)).isFalse();
    line.stop();
    pass(Duration.ofSeconds(3));
    assertThat(line.mode(3)).isTrue();
    line.reset();
    pass(Duration.ofSeconds(3));
    assertThat(line.start()).isEqualTo(1);
  }

  @Test
  void aFedWatchdogStopsARunningLineAfterThreeSecondsOfSilence() {
    run();
    line.heartbeat();
    pass(Duration.ofMillis(2900));
    assertThat(line.snapshot().state()).isNotIn(PackState.STOPPING, PackState.STOPPED);
    pass(Duration.ofMillis(200));
    assertThat(line.snapshot().state()).isEqualTo(PackState.STOPPING);
  }

  @Test
  void anHourOfWorkLooksLikeAnHourOfWork() {
    run();
    Map<PackState, Integer> seconds = new EnumMap<>(PackState.class);
    int starved = 0;
    int blocked = 0;
    for (int second = 0; second < 3600; second++) {
      pass(Duration.ofSeconds(1));
      LineSnapshot seen = line.snapshot();
      seconds.merge(seen.state(), 1, Integer::sum);
      starved += seen.starved() ? 1 : 0;
      blocked += seen.blocked() ? 1 : 0;
      assertThat(seen.airPressure()).isBetween(5.4, 6.5);
      assertThat(seen.airFlow()).isBetween(3.0, 60.0);
      assertThat(seen.power()).isBetween(700.0, 2500.0);
    }

    assertThat(line.snapshot().produced()).isBetween(1000L, 1440L);
    assertThat(seconds.get(PackState.EXECUTE)).isGreaterThan(3000);
    assertThat(seconds).containsKey(PackState.SUSPENDED);
    assertThat(starved).isPositive();
    assertThat(blocked).isPositive();
  }

  @Test
  void aWornToolMakesMoreScrapUntilItIsChangedAtAReset() {
    double fresh = scrapOf(new LineCounters(0, 0, 0, 0));
    double worn = scrapOf(new LineCounters(9000, 200, 0, 9000));

    assertThat(fresh).isBetween(0.008, 0.025);
    assertThat(worn).isBetween(0.024, 0.036);

    PackLineBehaviour old = new PackLineBehaviour(3, MORNING, new LineCounters(9000, 200, 0, 9000));
    old.reset();
    assertThat(old.counters().wear()).isZero();
  }

  private static double scrapOf(LineCounters counters) {
    PartCounter parts = new PartCounter(new Random(1), counters);
    int passed = counters.wear() == 0 ? 2000 : 20_000;
    parts.pass(passed);
    return (double) (parts.counters(0).defective() - counters.defective()) / passed;
  }

  /** Random commands, random waits: whatever happens, these hold. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverIsPressedTheLineStaysWithinItsRules(long seed) {
    Random chance = new Random(seed);
    LineSnapshot before = line.snapshot();
    for (int count = 0; count < 3000; count++) {
      Press press = PRESSES.get(chance.nextInt(PRESSES.size()));
      LineSnapshot untouched = line.snapshot();
      if (press.command().applyAsInt(line) == 1) {
        assertThat(line.snapshot()).as(press.name()).isEqualTo(untouched);
      }
      int waits = chance.nextInt(40);
      for (int wait = 0; wait < waits; wait++) {
        pass(Duration.ofMillis(250));
        assertFollows(before, line.snapshot());
        before = line.snapshot();
      }
      line.emergencyStop(chance.nextInt(20) == 0);
    }
  }

  private static void assertFollows(LineSnapshot before, LineSnapshot after) {
    assertNotLess(before, after, LineSnapshot::energy);
    assertNotLess(before, after, s -> (double) s.produced());
    assertNotLess(before, after, s -> (double) s.defective());
    assertThat(after.defective()).isLessThanOrEqualTo(after.produced());
    assertThat(after.speed()).isBetween(0.0, PackLineBehaviour.DESIGN_SPEED * 1.04);
    if (after.speed() > 0) {
      assertThat(after.state()).isIn(MAY_TURN);
    }
    if (after.emergencyStop()) {
      assertThat(after.state()).isIn(PackState.ABORTING, PackState.ABORTED);
    }
  }

  private static void assertNotLess(
      LineSnapshot before, LineSnapshot after, Function<LineSnapshot, Double> counter) {
    assertThat(counter.apply(after)).isGreaterThanOrEqualTo(counter.apply(before));
  }

  @Test
  void powerIsTheSlopeOfTheEnergyCounter() {
    run();
    double before = line.snapshot().energy();
    double wattSeconds = 0;
    for (int second = 0; second < 60; second++) {
      pass(Duration.ofSeconds(1));
      wattSeconds += line.snapshot().power();
    }
    assertThat(line.snapshot().energy() - before)
        .isCloseTo(wattSeconds / 3600, Offset.offset(1e-6));
  }

  @Test
  void theSameSeedLivesTheSameLifeHoweverItIsTicked() {
    PackLineBehaviour coarse = new PackLineBehaviour(3, MORNING, LineCounters.NEW);
    coarse.reset();
    coarse.tick(MORNING.plusSeconds(3));
    coarse.start();
    coarse.tick(MORNING.plusSeconds(600));

    line.reset();
    pass(Duration.ofSeconds(3));
    line.start();
    while (now.isBefore(MORNING.plusSeconds(600))) {
      pass(
          Duration.ofMillis(
              Math.min(73, Duration.between(now, MORNING.plusSeconds(600)).toMillis())));
    }

    assertThat(line.snapshot()).isEqualTo(coarse.snapshot());
  }

  private void run() {
    line.reset();
    pass(Duration.ofSeconds(3));
    line.start();
    pass(Duration.ofSeconds(3));
  }

  private void pass(Duration time) {
    now = now.plus(time);
    line.tick(now);
  }
}
