package fucina.gateway.store.questdb;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since 1970, which is what rows hold. */
final class Micros {
  /** First and last time a row may have. */
  static final Instant FIRST = Instant.EPOCH;

  static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

  private Micros() {}

  static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  /** The first microsecond not before an instant, brought to the nearest a row may have. */
  static long notBefore(Instant instant) {
    if (instant.isBefore(FIRST)) {
      return of(FIRST);
    }
    if (instant.isAfter(LAST)) {
      return of(LAST);
    }
    return of(instant) + (instant.getNano() % 1000 == 0 ? 0 : 1);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
