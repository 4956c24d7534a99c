package fucina.simulators.printer;

/**
 * A heated mass with a resistor in it and air around it, of first order, kept at its target by a
 * proportional controller that knows the losses: it never overshoots by more than a step heats.
 */
final class Heater {
  static final double ROOM = 23;

  /** °C below the target from where on it gives less than all it has. */
  private static final double BAND = 6;

  private final double watts;
  private final double capacity;
  private final double loss;

  private double temperature = ROOM;
  private double target;
  private double duty;

  /**
   * A heater as cold as the room.
   *
   * @param watts the most it gives
   * @param capacity J/K
   * @param loss W/K to the room
   */
  Heater(double watts, double capacity, double loss) {
    this.watts = watts;
    this.capacity = capacity;
    this.loss = loss;
  }

  /** A hot end: 45 W, 2.5 °C/s when cold. */
  static Heater nozzle() {
    return new Heater(45, 17, 0.06);
  }

  /** A bed: 260 W, 0.4 °C/s when cold. */
  static Heater bed() {
    return new Heater(260, 640, 1.05);
  }

  /**
   * Lets it heat, or cool.
   *
   * @param seconds small against its time constants
   * @param drawn W that molten plastic or moving air takes from it
   */
  void step(double seconds, double drawn) {
    double leaving = loss * (temperature - ROOM) + drawn;
    duty = target <= 0 ? 0 : clamp((leaving + watts * (target - temperature) / BAND) / watts);
    double next = temperature + (duty * watts - leaving) * seconds / capacity;
    temperature = Math.max(next, ROOM);
  }

  private static double clamp(double share) {
    return Math.max(0, Math.min(1, share));
  }

  void aim(double celsius) {
    target = celsius;
  }

  double temperature() {
    return temperature;
  }

  double target() {
    return target;
  }

  /** Share of its power it gives now, 0 to 1. */
  double duty() {
    return duty;
  }

  double power() {
    return duty * watts;
  }

  /** Hot enough to print, or asked for nothing. */
  boolean ready() {
    return temperature >= target - 1.5;
  }
}
