package fucina.simulators.robot;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The arm: where it stands, how it moves, what its motors draw and how warm they get. A motor's
 * losses grow with the square of its torque; its case warms towards them and cools towards the room
 * exponentially. Brakes hold a standing arm, at no cost. Not safe for several threads.
 */
final class Arm {
  private static final double ROOM = 23;
  private static final double WARMING_SECONDS = 420;
  private static final double DRIVES_ON = 56;

  /** °C a motor would reach above the room at full torque, for ever. */
  private static final double[] RISE = {420, 420, 340, 480, 600, 420};

  private static final double[] GRAVITY = {0, 0.55, 0.38, 0.10, 0.04, 0};
  private static final double[] FRICTION = {0.30, 0.26, 0.28, 0.30, 0.28, 0.30};
  private static final double[] INERTIA = {0.55, 0.50, 0.40, 0.30, 0.25, 0.25};
  private static final double[] MECHANICAL_WATTS = {520, 500, 380, 200, 160, 160};
  private static final double[] HEATING_WATTS = {70, 80, 60, 35, 30, 30};

  private final double[] temperatures = new double[Joints.COUNT];
  private JointMove move = new JointMove(RobotProgram.HOME, RobotProgram.HOME, 1);
  private double payload;
  private double draw;

  /** An arm in its delivery position, its motors a little above the room's temperature. */
  Arm(Random chance) {
    for (int axis = 0; axis < Joints.COUNT; axis++) {
      temperatures[axis] = ROOM + 2 + 4 * chance.nextDouble();
    }
  }

  /** Turns towards another place; it must stand. */
  void head(Joints place, double pace, double load) {
    move = new JointMove(move.position(), place, pace);
    payload = load;
  }

  JointMove move() {
    return move;
  }

  /** Lets the motors work and warm for some seconds. */
  void live(boolean brakesOpen, double seconds) {
    draw = brakesOpen ? DRIVES_ON : 0;
    for (int axis = 0; axis < Joints.COUNT; axis++) {
      double torque = brakesOpen ? torque(axis) : 0;
      double turning = Math.abs(move.speed(axis)) / JointMove.GREATEST_SPEED;
      draw += MECHANICAL_WATTS[axis] * torque * turning + HEATING_WATTS[axis] * torque * torque;
      double goal = ROOM + RISE[axis] * torque * torque;
      temperatures[axis] += (goal - temperatures[axis]) * seconds / WARMING_SECONDS;
    }
  }

  /** W the arm draws now, beside the controller. */
  double draw() {
    return draw;
  }

  List<RobotSnapshot.Axis> axes() {
    Joints place = move.position();
    List<RobotSnapshot.Axis> axes = new ArrayList<>(Joints.COUNT);
    for (int axis = 0; axis < Joints.COUNT; axis++) {
      axes.add(
          new RobotSnapshot.Axis(
              rounded(place.angle(axis), 1000),
              rounded(move.speed(axis), 1000),
              rounded(temperatures[axis], 10)));
    }
    return axes;
  }

  private double torque(int axis) {
    double carried = 0.6 + 0.4 * payload;
    double turning = Math.abs(move.speed(axis)) / JointMove.GREATEST_SPEED;
    double pushing = Math.abs(move.acceleration(axis)) / 420;
    return GRAVITY[axis] * carried * lever(axis)
        + FRICTION[axis] * turning
        + INERTIA[axis] * carried * pushing;
  }

  /** How far the links behind an axis reach out sideways, 0 to 1. */
  private double lever(int axis) {
    Joints place = move.position();
    return switch (axis) {
      case 1 -> Math.abs(Math.cos(Math.toRadians(place.a2())));
      case 2 -> Math.abs(Math.cos(Math.toRadians(place.a2() + place.a3())));
      default -> 1;
    };
  }

  private static double rounded(double value, double steps) {
    return Math.round(value * steps) / steps;
  }
}
