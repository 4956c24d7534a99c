package fucina.scheduler;

import java.util.Optional;

/**
 * Which machines; an empty part lets all through.
 *
 * @param machine the machine's id
 * @param family its family
 * @param capability something it can do
 * @param centre id of the centre that owns it
 */
public record MachineFilter(
    Optional<String> machine,
    Optional<String> family,
    Optional<String> capability,
    Optional<String> centre) {

  static final MachineFilter ALL =
      new MachineFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
