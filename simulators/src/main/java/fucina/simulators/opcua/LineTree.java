package fucina.simulators.opcua;

import static fucina.simulators.opcua.Vocabulary.ECM;
import static fucina.simulators.opcua.Vocabulary.MACHINERY;
import static fucina.simulators.opcua.Vocabulary.PACKML;

import fucina.simulators.line.LineSnapshot;
import fucina.simulators.line.PackLineBehaviour;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/**
 * The line's tree, as OPC 30050 names it, its three nested state machines flattened into one: the
 * state is a number, and every method answers with a Status.
 *
 * @param device the line
 * @param tree where it grows
 * @param actions how its methods reach the line
 */
record LineTree(LineDevice device, NodeTree tree, Actions actions) {
  private static final Set<String> STOPS = Set.of("Stop", "Hold", "Abort");
  private static final String STATE_MACHINE = "Status.StateMachine";

  void layOut() {
    NodeId machines = tree.folder(MACHINERY, 1001, "Machines");
    tree.machine("L1", machines, StandardType.PACKML_MACHINE);
    tree.object("Status", PACKML, StandardType.PACKML_STATUS);
    layOutStatus();
    layOutMethods();
    tree.heartbeat("Status.Watchdog", () -> actions.later(() -> device.line().heartbeat()));
    layOutCounters();
    layOutUtilities();
  }

  private void layOutStatus() {
    changing("Status.StateCurrent", PACKML, NodeIds.Int32, s -> s.state().number());
    changing("Status.UnitModeCurrent", PACKML, NodeIds.Int32, LineSnapshot::mode);
    tree.variable(
        "Status.CurMachSpeed",
        PACKML,
        measured(NodeIds.Float, s -> (float) s.speed()).in(Unit.PER_MINUTE).within(0, 40));
    changing("Status.EquipmentStarved", PACKML, NodeIds.Boolean, LineSnapshot::starved);
    changing("Status.EquipmentBlocked", PACKML, NodeIds.Boolean, LineSnapshot::blocked);
    changing("Status.RemoteEnabled", tree.own(), NodeIds.Boolean, LineSnapshot::remote);
    tree.object("Safety", tree.own(), StandardType.OBJECT);
    changing("Safety.EmergencyStop", tree.own(), NodeIds.Boolean, LineSnapshot::emergencyStop);
  }

  private void layOutMethods() {
    tree.object(STATE_MACHINE, PACKML, StandardType.OBJECT);
    method("Reset", PackLineBehaviour::reset);
    method("Start", PackLineBehaviour::start);
    method("Stop", PackLineBehaviour::stop);
    method("Hold", PackLineBehaviour::hold);
    method("Unhold", PackLineBehaviour::unhold);
    method("Clear", PackLineBehaviour::clear);
    method("Abort", PackLineBehaviour::abort);
  }

  private void method(String name, ToIntFunction<PackLineBehaviour> command) {
    tree.method(
        STATE_MACHINE + "." + name,
        PACKML,
        List.of(),
        given -> actions.perform(() -> answer(name, command)));
  }

  private int answer(String name, ToIntFunction<PackLineBehaviour> command) {
    boolean stops = STOPS.contains(name);
    return stops ? command.applyAsInt(device.line()) : device.ask(command);
  }

  private void layOutCounters() {
    tree.object("Admin", PACKML, StandardType.PACKML_ADMIN);
    pieces("Admin.ProdProcessedCount", LineSnapshot::produced);
    pieces("Admin.ProdDefectiveCount", LineSnapshot::defective);
  }

  private void pieces(String path, ToLongFunction<LineSnapshot> counter) {
    Supplier<Object> reading =
        () -> UInteger.valueOf(counter.applyAsLong(device.seen()) & UInteger.MAX_VALUE);
    tree.variable(path, PACKML, Signal.onChange(NodeIds.UInt32, reading).in(Unit.PIECE));
  }

  private void layOutUtilities() {
    tree.object("Utilities", tree.own(), StandardType.OBJECT);
    tree.variable(
        "Utilities.AirPressure",
        tree.own(),
        measured(NodeIds.Double, LineSnapshot::airPressure).in(Unit.BAR).within(0, 10));
    tree.variable(
        "Utilities.AirFlow",
        tree.own(),
        measured(NodeIds.Double, LineSnapshot::airFlow).in(Unit.LITRE_PER_MINUTE).within(0, 100));
    tree.object("Energy", tree.own(), StandardType.OBJECT);
    tree.variable(
        "Energy.AcActivePowerTotal",
        ECM,
        measured(NodeIds.Float, s -> Missing.unless((float) s.power()))
            .in(Unit.WATT)
            .within(0, 5000));
    tree.variable(
        "Energy.AcActiveEnergyTotalImportHp",
        ECM,
        measured(NodeIds.Double, s -> Missing.unless(s.energy())).in(Unit.WATT_HOUR));
  }

  private void changing(
      String path, String namespace, NodeId type, Function<LineSnapshot, Object> value) {
    tree.variable(path, namespace, Signal.onChange(type, () -> value.apply(device.seen())));
  }

  private Signal measured(NodeId type, Function<LineSnapshot, Object> value) {
    return Signal.every(1000, type, () -> value.apply(device.seen()));
  }
}
