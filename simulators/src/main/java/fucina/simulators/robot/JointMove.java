package fucina.simulators.robot;

/**
 * One straight way in joint space, all axes starting and arriving together: the widest one speeds
 * up, cruises and slows down as a trapezoid, the others follow in proportion. Not safe for several
 * threads.
 */
final class JointMove {
  /** No axis ever turns faster, degrees a second. */
  static final double GREATEST_SPEED = 180;

  private static final double ACCELERATION = 420;

  private final Joints from;
  private final Joints to;
  private final double widest;
  private final double cruise;
  private double travelled;
  private double speed;
  private double acceleration;

  /**
   * A move that stands at its beginning.
   *
   * @param pace share of the greatest speed, 0 to 1
   */
  JointMove(Joints from, Joints to, double pace) {
    this.from = from;
    this.to = to;
    this.widest = from.widest(to);
    this.cruise = GREATEST_SPEED * pace;
  }

  /** Goes on for some seconds. */
  void advance(double seconds) {
    double arriving = Math.sqrt(2 * ACCELERATION * Math.max(0, widest - travelled));
    step(Math.min(Math.min(speed + ACCELERATION * seconds, cruise), arriving), seconds);
  }

  /**
   * Slows down for some seconds.
   *
   * @param deceleration degrees a second, each second
   */
  void brake(double deceleration, double seconds) {
    step(Math.max(0, speed - deceleration * seconds), seconds);
  }

  private void step(double nextSpeed, double seconds) {
    double way = (speed + nextSpeed) / 2 * seconds;
    acceleration = (nextSpeed - speed) / seconds;
    if (travelled + way >= widest) {
      travelled = widest;
      speed = 0;
    } else {
      travelled += way;
      speed = nextSpeed;
    }
  }

  boolean arrived() {
    return travelled >= widest;
  }

  boolean atRest() {
    return speed == 0;
  }

  Joints position() {
    return arrived() ? to : from.towards(to, travelled / widest);
  }

  /** Degrees a second of one axis. */
  double speed(int axis) {
    return speed * part(axis);
  }

  /** Degrees a second, each second, of one axis. */
  double acceleration(int axis) {
    return atRest() ? 0 : acceleration * part(axis);
  }

  private double part(int axis) {
    return widest == 0 ? 0 : (to.angle(axis) - from.angle(axis)) / widest;
  }
}
