package fucina.scheduler;

/**
 * A machine held by an organisation.
 *
 * @param machine the machine's id
 * @param organisation id of the organisation
 * @param window when it may work it
 * @param occupied the window with its buffers
 */
public record Held(String machine, String organisation, Window window, Window occupied) {}
