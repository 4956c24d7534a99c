package fucina.scheduler;

import java.time.Instant;
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
    Optional<Instant> from, Optional<Instant> to, Optional<String> reason, boolean displace) {}
