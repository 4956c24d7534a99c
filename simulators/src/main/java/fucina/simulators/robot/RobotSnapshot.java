package fucina.simulators.robot;

import java.time.Instant;
import java.util.List;

/**
 * What the robot's sensors say at one instant.
 *
 * @param at that instant
 * @param mode OperationalMode, 0 to 4; 4 is AUTOMATIC_EXTERNAL
 * @param emergencyStop the emergency stop is pressed
 * @param protectiveStop a protective device holds the robot
 * @param task the task control's state
 * @param reason why it last changed
 * @param program the loaded program's name, empty without one
 * @param axes axis 1 to 6
 * @param onPath false after an emergency stop, until the robot has moved back to its path
 * @param speedOverride %
 * @param power W, mean of the last whole second; NaN while the meter cannot be read
 * @param energy Wh since the robot was built; never decreases; NaN as power
 * @param cycles program cycles finished since the robot was built
 * @param beacon whether the light and horn that warn the room are on
 */
public record RobotSnapshot(
    Instant at,
    int mode,
    boolean emergencyStop,
    boolean protectiveStop,
    TaskState task,
    TransitionReason reason,
    String program,
    List<Axis> axes,
    boolean onPath,
    double speedOverride,
    double power,
    double energy,
    long cycles,
    boolean beacon) {

  public RobotSnapshot {
    axes = List.copyOf(axes);
  }

  /**
   * One axis.
   *
   * @param position degrees, -360 to 360
   * @param speed degrees a second, at most 180 either way
   * @param temperature of its motor, °C, in steps of 0.1; NaN without a sensor
   */
  public record Axis(double position, double speed, double temperature) {}
}
