package fucina.gateway.store.influx;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since 1970, in which readings come, and the nanoseconds of points. */
final class Micros {
  /** Nanoseconds in one. */
  static final long NANOS = 1_000;

  private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

  private Micros() {}

  static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** The first microsecond not before an instant, brought to the nearest a store may have. */
  static long notBefore(Instant instant) {
    if (instant.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return instant.isAfter(LAST)
        ? of(LAST)
        : of(instant) + (instant.getNano() % NANOS == 0 ? 0 : 1);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /** The microsecond that a point's nanoseconds lie in. */
  static long ofNanos(long nanos) {
    return Math.floorDiv(nanos, NANOS);
  }
}
