package fucina.gateway.telemetry;

import fucina.profiles.Value;
import java.time.Instant;

/**
 * One value of one signal at one instant.
 *
 * @param machine the machine's id
 * @param signal the signal's name in the machine's profile
 * @param sourceTime what the machine said, microseconds
 * @param time {@code sourceTime} plus the machine's recorded clock offset, microseconds; windows,
 *     tenancy, gaps and datasets are decided by it
 * @param value the value; for BAD quality without a value, the last one known or 0
 * @param quality how far it may be trusted
 */
public record Reading(
    String machine, String signal, Instant sourceTime, Instant time, Value value, Quality quality) {

  /**
   * 32-bit hash of value and quality: with machine, signal and time it is the reading's identity,
   * so that a redelivered reading lands on itself and two different values of one tick both
   * survive.
   */
  public int content() {
    return 31 * hash(value) + code(quality);
  }

  /** Spelt out, because it is written to disk: a record's own hash may change with the JDK. */
  private static int hash(Value value) {
    if (value instanceof Value.Number number) {
      return Double.hashCode(number.value());
    }
    if (value instanceof Value.Flag flag) {
      return Boolean.hashCode(flag.value());
    }
    return value.plain().hashCode();
  }

  private static int code(Quality quality) {
    return switch (quality) {
      case GOOD -> 0;
      case UNCERTAIN -> 1;
      case BAD -> 2;
    };
  }
}
