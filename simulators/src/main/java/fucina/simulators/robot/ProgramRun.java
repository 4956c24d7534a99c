package fucina.simulators.robot;

import java.util.List;
import java.util.Optional;

/**
 * The program an arm runs: from waypoint to waypoint, round and round, until it is braked. It moves
 * only while it is told to {@link #advance}.
 */
final class ProgramRun {
  private static final double REPOSITIONING_PACE = 0.2;

  private final Arm arm;
  private Optional<RobotProgram> program = Optional.empty();
  private int target;
  private double dwell;
  private double braking;
  private boolean cycleBegun;
  private boolean onPath = true;
  private long cycles;

  /**
   * An arm without a program.
   *
   * @param cycles it has run before
   */
  ProgramRun(Arm arm, long cycles) {
    this.arm = arm;
    this.cycles = cycles;
  }

  /** Goes on for a moment; whether it has been braked to rest in it. */
  boolean advance(double seconds) {
    if (braking > 0) {
      arm.move().brake(braking, seconds);
      return arm.move().atRest() && rest();
    }
    if (dwell > 0) {
      dwell -= seconds;
    } else if (arm.move().arrived()) {
      target = (target + 1) % waypoints().size();
      head();
    } else {
      arm.move().advance(seconds);
      if (arm.move().arrived()) {
        arrive();
      }
    }
    return false;
  }

  private boolean rest() {
    braking = 0;
    dwell = 0;
    return true;
  }

  private void arrive() {
    onPath = true;
    dwell = waypoint().dwell();
    if (target == 0) {
      cycles += cycleBegun ? 1 : 0;
      cycleBegun = true;
    }
  }

  /** Heads for the waypoint it was on its way to. */
  void head() {
    double pace = onPath ? waypoint().pace() : REPOSITIONING_PACE;
    arm.head(waypoint().joints(), pace, waypoint().payload());
    if (arm.move().arrived()) {
      arrive();
    }
  }

  private List<RobotProgram.Waypoint> waypoints() {
    return program.orElseThrow().waypoints();
  }

  private RobotProgram.Waypoint waypoint() {
    return waypoints().get(target);
  }

  /** Brakes; whether that is harder than it is braked already. */
  boolean brake(double deceleration) {
    boolean harder = deceleration > braking;
    braking = Math.max(braking, deceleration);
    return harder;
  }

  /** Takes a program, to be run from its beginning; empty for none. */
  void load(Optional<RobotProgram> loaded) {
    program = loaded;
    if (loaded.isPresent()) {
      toStart();
    }
  }

  /** The next run begins at the beginning. */
  void toStart() {
    target = 0;
    cycleBegun = false;
  }

  /** It was torn off its path; it finds back slowly. */
  void leavePath() {
    onPath = false;
    toStart();
  }

  /** The loaded program's name; empty where there is none. */
  String name() {
    return program.map(RobotProgram::name).orElse("");
  }

  boolean onPath() {
    return onPath;
  }

  long cycles() {
    return cycles;
  }

  void resetCycles() {
    cycles = 0;
  }
}
