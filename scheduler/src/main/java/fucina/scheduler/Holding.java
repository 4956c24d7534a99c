package fucina.scheduler;

/**
 * A window an organisation occupies, or has worked in.
 *
 * @param booking id of its booking
 * @param machine the machine
 * @param centre id of the centre that owns it
 * @param person who holds it
 * @param window without buffers; of one that ended early, as long as it lasted
 */
public record Holding(
    String booking, String machine, String centre, String person, Window window) {}
