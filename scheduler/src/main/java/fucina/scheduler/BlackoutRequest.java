package fucina.scheduler;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Machines to be taken out for upkeep, from and to whole milliseconds.
 *
 * @param machines ids, all or none
 * @param from when; empty means now
 * @param to until when
 * @param reason what is done; everybody reads it
 * @param displace whether bookings in the way are given back
 */
public record BlackoutRequest(
    SortedSet<String> machines,
    Optional<Instant> from,
    Instant to,
    String reason,
    boolean displace) {
  public BlackoutRequest {
    machines = new TreeSet<>(machines);
    from = from.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
    to = to.truncatedTo(ChronoUnit.MILLIS);
  }
}
