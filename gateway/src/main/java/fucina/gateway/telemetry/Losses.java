package fucina.gateway.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Readings that were refused and that nobody sends again, as one stretch a machine and reason until
 * it is noted. Thread-safe.
 */
final class Losses {
  private final Map<String, Map<String, Gap>> open = new HashMap<>();

  synchronized void add(List<Reading> readings, String reason) {
    for (Reading reading : readings) {
      Instant time = reading.time();
      Gap one = new Gap(reading.machine(), "", time, time.plusNanos(1_000), reason);
      open.computeIfAbsent(reading.machine(), machine -> new HashMap<>())
          .merge(reason, one, Losses::joined);
    }
  }

  private static Gap joined(Gap one, Gap other) {
    return new Gap(
        one.machine(),
        "",
        one.from().isBefore(other.from()) ? one.from() : other.from(),
        one.to().isAfter(other.to()) ? one.to() : other.to(),
        one.reason());
  }

  /** All there are, which are then forgotten. */
  synchronized List<Gap> take() {
    List<Gap> taken = new ArrayList<>();
    open.values().forEach(reasons -> taken.addAll(reasons.values()));
    open.clear();
    return taken;
  }
}
