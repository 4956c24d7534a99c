package fucina.gateway.link;

import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The last reading of each signal of one machine: what a BAD reading without a value repeats, and
 * where a gap begins. Thread-safe.
 */
public final class LastKnown {
  private final String machine;
  private final Map<String, Reading> readings = new ConcurrentHashMap<>();

  public LastKnown(String machine) {
    this.machine = machine;
  }

  /** Remembers what was stored before this process began. */
  public void restore(Reading reading) {
    readings.put(reading.signal(), reading);
  }

  /** Makes a reading and remembers it. */
  public Reading reading(
      Signal signal, Instant sourceTime, Instant time, Value value, Quality quality) {
    Reading reading = new Reading(machine, signal.name(), sourceTime, time, value, quality);
    readings.put(signal.name(), reading);
    return reading;
  }

  /** A BAD reading that repeats the last value, or the neutral one where there was none. */
  public Reading bad(Signal signal, Instant sourceTime, Instant time) {
    Reading last = readings.get(signal.name());
    Value value = last == null ? Decoded.neutral(signal.type()) : last.value();
    return reading(signal, sourceTime, time, value, Quality.BAD);
  }

  /** BAD readings of every signal that has been heard of and was not BAD already. */
  public List<Reading> allBad(List<Signal> signals, Instant at) {
    return signals.stream()
        .filter(signal -> last(signal.name()).filter(r -> r.quality() != Quality.BAD).isPresent())
        .map(signal -> bad(signal, at, at))
        .toList();
  }

  /** The last reading of a signal. */
  public Optional<Reading> last(String signal) {
    return Optional.ofNullable(readings.get(signal));
  }

  /** The newest time of any signal; empty where nothing was heard yet. */
  public Optional<Instant> newest() {
    return readings.values().stream().map(Reading::time).max(Instant::compareTo);
  }
}
