package fucina.gateway.store.questdb;

import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;

/**
 * What a row says of its value, in one long: content hash in the upper 32 bits, kind of value in
 * bits 2 and 3, quality in bits 0 and 1.
 */
final class Meta {
  static final int NUMBER = 0;
  static final int FLAG = 1;
  static final int TEXT = 2;

  private Meta() {}

  static long of(Reading reading) {
    return (long) reading.content() << 32
        | (long) kind(reading.value()) << 2
        | code(reading.quality());
  }

  static int kind(Value value) {
    if (value instanceof Value.Number) {
      return NUMBER;
    }
    return value instanceof Value.Flag ? FLAG : TEXT;
  }

  static int kind(long meta) {
    return (int) (meta >> 2) & 3;
  }

  static Quality quality(long meta) {
    return switch ((int) meta & 3) {
      case 0 -> Quality.GOOD;
      case 1 -> Quality.UNCERTAIN;
      default -> Quality.BAD;
    };
  }

  /** Written to disk: a code never changes its meaning. */
  private static int code(Quality quality) {
    return switch (quality) {
      case GOOD -> 0;
      case UNCERTAIN -> 1;
      case BAD -> 2;
    };
  }
}
