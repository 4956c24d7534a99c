package fucina.simulators.line;

import static fucina.simulators.line.PackState.ABORTED;
import static fucina.simulators.line.PackState.ABORTING;
import static fucina.simulators.line.PackState.CLEARING;
import static fucina.simulators.line.PackState.COMPLETE;
import static fucina.simulators.line.PackState.EXECUTE;
import static fucina.simulators.line.PackState.HELD;
import static fucina.simulators.line.PackState.HOLDING;
import static fucina.simulators.line.PackState.IDLE;
import static fucina.simulators.line.PackState.RESETTING;
import static fucina.simulators.line.PackState.STARTING;
import static fucina.simulators.line.PackState.STOPPED;
import static fucina.simulators.line.PackState.STOPPING;
import static fucina.simulators.line.PackState.SUSPENDED;
import static fucina.simulators.line.PackState.SUSPENDING;
import static fucina.simulators.line.PackState.UNHOLDING;
import static fucina.simulators.line.PackState.UNSUSPENDING;

import fucina.simulators.machine.EnergyMeter;
import fucina.simulators.machine.Fault;
import fucina.simulators.machine.Watchdog;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

/**
 * A PackML line, behaving: states, speed, parts and scrap, a tool that wears, air and energy. It
 * lives in steps of 50 ms of the time handed in, and the same seed lives the same life however it
 * is ticked. Not safe for several threads: one thread ticks and commands it. A command takes effect
 * at the time of the last tick and answers 0 (done) or 1 (E_SystemState: not in this state; nothing
 * has changed).
 *
 * <p>A short lack of parts lets it stand in Execute; a longer one takes it through Suspended and
 * back, as PackML has it. From every other standing state it moves on a command only.
 */
public final class PackLineBehaviour {
  /** The unit mode in which it produces. */
  public static final int PRODUCE = 1;

  private static final int MANUAL = 3;

  /** Parts a minute it was designed for. */
  public static final double DESIGN_SPEED = 24;

  private static final Duration STEP = Duration.ofMillis(50);
  private static final double STEP_SECONDS = 0.05;
  private static final double PATIENCE_WITH_SUPPLY = 5;

  private static final Set<PackState> RUNNING =
      EnumSet.of(STARTING, EXECUTE, UNHOLDING, SUSPENDING, SUSPENDED, UNSUSPENDING);
  private static final Set<PackState> TURNING =
      EnumSet.of(STARTING, EXECUTE, UNHOLDING, UNSUSPENDING);
  private static final Set<PackState> DOWN = EnumSet.of(ABORTING, ABORTED, CLEARING);
  private static final Set<PackState> STANDING = EnumSet.of(STOPPED, IDLE, ABORTED, COMPLETE);

  private final Random chance;
  private final Supply supply;
  private final AirSupply air = new AirSupply();
  private final PartCounter parts;
  private final EnergyMeter meter;
  private final Watchdog watchdog = new Watchdog();
  private Instant time;
  private double wobble;
  private double ripple;

  private PackState state = STOPPED;
  private double inState;
  private double lacking;
  private double speed;
  private int mode = PRODUCE;
  private boolean remote = true;
  private boolean emergencyStop;

