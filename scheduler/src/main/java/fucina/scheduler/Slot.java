package fucina.scheduler;

/**
 * A free window on a machine that can be booked as it stands.
 *
 * @param machine the machine's id
 * @param window the window, without buffers
 */
public record Slot(String machine, Window window) {}
