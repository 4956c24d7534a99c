package fucina.simulators.robot;

import fucina.simulators.machine.Deed;
import fucina.simulators.machine.EnergyMeter;
import fucina.simulators.machine.Fault;
import fucina.simulators.machine.Journal;
import fucina.simulators.machine.Watchdog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A six-axis robot, behaving: the task control of OPC 40010-1 1.02, the axes, the motors' heat, the
 * power and the energy. It lives in steps of 10 ms of the time handed in, and the same seed lives
 * the same life however it is ticked. A command takes effect at the time of the last tick. Not safe
 * for several threads: one thread ticks and commands it.
 *
 * <p>It moves only while Executing. Nothing but {@link #start} makes it move: not the release of a
 * stop, not a turn of the key, not a reconnect.
 */
public final class RobotBehaviour {
  /** The mode in which a client may start it: AUTOMATIC_EXTERNAL. */
  public static final int AUTOMATIC_EXTERNAL = 4;

  /** The stop modes beside 0 (the default, controlled). */
  public static final int CONTROLLED_STOP = 1;

  public static final int QUICK_STOP = 2;

  private static final Duration STEP = Duration.ofMillis(10);
  private static final double STEP_SECONDS = 0.01;
  private static final double CONTROLLER_WATTS = 90;
  private static final double CONTROLLED_BRAKING = 420;
  private static final double QUICK_BRAKING = 700;
  private static final double EMERGENCY_BRAKING = 900;

  private final Random chance;
  private final Arm arm;
  private final ProgramRun run;
  private final EnergyMeter meter;
  private final Watchdog watchdog = new Watchdog();
  private final RobotSenses senses = new RobotSenses();
  private final Journal journal = new Journal();
  private Instant time;
  private double ripple;

  private int mode = AUTOMATIC_EXTERNAL;
  private boolean emergencyStop;
  private boolean protectiveStop;
  private TaskState task = TaskState.IDLE;
  private TransitionReason reason = TransitionReason.UNKNOWN;
  private TransitionReason stopReason = TransitionReason.UNKNOWN;
  private boolean beacon;

  /**
   * A robot that stands Idle in AUTOMATIC_EXTERNAL.
   *
   * @param seed of all its chance
   * @param start when it is switched on
   * @param counters what its counters showed last
   */
  public RobotBehaviour(long seed, Instant start, RobotCounters counters) {
    this.chance = new Random(seed);
    this.arm = new Arm(chance);
    this.meter = new EnergyMeter(counters.energy(), CONTROLLER_WATTS);
    this.run = new ProgramRun(arm, counters.cycles());
    this.time = start;
  }

  /** Lets it live until {@code now}; an earlier time changes nothing. */
  public void tick(Instant now) {
    while (!time.plus(STEP).isAfter(now)) {
      time = time.plus(STEP);
      step();
    }
  }

  private void step() {
    if (time.toEpochMilli() / 1000 != time.minus(STEP).toEpochMilli() / 1000) {
      ripple = Math.max(-4, Math.min(4, 1.5 * chance.nextGaussian()));
    }
    if (watchdog.bites(time)) {
      halt(TransitionReason.EXTERNAL, CONTROLLED_BRAKING);
    }
    if (task == TaskState.EXECUTING && run.advance(STEP_SECONDS)) {
      task = TaskState.READY;
      reason = stopReason;
    }
    arm.live(task == TaskState.EXECUTING, STEP_SECONDS);
    meter.add(CONTROLLER_WATTS + ripple + arm.draw(), STEP_SECONDS);
  }

  private void halt(TransitionReason why, double deceleration) {
    if (task == TaskState.EXECUTING && run.brake(deceleration)) {
      stopReason = why;
    }
  }

  /** Its sensors at the last tick. */
  public RobotSnapshot snapshot() {
    return new RobotSnapshot(
        time,
        mode,
        emergencyStop,
        protectiveStop,
        task,
        reason,
        run.name(),
        senses.axes(arm.axes()),
        senses.onPath(run.onPath()),
        100,
        meter.power(),
        meter.energy(),
        run.cycles(),
        beacon);
  }

  /** What it was made to do, oldest first. */
  public List<Deed> journal() {
    return journal.deeds();
  }

  /** Its counters at the last tick, to be kept. */
  public RobotCounters counters() {
    return new RobotCounters(meter.counted(), run.cycles());
  }

  /**
   * Loads a program from the controller, to be started from its beginning; also in place of another
   * that stands still. A name the controller does not have is UNEXPECTED_ERROR: the standard's list
   * has no closer word, and the call itself is Good.
   */
  public MethodStatus loadByName(String name) {
    if (task == TaskState.EXECUTING) {
      return MethodStatus.SYSTEM_STATE;
    }
    Optional<RobotProgram> found = RobotProgram.named(name);
    if (found.isEmpty()) {
      return MethodStatus.UNEXPECTED_ERROR;
    }
    run.load(found);
    task = TaskState.READY;
    reason = TransitionReason.EXTERNAL;
    return MethodStatus.OK;
  }

  /** Unloads the program that stands still. */
  public MethodStatus unloadProgram() {
    if (task != TaskState.READY) {
      return MethodStatus.SYSTEM_STATE;
    }
    run.load(Optional.empty());
    task = TaskState.IDLE;
    reason = TransitionReason.EXTERNAL;
    return MethodStatus.OK;
  }

  /** Starts the loaded program, or goes on with it where it was stopped. */
  public MethodStatus start() {
    if (emergencyStop || protectiveStop) {
      return MethodStatus.ACTIVE_ALARM;
    }
    if (mode != AUTOMATIC_EXTERNAL || task != TaskState.READY) {
      return MethodStatus.SYSTEM_STATE;
    }
    task = TaskState.EXECUTING;
    reason = TransitionReason.EXTERNAL;
    journal.note(time, "start");
    run.head();
    return MethodStatus.OK;
  }

  /**
   * Brings the program to rest; Ready when the axes stand. Stopping what already stands or is
   * already stopping is OK and changes nothing: a stop may always be pressed again.
   *
   * @param stopMode 0, {@link #CONTROLLED_STOP} or {@link #QUICK_STOP}
   * @throws IllegalArgumentException for any other mode
   */
  public MethodStatus stop(long stopMode) {
    if (stopMode < 0 || stopMode > QUICK_STOP) {
      throw new IllegalArgumentException("no such stop mode: " + stopMode);
    }
    journal.note(time, "stop");
    halt(TransitionReason.EXTERNAL, stopMode == QUICK_STOP ? QUICK_BRAKING : CONTROLLED_BRAKING);
    return MethodStatus.OK;
  }

  /** The light and horn that warn the room are switched. */
  public void beacon(boolean on) {
    beacon = on;
    journal.note(time, on ? "beacon on" : "beacon off");
  }

  /** The remote side says it is still there. */
  public void heartbeat() {
    watchdog.feed(time);
  }

  /** Something goes wrong with it, or right again; false where a robot has no such fault. */
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.EmergencyStop stop) {
      emergencyStop(stop.pressed());
    } else if (fault instanceof Fault.ProtectiveStop stop) {
      protectiveStop(stop.active());
    } else if (fault instanceof Fault.OperatingMode key && key.mode() <= AUTOMATIC_EXTERNAL) {
      mode(key.mode());
    } else if (fault instanceof Fault.CountersReset) {
      run.resetCycles();
    } else {
      return senses.suffer(fault) || meter.suffer(fault);
    }
    return true;
  }

  /** The emergency stop is pressed (the program stops, off its path) or released. */
  public void emergencyStop(boolean pressed) {
    emergencyStop = pressed;
    if (pressed && task == TaskState.EXECUTING) {
      halt(TransitionReason.DIRECT, EMERGENCY_BRAKING);
      run.leavePath();
    }
  }

  /** A protective device stops the program, on its path, or is clear again. */
  public void protectiveStop(boolean active) {
    protectiveStop = active;
    if (active) {
      halt(TransitionReason.DIRECT, QUICK_BRAKING);
    }
  }

  /**
   * The key is turned. Any mode but AUTOMATIC_EXTERNAL stops a running program.
   *
   * @param mode 0 to 4
   * @throws IllegalArgumentException for any other mode
   */
  public void mode(int mode) {
    if (mode < 0 || mode > AUTOMATIC_EXTERNAL) {
      throw new IllegalArgumentException("no such operational mode: " + mode);
    }
    this.mode = mode;
    if (mode != AUTOMATIC_EXTERNAL) {
      halt(TransitionReason.DIRECT, CONTROLLED_BRAKING);
    }
  }
}