  /**
   * A line that stands Stopped, in Produce, its key on REMOTE.
   *
   * @param seed of all its chance
   * @param start when it is switched on
   * @param counters what its counters showed last
   */
  public PackLineBehaviour(long seed, Instant start, LineCounters counters) {
    this.chance = new Random(seed);
    this.supply = new Supply(chance);
    this.parts = new PartCounter(chance, counters);
    this.meter = new EnergyMeter(counters.energy(), 450);
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
      wobble = noise(0.01);
      ripple = noise(0.015);
    }
    if (watchdog.bites(time) && RUNNING.contains(state)) {
      enter(STOPPING);
    }
    inState += STEP_SECONDS;
    if (state.acting() && inState >= state.seconds()) {
      enter(state.next());
    }
    if (RUNNING.contains(state)) {
      supply.live(STEP_SECONDS);
      suspend();
    }
    turn();
    parts.pass(speed * STEP_SECONDS / 60);
    air.live(speed / DESIGN_SPEED, state == ABORTING || state == ABORTED, STEP_SECONDS);
    meter.add(watts() * (1 + ripple), STEP_SECONDS);
  }

  private void suspend() {
    boolean lack = supply.starved() || supply.blocked();
    lacking = lack && state == EXECUTE ? lacking + STEP_SECONDS : 0;
    if (lacking >= PATIENCE_WITH_SUPPLY) {
      enter(SUSPENDING);
    } else if (state == SUSPENDED && !lack) {
      enter(UNSUSPENDING);
    }
  }

  private void turn() {
    boolean fed = !supply.starved() && !supply.blocked();
    double goal = TURNING.contains(state) && fed ? DESIGN_SPEED * (1 + wobble) : 0;
    double slowing = state == ABORTING ? 60 : 16;
    if (goal > speed) {
      speed = Math.min(goal, speed + 12 * STEP_SECONDS);
    } else {
      speed = Math.max(goal, speed - slowing * STEP_SECONDS);
    }
  }

  private double watts() {
    if (DOWN.contains(state)) {
      return 320;
    }
    double drives = state == STOPPED || state == COMPLETE ? 0 : 380;
    return 450 + drives + 1400 * speed / DESIGN_SPEED;
  }

  private double noise(double size) {
    return size * Math.max(-3, Math.min(3, chance.nextGaussian()));
  }

  private void enter(PackState next) {
    state = next;
    inState = 0;
    lacking = 0;
  }

  /** Its sensors at the last tick. */
  public LineSnapshot snapshot() {
    LineCounters counters = counters();
    return new LineSnapshot(
        time,
        state,
        mode,
        rounded(speed, 100),
        RUNNING.contains(state) && supply.starved(),
        RUNNING.contains(state) && supply.blocked(),
        counters.produced(),
        counters.defective(),
        rounded(air.pressure() * (1 + wobble / 10), 1000),
        rounded(air.flow() * (1 + ripple), 10),
        meter.power(),
        meter.energy(),
        remote,
        emergencyStop);
  }

  private static double rounded(double value, double steps) {
    return Math.round(value * steps) / steps;
  }

  /** Its counters at the last tick, to be kept. */
  public LineCounters counters() {
    return parts.counters(meter.counted());
  }

  /** Stopped or Complete: Resetting, then Idle; a worn tool is changed meanwhile. */
  public int reset() {
    int answer = move(remote && (state == STOPPED || state == COMPLETE), RESETTING);
    if (answer == 0) {
      parts.changeWornTool();
    }
    return answer;
  }

  /** Idle: Starting, then Execute; only on REMOTE and in Produce. */
  public int start() {
    return move(remote && mode == PRODUCE && state == IDLE, STARTING);
  }

  /**
   * Stopping, then Stopped, from any state but the aborted ones and Clearing; on LOCAL too. What is
   * stopped or stopping stays so: a stop may always be pressed again.
   */
  public int stop() {
    if (state == STOPPING || state == STOPPED) {
      return 0;
    }
    return move(!DOWN.contains(state), STOPPING);
  }

  /** Execute and its neighbours: Holding, then Held; on LOCAL too. */
  public int hold() {
    if (state == HOLDING || state == HELD) {
      return 0;
    }
    return move(RUNNING.contains(state), HOLDING);
  }

  /** Held: Unholding, then Execute; only on REMOTE. */
  public int unhold() {
    return move(remote && state == HELD, UNHOLDING);
  }

  /** Aborted, and no emergency stop pressed: Clearing, then Stopped; only on REMOTE. */
  public int clear() {
    return move(remote && !emergencyStop && state == ABORTED, CLEARING);
  }

  /** Any state: Aborting, then Aborted; on LOCAL too. */
  public int abort() {
    if (state == ABORTING || state == ABORTED) {
      return 0;
    }
    return move(true, ABORTING);
  }

  private int move(boolean allowed, PackState next) {
    if (!allowed) {
      return 1;
    }
    enter(next);
    return 0;
  }

  /** The remote side says it is still there. */
  public void heartbeat() {
    watchdog.feed(time);
  }

  /** Something goes wrong with it, or right again; false where a line has no such fault now. */
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.EmergencyStop stop) {
      emergencyStop(stop.pressed());
    } else if (fault instanceof Fault.RemoteControl key) {
      remote(key.remote());
    } else if (fault instanceof Fault.OperatingMode chosen) {
      return chosen.mode() <= MANUAL && mode(chosen.mode());
    } else if (fault instanceof Fault.CountersReset) {
      parts.beginAgain();
    } else {
      return supply.suffer(fault) || meter.suffer(fault);
    }
    return true;
  }

  /** The emergency stop is pressed (the line aborts) or released (nothing moves). */
  public void emergencyStop(boolean pressed) {
    emergencyStop = pressed;
    if (pressed) {
      abort();
    }
  }

  /** The local key is turned to REMOTE or LOCAL; what runs goes on. */
  public void remote(boolean remote) {
    this.remote = remote;
  }

  /**
   * The unit mode is chosen at the line: 0 Invalid, 1 Produce, 2 Maintenance, 3 Manual.
   *
   * @return false where the line does not stand: the mode stays
   * @throws IllegalArgumentException for any other mode
   */
  public boolean mode(int mode) {
    if (mode < 0 || mode > MANUAL) {
      throw new IllegalArgumentException("no such unit mode: " + mode);
    }
    if (STANDING.contains(state)) {
      this.mode = mode;
    }
    return this.mode == mode;
  }
}
