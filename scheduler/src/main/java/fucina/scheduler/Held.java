package fucina.scheduler;

import java.util.Optional;

/**
 * A machine held by an organisation, or out for upkeep.
 *
 * @param machine the machine's id
 * @param organisation id of the organisation; empty for upkeep
 * @param upkeep what is done; empty where an organisation holds it
 * @param window when it is worked, or out
 * @param occupied the window with its buffers
 */
public record Held(
    String machine,
    Optional<String> organisation,
    Optional<String> upkeep,
    Window window,
    Window occupied) {}
