package fucina.gateway.store;

import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What signals of a machine had said last before an instant. A machine tells a value when it
 * changes, so that is what holds then, unless a gap lies between, in which it may have changed.
 *
 * @param readings the last reading of each signal; none of one that said nothing
 * @param lost signals among them whose reading a gap parts from the instant
 */
public record Held(Map<String, Reading> readings, Set<String> lost) {
  /** Nothing of any signal. */
  public static final Held NOTHING = new Held(Map.of(), Set.of());

  /** How long before the instant a reading is looked for. */
  private static final Duration LONGEST = Duration.ofDays(31);

  public Held {
    readings = Map.copyOf(readings);
    lost = Set.copyOf(lost);
  }

  /** Of some signals. Blocks. */
  public static Held at(
      TimeSeriesStore store, String machine, List<String> signals, Instant instant) {
    Map<String, Reading> readings = new HashMap<>();
    store
        .newest(machine, signals, instant.minus(LONGEST), instant)
        .forEach(reading -> readings.put(reading.signal(), reading));
    Set<String> lost = new HashSet<>();
    readings.values().stream()
        .map(Reading::time)
        .min(Comparator.naturalOrder())
        .ifPresent(
            oldest -> {
              for (Gap gap : store.gaps(machine, oldest, instant)) {
                readings.values().stream()
                    .filter(reading -> parts(gap, reading, instant))
                    .forEach(reading -> lost.add(reading.signal()));
              }
            });
    return new Held(readings, lost);
  }

  private static boolean parts(Gap gap, Reading reading, Instant instant) {
    return gap.concerns(reading.signal())
        && gap.from().isBefore(instant)
        && gap.to().isAfter(reading.time());
  }

  /** Only of readings that may be shown. */
  public Held only(Predicate<Reading> shown) {
    Map<String, Reading> some =
        readings.entrySet().stream()
            .filter(each -> shown.test(each.getValue()))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new Held(some, lost.stream().filter(some::containsKey).collect(Collectors.toSet()));
  }

  /** What a signal holds; empty where it said nothing before, or a gap lies between. */
  public Optional<Reading> of(String signal) {
    return lost.contains(signal) ? Optional.empty() : Optional.ofNullable(readings.get(signal));
  }
}
