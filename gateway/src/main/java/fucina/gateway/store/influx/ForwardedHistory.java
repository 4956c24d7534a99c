package fucina.gateway.store.influx;

import fucina.gateway.store.StoreFault;
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
import java.util.function.Function;

/**
 * History answered by InfluxDB up to where all is carried on, and by the embedded store from there,
 * so that no answer lacks what InfluxDB has not got yet. Values that machines show at a start
 * ({@link #latest}) always come from the embedded store: a start does not wait for InfluxDB.
 *
 * <p>Where InfluxDB does not answer, what lies before that instant is a {@link StoreFault}: the
 * embedded store may not keep it any more.
 */
public final class ForwardedHistory implements TimeSeriesStore {
  private static final long MICROS_A_MILLI = 1_000;

  private final TimeSeriesStore embedded;
  private final InfluxHistory influx;
  private final Function<String, Instant> reach;

  /**
   * @param reach up to when all of a machine is carried on: {@link InfluxForwarder#reach}
   */
  public ForwardedHistory(
      TimeSeriesStore embedded, InfluxHistory influx, Function<String, Instant> reach) {
    this.embedded = embedded;
    this.influx = influx;
    this.reach = reach;
  }

  @Override
  public void commit(List<Reading> readings) {
    embedded.commit(readings);
  }

  @Override
  public void gap(Gap gap) {
    embedded.gap(gap);
  }

  @Override
  public List<Reading> latest(String machine, Instant since) {
    return embedded.latest(machine, since);
  }

  /** Where a stretch is divided: before it InfluxDB answers, from it on the embedded store. */
  private Instant division(String machine, Instant from, Instant to) {
    Instant reached = reach.apply(machine);
    if (reached.isBefore(from)) {
      return from;
    }
    return reached.isAfter(to) ? to : reached;
  }

  @Override
  public List<Reading> newest(String machine, List<String> signals, Instant from, Instant to) {
    Instant division = division(machine, from, to);
    Map<String, Reading> newest = new LinkedHashMap<>();
    if (division.isBefore(to)) {
      embedded
          .newest(machine, signals, division, to)
          .forEach(reading -> newest.put(reading.signal(), reading));
    }
    List<String> rest = signals.stream().filter(signal -> !newest.containsKey(signal)).toList();
    if (from.isBefore(division)) {
      influx
          .newest(machine, rest, from, division)
          .forEach(reading -> newest.put(reading.signal(), reading));
    }
    return List.copyOf(newest.values());
  }

  @Override
  public List<Bucket> buckets(
      String machine, String signal, Instant from, Instant to, Duration width) {
    Instant division = division(machine, from, to);
    if (division.isBefore(to)) {
      // A bucket is answered by one of them.
      long micros = width.toMillis() * MICROS_A_MILLI;
      Instant start = Micros.instant(Micros.notBefore(division) / micros * micros);
      division = start.isBefore(from) ? from : start;
    }
    List<Bucket> buckets = new ArrayList<>();
    if (from.isBefore(division)) {
      buckets.addAll(influx.buckets(machine, signal, from, division, width));
    }
    if (division.isBefore(to)) {
      buckets.addAll(embedded.buckets(machine, signal, division, to, width));
    }
    return buckets;
  }

  @Override
  public void raw(
      String machine, List<String> signals, Instant from, Instant to, Consumer<Reading> sink) {
    Instant division = division(machine, from, to);
    if (from.isBefore(division)) {
      influx.raw(machine, signals, from, division, sink);
    }
    if (division.isBefore(to)) {
      embedded.raw(machine, signals, division, to, sink);
    }
  }

  @Override
  public List<Gap> gaps(String machine, Instant from, Instant to) {
    return reach.apply(machine).isBefore(to)
        ? embedded.gaps(machine, from, to)
        : influx.gaps(machine, from, to);
  }

  @Override
  public boolean awaitVisible(Duration atMost) {
    return embedded.awaitVisible(atMost);
  }

  @Override
  public boolean healthy() {
    return embedded.healthy();
  }

  @Override
  public Optional<String> ailment() {
    return embedded.ailment();
  }

  @Override
  public Disk disk() {
    return embedded.disk();
  }

  /** Ends the reading of InfluxDB; the embedded store is ended by whoever opened it. */
  @Override
  public void close() {
    influx.close();
  }
}
