package fucina.simulators.robot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RobotBehaviourTest {
  private static final Instant MORNING = Instant.parse("2026-11-22T08:00:00Z");
  private static final String PICK = "PickAndPlace_demo";

  private final RobotBehaviour robot = new RobotBehaviour(7, MORNING, RobotCounters.NEW);
  private Instant now = MORNING;

  @Test
  void aFreshRobotStandsIdleInAutomaticExternal() {
    RobotSnapshot fresh = robot.snapshot();

    assertThat(fresh.task()).isEqualTo(TaskState.IDLE);
    assertThat(fresh.mode()).isEqualTo(4);
    assertThat(fresh.program()).isEmpty();
    assertThat(fresh.onPath()).isTrue();
    assertThat(fresh.axes()).hasSize(6).allMatch(axis -> axis.speed() == 0);
  }

  @Test
  void aLoadedProgramRunsFromStartToStop() {
    assertThat(robot.loadByName(PICK)).isEqualTo(MethodStatus.OK);
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.READY);
    assertThat(robot.snapshot().program()).isEqualTo(PICK);

    assertThat(robot.start()).isEqualTo(MethodStatus.OK);
    pass(Duration.ofSeconds(1));
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.EXECUTING);
    assertThat(moving()).isTrue();

    assertThat(robot.stop(0)).isEqualTo(MethodStatus.OK);
    pass(Duration.ofSeconds(1));
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.READY);
    assertThat(robot.snapshot().reason()).isEqualTo(TransitionReason.EXTERNAL);
    assertThat(moving()).isFalse();
  }

  @Test
  void aStopTakesHundredsOfMillisecondsAndStaysExecutingMeanwhile() {
    run();
    passUntilFasterThan(100);

    robot.stop(0);
    Instant pressed = now;
    pass(Duration.ofMillis(100));
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.EXECUTING);
    while (robot.snapshot().task() == TaskState.EXECUTING) {
      pass(Duration.ofMillis(10));
    }

    assertThat(Duration.between(pressed, now))
        .isBetween(Duration.ofMillis(150), Duration.ofMillis(600));
  }

  @Test
  void aStoppedProgramGoesOnWhereItStood() {
    run();
    pass(Duration.ofSeconds(3));
    robot.stop(0);
    pass(Duration.ofSeconds(2));
    List<RobotSnapshot.Axis> stood = robot.snapshot().axes();

    robot.start();

    for (int axis = 0; axis < 6; axis++) {
      assertThat(robot.snapshot().axes().get(axis).position())
          .isEqualTo(stood.get(axis).position());
    }
    pass(Duration.ofSeconds(60));
    assertThat(robot.snapshot().cycles()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PickAndPlace_demo", "Weld_dry_run"})
  void aCycleTakesBetweenEightAndTwentySeconds(String program) {
    robot.loadByName(program);
    robot.start();
    passUntilCycle(1);
    Instant first = now;
    passUntilCycle(2);

    assertThat(Duration.between(first, now))
        .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(20));
  }

  @Test
  void anEmergencyStopStopsTheProgramAndItsReleaseStartsNothing() {
    run();
    passUntilFasterThan(100);

    robot.emergencyStop(true);
    pass(Duration.ofMillis(400));
    RobotSnapshot stopped = robot.snapshot();
    assertThat(stopped.task()).isEqualTo(TaskState.READY);
    assertThat(stopped.reason()).isEqualTo(TransitionReason.DIRECT);
    assertThat(stopped.onPath()).isFalse();
    assertThat(robot.start()).isEqualTo(MethodStatus.ACTIVE_ALARM);

    robot.emergencyStop(false);
    pass(Duration.ofMinutes(5));
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.READY);
    assertThat(robot.snapshot().axes()).isEqualTo(withTemperatures(stopped.axes()));
  }

  @Test
  void afterAnEmergencyStopItFirstMovesSlowlyBackToItsPath() {
    run();
    passUntilFasterThan(100);
    robot.emergencyStop(true);
    pass(Duration.ofSeconds(1));
    robot.emergencyStop(false);

    assertThat(robot.start()).isEqualTo(MethodStatus.OK);
    double fastest = 0;
    while (!robot.snapshot().onPath()) {
      pass(Duration.ofMillis(100));
      fastest = Math.max(fastest, fastestAxis());
    }

    assertThat(fastest).isBetween(1.0, 36.001);
  }

  @Test
  void aProtectiveStopKeepsItOnItsPathAndNeverRestartsIt() {
    run();
    passUntilFasterThan(60);

    robot.protectiveStop(true);
    pass(Duration.ofSeconds(1));
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.READY);
    assertThat(robot.snapshot().onPath()).isTrue();
    assertThat(robot.start()).isEqualTo(MethodStatus.ACTIVE_ALARM);

    robot.protectiveStop(false);
    pass(Duration.ofMinutes(1));
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.READY);
    assertThat(robot.start()).isEqualTo(MethodStatus.OK);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void anyModeButAutomaticExternalStopsItAndRefusesAStart(int mode) {
    run();
    pass(Duration.ofSeconds(1));

    robot.mode(mode);
    pass(Duration.ofSeconds(1));

    assertThat(robot.snapshot().task()).isEqualTo(TaskState.READY);
    assertThat(robot.start()).isEqualTo(MethodStatus.SYSTEM_STATE);
    robot.mode(4);
    pass(Duration.ofMinutes(1));
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.READY);
  }

  @Test
  void callsThatTheStateForbidsAnswerSystemStateAndChangeNothing() {
    assertUnchanged(robot::start, MethodStatus.SYSTEM_STATE);
    assertUnchanged(robot::unloadProgram, MethodStatus.SYSTEM_STATE);
    assertUnchanged(() -> robot.stop(0), MethodStatus.OK);
    assertUnchanged(() -> robot.loadByName("Rm_rf"), MethodStatus.UNEXPECTED_ERROR);

    run();
    pass(Duration.ofSeconds(1));
    assertUnchanged(robot::start, MethodStatus.SYSTEM_STATE);
    assertUnchanged(robot::unloadProgram, MethodStatus.SYSTEM_STATE);
    assertUnchanged(() -> robot.loadByName("Weld_dry_run"), MethodStatus.SYSTEM_STATE);
  }

  @Test
  void aStopModeTheRobotDoesNotHaveIsAnInvalidArgument() {
    assertThatThrownBy(() -> robot.stop(3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> robot.stop(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFedWatchdogStopsTheProgramAfterThreeSecondsOfSilence() {
    run();
    for (int second = 0; second < 10; second++) {
      robot.heartbeat();
      pass(Duration.ofSeconds(1));
    }
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.EXECUTING);

    pass(Duration.ofMillis(1900));
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.EXECUTING);
    pass(Duration.ofSeconds(1));
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.READY);
    assertThat(robot.snapshot().reason()).isEqualTo(TransitionReason.EXTERNAL);
  }

  @Test
  void aWatchdogThatWasNeverFedWatchesNothing() {
    run();
    pass(Duration.ofSeconds(30));
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.EXECUTING);
  }

  @Test
  void aSilenceWhileStandingDoesNotStopTheNextProgram() {
    robot.heartbeat();
    pass(Duration.ofSeconds(10));
    run();
    pass(Duration.ofSeconds(10));
    assertThat(robot.snapshot().task()).isEqualTo(TaskState.EXECUTING);
  }

  @Test
  void motorsWarmWithWorkAndCoolWithRest() {
    run();
    pass(Duration.ofMinutes(40));
    double warm = hottest();
    robot.stop(0);
    pass(Duration.ofMinutes(40));

    assertThat(warm).isBetween(45.0, 65.0);
    assertThat(hottest()).isBetween(22.9, 28.0);
  }

  @Test
  void powerIsNinetyWattIdleAndMoreWhileMovingAndTheCounterIsItsIntegral() {
    pass(Duration.ofSeconds(10));
    assertThat(robot.snapshot().power()).isBetween(86.0, 94.0);

    run();
    double before = robot.snapshot().energy();
    double wattSeconds = 0;
    for (int second = 0; second < 120; second++) {
      pass(Duration.ofSeconds(1));
      assertThat(robot.snapshot().power()).isBetween(90.0, 450.0);
      wattSeconds += robot.snapshot().power();
    }

    assertThat(wattSeconds / 120).isBetween(160.0, 400.0);
    assertThat(robot.snapshot().energy() - before)
        .isCloseTo(wattSeconds / 3600, Offset.offset(1e-6));
  }

  @Test
  void countersGoOnFromWhereTheyWere() {
    RobotBehaviour old = new RobotBehaviour(7, MORNING, new RobotCounters(123_456.5, 4711));
    assertThat(old.snapshot().energy()).isEqualTo(123_456.5);
    assertThat(old.snapshot().cycles()).isEqualTo(4711);
    old.tick(MORNING.plusSeconds(1));
    assertThat(old.counters().energy()).isGreaterThan(123_456.5);
  }

  @Test
  void theSameSeedLivesTheSameLifeHoweverItIsTicked() {
    RobotBehaviour coarse = new RobotBehaviour(7, MORNING, RobotCounters.NEW);
    coarse.loadByName(PICK);
    coarse.start();
    coarse.tick(MORNING.plusSeconds(100));

    run();
    List<Instant> ticks = new ArrayList<>();
    for (int i = 1; i <= 3000; i++) {
      ticks.add(MORNING.plusMillis(i * 37L));
    }
    ticks.stream().filter(t -> t.isBefore(MORNING.plusSeconds(100))).forEach(robot::tick);
    robot.tick(MORNING.plusSeconds(100));

    assertThat(robot.snapshot()).isEqualTo(coarse.snapshot());
  }

  @Test
  void anEarlierTimeChangesNothing() {
    run();
    pass(Duration.ofSeconds(2));
    RobotSnapshot before = robot.snapshot();
    robot.tick(MORNING);
    assertThat(robot.snapshot()).isEqualTo(before);
  }

  /** Random presses at random times: whatever happens, these hold. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverIsPressedTheRobotStaysWithinItsRules(long seed) {
    Random chance = new Random(seed);
    RobotSnapshot before = robot.snapshot();
    for (int press = 0; press < 2000; press++) {
      press(chance);
      int waits = chance.nextInt(20);
      for (int wait = 0; wait < waits; wait++) {
        pass(Duration.ofMillis(100));
        assertFollows(before, robot.snapshot());
        before = robot.snapshot();
      }
    }
    assertThat(before.cycles()).isPositive();
  }

  private void press(Random chance) {
    switch (chance.nextInt(12)) {
      case 0 -> robot.emergencyStop(chance.nextInt(4) == 0);
      case 1 -> robot.protectiveStop(chance.nextInt(4) == 0);
      case 2 -> robot.mode(chance.nextInt(4) == 0 ? chance.nextInt(4) : 4);
      case 3 -> robot.stop(chance.nextInt(3));
      case 4 -> robot.loadByName(chance.nextBoolean() ? PICK : "Weld_dry_run");
      case 5 -> robot.unloadProgram();
      case 6 -> robot.heartbeat();
      default -> robot.start();
    }
  }

  private static void assertFollows(RobotSnapshot before, RobotSnapshot after) {
    assertThat(after.energy()).isGreaterThan(before.energy());
    assertThat(after.cycles()).isBetween(before.cycles(), before.cycles() + 1);
    assertThat(after.power()).isBetween(80.0, 450.0);
    for (int axis = 0; axis < 6; axis++) {
      RobotSnapshot.Axis was = before.axes().get(axis);
      RobotSnapshot.Axis is = after.axes().get(axis);
      assertThat(Math.abs(is.speed())).isLessThanOrEqualTo(180);
      assertThat(Math.abs(is.position() - was.position())).isLessThanOrEqualTo(18.002);
      assertThat(is.position()).isBetween(-360.0, 360.0);
      assertThat(is.temperature()).isBetween(20.0, 70.0);
      if (after.task() != TaskState.EXECUTING) {
        assertThat(is.speed()).isZero();
      }
      if (after.task() != TaskState.EXECUTING && before.task() != TaskState.EXECUTING) {
        assertThat(is.position()).isEqualTo(was.position());
      }
    }
  }

  private void run() {
    robot.loadByName(PICK);
    robot.start();
  }

  private void pass(Duration time) {
    now = now.plus(time);
    robot.tick(now);
  }

  private void passUntilFasterThan(double degreesASecond) {
    while (fastestAxis() < degreesASecond) {
      pass(Duration.ofMillis(10));
    }
  }

  private void passUntilCycle(long cycle) {
    while (robot.snapshot().cycles() < cycle) {
      pass(Duration.ofMillis(10));
    }
  }

  private boolean moving() {
    return fastestAxis() > 0;
  }

  private double fastestAxis() {
    return robot.snapshot().axes().stream()
        .mapToDouble(a -> Math.abs(a.speed()))
        .max()
        .orElseThrow();
  }

  private double hottest() {
    return robot.snapshot().axes().stream()
        .mapToDouble(RobotSnapshot.Axis::temperature)
        .max()
        .orElseThrow();
  }

  /** The same places, with the temperatures of now. */
  private List<RobotSnapshot.Axis> withTemperatures(List<RobotSnapshot.Axis> places) {
    List<RobotSnapshot.Axis> axes = new ArrayList<>();
    for (int axis = 0; axis < 6; axis++) {
      RobotSnapshot.Axis place = places.get(axis);
      double warm = robot.snapshot().axes().get(axis).temperature();
      axes.add(new RobotSnapshot.Axis(place.position(), place.speed(), warm));
    }
    return axes;
  }

  private void assertUnchanged(Supplier<MethodStatus> call, MethodStatus answer) {
    RobotSnapshot before = robot.snapshot();
    assertThat(call.get()).isEqualTo(answer);
    assertThat(robot.snapshot()).isEqualTo(before);
  }
}
