package fucina.scheduler;

import java.util.Optional;

/**
 * Which blackouts are asked for.
 *
 * @param machine only those of this machine
 * @param centre only those of this centre
 * @param window only those that lie in it, in part at least
 */
public record BlackoutQuery(Optional<String> machine, Optional<String> centre, Window window) {}
