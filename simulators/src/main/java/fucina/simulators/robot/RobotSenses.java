package fucina.simulators.robot;

import fucina.simulators.machine.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** What a robot's sensors get wrong on purpose. Not safe for several threads. */
final class RobotSenses {
  private final OptionalDouble[] hot = new OptionalDouble[Joints.COUNT];
  private boolean noTemperature;
  private boolean offPath;

  RobotSenses() {
    Arrays.fill(hot, OptionalDouble.empty());
  }

  /** Goes wrong, or right again; false where it is no fault of a sensor. */
  boolean suffer(Fault fault) {
    if (fault instanceof Fault.HotMotor motor) {
      hot[motor.axis() - 1] = motor.celsius();
    } else if (fault instanceof Fault.NoTemperature none) {
      noTemperature = none.missing();
    } else if (fault instanceof Fault.OffPath off) {
      offPath = off.off();
    } else {
      return false;
    }
    return true;
  }

  boolean onPath(boolean truth) {
    return truth && !offPath;
  }

  List<RobotSnapshot.Axis> axes(List<RobotSnapshot.Axis> truth) {
    List<RobotSnapshot.Axis> said = new ArrayList<>(truth.size());
    for (int axis = 0; axis < truth.size(); axis++) {
      RobotSnapshot.Axis real = truth.get(axis);
      double felt = noTemperature ? Double.NaN : hot[axis].orElse(real.temperature());
      said.add(new RobotSnapshot.Axis(real.position(), real.speed(), felt));
    }
    return said;
  }
}
