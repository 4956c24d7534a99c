package fucina.simulators.sparkplug;

import fucina.simulators.machine.Fault;
import java.util.Set;

/** What goes wrong with the line itself rather than with its edge node or its wire. */
final class LineFaults {
  private static final Set<Class<? extends Fault>> ALL =
      Set.of(
          Fault.EmergencyStop.class,
          Fault.RemoteControl.class,
          Fault.OperatingMode.class,
          Fault.Starved.class,
          Fault.Blocked.class,
          Fault.CountersReset.class,
          Fault.EnergyJump.class,
          Fault.EnergyLost.class,
          Fault.EnergyAsFloat.class);

  private LineFaults() {}

  static boolean contain(Fault fault) {
    return ALL.contains(fault.getClass());
  }
}
