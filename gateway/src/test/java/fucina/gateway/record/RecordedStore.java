package fucina.gateway.record;

import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that has some readings of one machine, in order of time. */
final class RecordedStore implements TimeSeriesStore {
  private final List<Reading> readings;
  final List<Gap> gaps = new ArrayList<>();

  RecordedStore(List<Reading> readings) {
    this.readings = readings;
  }

  @Override
  public void commit(List<Reading> more) {
    throw new UnsupportedOperationException("it is read only");
  }

  @Override
  public void gap(Gap gap) {
    gaps.add(gap);
  }

  @Override
  public List<Reading> latest(String machine, Instant since) {
    return List.of();
  }

  @Override
  public List<Reading> newest(String machine, List<String> signals, Instant from, Instant to) {
    Map<String, Reading> newest = new LinkedHashMap<>();
    raw(machine, signals, from, to, reading -> newest.put(reading.signal(), reading));
    return List.copyOf(newest.values());
  }

  @Override
  public List<Bucket> buckets(
      String machine, String signal, Instant from, Instant to, Duration width) {
    return List.of();
  }

  @Override
  public void raw(
      String machine, List<String> signals, Instant from, Instant to, Consumer<Reading> sink) {
    readings.stream()
        .filter(reading -> signals.contains(reading.signal()))
        .filter(reading -> !reading.time().isBefore(from) && reading.time().isBefore(to))
        .forEach(sink);
  }

  @Override
  public List<Gap> gaps(String machine, Instant from, Instant to) {
    return gaps.stream().filter(gap -> gap.from().isBefore(to) && gap.to().isAfter(from)).toList();
  }

  @Override
  public boolean awaitVisible(Duration atMost) {
    return true;
  }

  @Override
  public boolean healthy() {
    return true;
  }

  @Override
  public Optional<String> ailment() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
