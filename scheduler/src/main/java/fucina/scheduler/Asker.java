package fucina.scheduler;

import java.time.Instant;
import java.util.Optional;

/**
 * For whom a machine's diary is read.
 *
 * @param party who asks; empty where nobody in particular does: no quota is counted then
 * @param except id of the booking that makes way for what is asked
 * @param now the time of asking
 */
public record Asker(Optional<Party> party, Optional<String> except, Instant now) {}
