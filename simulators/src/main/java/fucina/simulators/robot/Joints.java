package fucina.simulators.robot;

/**
 * The angles of the six axes.
 *
 * @param a1 axis 1, degrees; likewise the others
 */
record Joints(double a1, double a2, double a3, double a4, double a5, double a6) {
  static final int COUNT = 6;

  /** The angle of an axis, 0 to 5. */
  double angle(int axis) {
    return switch (axis) {
      case 0 -> a1;
      case 1 -> a2;
      case 2 -> a3;
      case 3 -> a4;
      case 4 -> a5;
      case 5 -> a6;
      default -> throw new IndexOutOfBoundsException(axis);
    };
  }

  /** The point at a share of the straight way to another, in joint space. */
  Joints towards(Joints other, double share) {
    return new Joints(
        between(a1, other.a1, share),
        between(a2, other.a2, share),
        between(a3, other.a3, share),
        between(a4, other.a4, share),
        between(a5, other.a5, share),
        between(a6, other.a6, share));
  }

  /** The widest way any axis has to another point, degrees. */
  double widest(Joints other) {
    double widest = 0;
    for (int axis = 0; axis < COUNT; axis++) {
      widest = Math.max(widest, Math.abs(other.angle(axis) - angle(axis)));
    }
    return widest;
  }

  private static double between(double from, double to, double share) {
    return from + (to - from) * share;
  }
}
