package fucina.simulators.opcua;

import static fucina.simulators.opcua.Vocabulary.DI;
import static fucina.simulators.opcua.Vocabulary.ECM;
import static fucina.simulators.opcua.Vocabulary.MACHINERY;
import static fucina.simulators.opcua.Vocabulary.ROBOTICS;

import fucina.simulators.robot.RobotBehaviour;
import fucina.simulators.robot.RobotSnapshot;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EnumValueType;

/**
 * The robot's tree, as OPC 40010-1 1.02 lays it out. The task control's CurrentState is a String
 * with the state's name, for clients that know no localized text.
 *
 * @param device the robot
 * @param tree where it grows
 * @param actions how its methods reach the robot
 */
record RobotTree(RobotDevice device, NodeTree tree, Actions actions) {
  private static final String TASK = "Controllers.C1.TaskControls.T1";
  private static final String MACHINE = TASK + ".TaskControlOperation.TaskControlStateMachine";
  private static final String ROBOT = "MotionDevices.M1";

  void layOut() {
    NodeId deviceSet = tree.folder(DI, 5001, "DeviceSet");
    NodeId machines = tree.folder(MACHINERY, 1001, "Machines");
    tree.organize(machines, tree.machine("R1", deviceSet, StandardType.MOTION_DEVICE_SYSTEM));
    tree.object("MotionDevices", ROBOTICS, StandardType.FOLDER);
    layOutArm();
    tree.object("Controllers", ROBOTICS, StandardType.FOLDER);
    tree.object("Controllers.C1", tree.own(), StandardType.CONTROLLER);
    layOutTask();
    if (device.controlled()) {
      layOutOperation();
      layOutMethods();
      tree.lock();
    }
    tree.object("Controllers.C1.Watchdog", tree.own(), StandardType.OBJECT);
    tree.heartbeat(
        "Controllers.C1.Watchdog.Heartbeat", () -> actions.later(() -> device.robot().heartbeat()));
    tree.object("Controllers.C1.Outputs", tree.own(), StandardType.FOLDER);
    tree.output(
        "Controllers.C1.Outputs.Beacon",
        () -> device.seen().beacon(),
        on -> actions.later(() -> device.robot().beacon(on)));
    layOutSafety();
    layOutEnergy();
  }

  private void layOutArm() {
    tree.object(ROBOT, tree.own(), StandardType.MOTION_DEVICE);
    tree.property(
        ROBOT + ".Manufacturer", DI, NodeIds.LocalizedText, LocalizedText.english("Fucina"));
    tree.property(
        ROBOT + ".Model",
        DI,
        NodeIds.LocalizedText,
        LocalizedText.english("Six-axis robot, simulated"));
    tree.property(ROBOT + ".ProductCode", DI, NodeIds.String, "FUC-R6");
    tree.property(ROBOT + ".SerialNumber", DI, NodeIds.String, device.serialNumber());
    tree.property(ROBOT + ".MotionDeviceCategory", ROBOTICS, NodeIds.Int32, 1);
    tree.object(ROBOT + ".ParameterSet", DI, StandardType.OBJECT);
    tree.variable(
        ROBOT + ".ParameterSet.SpeedOverride",
        ROBOTICS,
        changing(NodeIds.Double, RobotSnapshot::speedOverride).in(Unit.PERCENT).within(0, 100));
    tree.variable(
        ROBOT + ".ParameterSet.OnPath", ROBOTICS, changing(NodeIds.Boolean, RobotSnapshot::onPath));
    tree.object(ROBOT + ".Axes", ROBOTICS, StandardType.FOLDER);
    tree.object(ROBOT + ".PowerTrains", ROBOTICS, StandardType.FOLDER);
    for (int axis = 0; axis < device.seen().axes().size(); axis++) {
      layOutAxis(axis);
    }
  }

  private void layOutAxis(int axis) {
    int number = axis + 1;
    String at = ROBOT + ".Axes.A" + number;
    tree.object(at, tree.own(), StandardType.AXIS);
    tree.property(at + ".MotionProfile", ROBOTICS, NodeIds.Int32, 1);
    tree.object(at + ".ParameterSet", DI, StandardType.OBJECT);
    tree.variable(
        at + ".ParameterSet.ActualPosition",
        ROBOTICS,
        measured(100, NodeIds.Double, s -> s.axes().get(axis).position())
            .in(Unit.DEGREE)
            .within(-360, 360));
    tree.variable(
        at + ".ParameterSet.ActualSpeed",
        ROBOTICS,
        measured(100, NodeIds.Double, s -> s.axes().get(axis).speed())
            .in(Unit.DEGREE_PER_SECOND)
            .within(-180, 180));
    String train = ROBOT + ".PowerTrains.P" + number;
    String motor = train + ".Motor" + number;
    tree.object(train, tree.own(), StandardType.OBJECT);
    tree.object(motor, tree.own(), StandardType.MOTOR);
    tree.object(motor + ".ParameterSet", DI, StandardType.OBJECT);
    tree.variable(
        motor + ".ParameterSet.MotorTemperature",
        ROBOTICS,
        measured(1000, NodeIds.Double, s -> Missing.sensor(s.axes().get(axis).temperature()))
            .in(Unit.CELSIUS)
            .within(-20, 120));
  }

