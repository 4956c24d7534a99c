package fucina.scheduler;

import java.util.Set;

/**
 * What the scheduler knows of a machine.
 *
 * @param machine the machine's id
 * @param centre id of the centre that owns it
 * @param family robot, printer, line or lab-device
 * @param capabilities what it can do, as its profile says
 * @param rules when and how long it may be booked
 * @param inService false while it takes no bookings (quarantined, retired)
 */
public record BookableMachine(
    String machine,
    String centre,
    String family,
    Set<String> capabilities,
    MachineRules rules,
    boolean inService) {
  public BookableMachine {
    capabilities = Set.copyOf(capabilities);
  }
}
