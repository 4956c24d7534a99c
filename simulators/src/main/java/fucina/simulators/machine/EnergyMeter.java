package fucina.simulators.machine;

/**
 * An energy meter on a machine's supply: it integrates the power, so the counter and the power it
 * shows always agree, unless it was told to fail. Not safe for several threads.
 */
public final class EnergyMeter {
  private static final double SECONDS_AN_HOUR = 3600;
  private static final double WHOLE_SECOND = 1 - 1e-6;

  private double counted;
  private double power;
  private double joules;
  private double seconds;
  private boolean lost;
  private boolean asFloat;

  /**
   * A meter as it was left.
   *
   * @param energy Wh, what its counter shows
   * @param power W, what it shows until it has measured for a second
   */
  public EnergyMeter(double energy, double power) {
    this.counted = energy;
    this.power = power;
  }

  /**
   * Lets power flow.
   *
   * @param watts not negative
   * @param during seconds
   */
  public void add(double watts, double during) {
    counted += watts * during / SECONDS_AN_HOUR;
    joules += watts * during;
    seconds += during;
    if (seconds >= WHOLE_SECOND) {
      power = joules / seconds;
      joules = 0;
      seconds = 0;
    }
  }

  /** Goes wrong, or right again; false where it is no fault of a meter. */
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.EnergyJump jump) {
      counted = Math.max(0, counted + jump.wattHours());
    } else if (fault instanceof Fault.EnergyLost gone) {
      lost = gone.lost();
    } else if (fault instanceof Fault.EnergyAsFloat rounded) {
      asFloat = rounded.on();
    } else {
      return false;
    }
    return true;
  }

  /** Wh counted, to be kept; never decreases but by {@link Fault.EnergyJump}. */
  public double counted() {
    return counted;
  }

  /** Wh as shown; NaN while it cannot be read. */
  public double energy() {
    if (lost) {
      return Double.NaN;
    }
    return asFloat ? (float) counted : counted;
  }

  /** W, mean of the last whole second; NaN while it cannot be read. */
  public double power() {
    return lost ? Double.NaN : power;
  }
}
