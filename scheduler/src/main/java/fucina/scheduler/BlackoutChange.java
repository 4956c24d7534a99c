package fucina.scheduler;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How a blackout is to change; what is absent stays.
 *
 * @param from when it begins; stays where it has begun
 * @param to until when, later than now
 * @param reason what is done
 * @param displace whether bookings in the way are given back
 */
public record BlackoutChange(
    Optional<Instant> from, Optional<Instant> to, Optional<String> reason, boolean displace) {
  public BlackoutChange {
    from = from.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
    to = to.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
  }
}
