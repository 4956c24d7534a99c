package fucina.gateway.api;

import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A store in memory. */
final class MemoryStore implements TimeSeriesStore {
  private final List<Reading> readings = new CopyOnWriteArrayList<>();
  private final List<Gap> gaps = new CopyOnWriteArrayList<>();
  final AtomicLong told = new AtomicLong();
  volatile boolean broken;
  volatile boolean forgetful;

  /** How often the stream of readings tells each. */
  volatile int times = 1;

  @Override
  public void commit(List<Reading> more) {
    if (!forgetful) {
      readings.addAll(more);
    }
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
    Map<String, Reading> newest = new HashMap<>();
    between(machine, from, to)
        .filter(reading -> signals.contains(reading.signal()))
        .forEach(reading -> newest.put(reading.signal(), reading));
    return List.copyOf(newest.values());
  }

  @Override
  public List<Bucket> buckets(
      String machine, String signal, Instant from, Instant to, Duration width) {
    return between(machine, from, to)
        .filter(reading -> reading.signal().equals(signal))
        .map(reading -> bucket(reading, width))
        .toList();
  }

  /** One bucket for each reading will do: whether they are counted right is the store's test. */
  private static Bucket bucket(Reading reading, Duration width) {
    Instant start = reading.time().minusMillis(reading.time().toEpochMilli() % width.toMillis());
    double number = reading.value() instanceof Value.Number n ? n.value() : Double.NaN;
    Instant at = reading.time();
    return new Bucket(start, number, at, number, at, number, reading, 1);
  }

  @Override
  public void raw(
      String machine, List<String> signals, Instant from, Instant to, Consumer<Reading> sink) {
    between(machine, from, to)
        .filter(reading -> signals.contains(reading.signal()))
        .flatMap(reading -> Stream.generate(() -> reading).limit(times))
        .peek(reading -> told.incrementAndGet())
        .forEach(sink);
  }

  private Stream<Reading> between(String machine, Instant from, Instant to) {
    if (broken) {
      throw new IllegalStateException("secret detail of the store");
    }
    return readings.stream()
        .filter(reading -> reading.machine().equals(machine))
        .filter(reading -> !reading.time().isBefore(from) && reading.time().isBefore(to))
        .sorted(Comparator.comparing(Reading::time));
  }

  @Override
  public List<Gap> gaps(String machine, Instant from, Instant to) {
    return gaps.stream()
        .filter(gap -> gap.machine().equals(machine))
        .filter(gap -> gap.from().isBefore(to) && gap.to().isAfter(from))
        .toList();
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