  private void layOutTask() {
    tree.object("Controllers.C1.TaskControls", ROBOTICS, StandardType.FOLDER);
    tree.object(TASK, tree.own(), StandardType.TASK_CONTROL);
    tree.object(TASK + ".ParameterSet", DI, StandardType.OBJECT);
    tree.variable(
        TASK + ".ParameterSet.TaskProgramName",
        ROBOTICS,
        changing(NodeIds.String, RobotSnapshot::program));
    tree.variable(
        TASK + ".ParameterSet.TaskProgramLoaded",
        ROBOTICS,
        changing(NodeIds.Boolean, s -> !s.program().isEmpty()));
    tree.variable(
        TASK + ".ParameterSet.CycleCount",
        tree.own(),
        changing(NodeIds.UInt32, s -> UInteger.valueOf(s.cycles() & UInteger.MAX_VALUE)));
  }

  private void layOutOperation() {
    tree.object(TASK + ".TaskControlOperation", ROBOTICS, StandardType.TASK_CONTROL_OPERATION);
    tree.object(MACHINE, ROBOTICS, StandardType.TASK_CONTROL_STATE_MACHINE);
    tree.variable(
        MACHINE + ".CurrentState", Vocabulary.UA, changing(NodeIds.String, s -> s.task().word()));
    tree.variable(
        MACHINE + ".LastTransitionReason",
        ROBOTICS,
        changing(NodeIds.Int16, s -> (short) s.reason().code()));
    tree.property(
        MACHINE + ".ConfiguredDefaultStopMode",
        ROBOTICS,
        NodeIds.Int16,
        (short) RobotBehaviour.CONTROLLED_STOP);
    tree.property(
        MACHINE + ".PossibleStopModes",
        ROBOTICS,
        NodeIds.EnumValueType,
        new EnumValueType[] {
          stopMode(RobotBehaviour.CONTROLLED_STOP, "Controlled"),
          stopMode(RobotBehaviour.QUICK_STOP, "Quick")
        });
  }

  private static EnumValueType stopMode(long value, String name) {
    return new EnumValueType(value, LocalizedText.english(name), LocalizedText.NULL_VALUE);
  }

  private void layOutMethods() {
    tree.method(
        MACHINE + ".LoadByName",
        ROBOTICS,
        List.of(StatusMethod.argument("Name", NodeIds.String, "The program on the controller")),
        given -> actions.perform(() -> device.ask(r -> r.loadByName((String) given.get(0)))));
    tree.method(
        MACHINE + ".UnloadProgram",
        ROBOTICS,
        List.of(),
        given -> actions.perform(() -> device.ask(RobotBehaviour::unloadProgram)));
    tree.method(
        MACHINE + ".Start",
        ROBOTICS,
        List.of(),
        given -> actions.perform(() -> device.ask(RobotBehaviour::start)));
    tree.method(
        MACHINE + ".Stop",
        ROBOTICS,
        List.of(StatusMethod.argument("StopMode", NodeIds.Int64, "0 or one of PossibleStopModes")),
        given -> actions.perform(() -> device.robot().stop((Long) given.get(0)).code()));
  }

  private void layOutSafety() {
    tree.object("SafetyStates", ROBOTICS, StandardType.FOLDER);
    tree.object("SafetyStates.S1", tree.own(), StandardType.SAFETY_STATE);
    tree.object("SafetyStates.S1.ParameterSet", DI, StandardType.OBJECT);
    String at = "SafetyStates.S1.ParameterSet.";
    tree.variable(at + "OperationalMode", ROBOTICS, changing(NodeIds.Int32, RobotSnapshot::mode));
    tree.variable(
        at + "EmergencyStop", ROBOTICS, changing(NodeIds.Boolean, RobotSnapshot::emergencyStop));
    tree.variable(
        at + "ProtectiveStop", ROBOTICS, changing(NodeIds.Boolean, RobotSnapshot::protectiveStop));
  }

  private void layOutEnergy() {
    tree.object("Energy", tree.own(), StandardType.OBJECT);
    tree.variable(
        "Energy.AcActivePowerTotal",
        ECM,
        measured(1000, NodeIds.Float, s -> Missing.unless((float) s.power()))
            .in(Unit.WATT)
            .within(0, 3000));
    tree.variable(
        "Energy.AcActiveEnergyTotalImportHp",
        ECM,
        measured(1000, NodeIds.Double, s -> Missing.unless(s.energy())).in(Unit.WATT_HOUR));
  }

  private Signal changing(NodeId type, Function<RobotSnapshot, Object> value) {
    return Signal.onChange(type, now(value));
  }

  private Signal measured(int millis, NodeId type, Function<RobotSnapshot, Object> value) {
    return Signal.every(millis, type, now(value));
  }

  private Supplier<Object> now(Function<RobotSnapshot, Object> value) {
    return () -> value.apply(device.seen());
  }
}
