package fucina.simulators.sparkplug;

import fucina.simulators.sparkplug.Metrics.Measured;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which metrics are to be told: those that changed, states and flags at once, measurements and
 * counters every second, and everything every 2 s so that its age can be judged.
 */
final class DueMetrics {
  private static final Duration SAMPLING = Duration.ofSeconds(1);
  private static final Duration REFRESH = Duration.ofSeconds(2);

  private final Map<String, Measured> told = new HashMap<>();
  private Instant sampled = Instant.MIN;
  private Instant refreshed = Instant.MIN;

  /** Whether measurements are due at this beat. */
  boolean sampling(Instant now) {
    if (!now.isBefore(refreshed.plus(REFRESH))) {
      told.clear();
      refreshed = now;
      sampled = Instant.MIN;
    }
    boolean due = !now.isBefore(sampled.plus(SAMPLING));
    sampled = due ? now : sampled;
    return due;
  }

  /** Those of the line that changed; measurements only when they are sampled. */
  Map<String, Measured> of(Map<String, Measured> line, boolean sampling) {
    Map<String, Measured> changed = new LinkedHashMap<>();
    line.forEach(
        (name, measured) -> {
          boolean atOnce = name.startsWith("Status/") || name.startsWith("Safety/");
          boolean due = sampling || (atOnce && !name.equals("Status/CurMachSpeed"));
          if (due && !measured.equals(told.get(name))) {
            changed.put(name, measured);
          }
        });
    return changed;
  }

  /** These are on their way. */
  void told(Map<String, Measured> metrics) {
    told.putAll(metrics);
  }

  /** Everything is told just now. */
  void refreshed(Instant now) {
    refreshed = now;
  }
}
