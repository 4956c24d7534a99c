package fucina.gateway.store.influx;

import fucina.gateway.store.StoreFault;
import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.store.influx.InfluxQl.Row;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What {@link InfluxForwarder} carried to an InfluxDB, read back. All calls block; any thread. */
public final class InfluxHistory implements AutoCloseable {
  private static final String FIELDS = "value, flag, text, nonfinite, quality, source";
  private static final int PAGE = 10_000;

  private final InfluxServer server;
  private final InfluxQl influxQl;
  private volatile boolean closed;

  public InfluxHistory(InfluxSettings settings, InstantSource clock) {
    this.server = new InfluxServer(settings, clock);
    this.influxQl = new InfluxQl(server);
  }

  /** The newest reading of each signal of a machine, no older than {@code since}. */
  public List<Reading> latest(String machine, Instant since) {
    return newest(machine, "", " AND time >= " + nanos(since));
  }

  /** The newest reading of each of some signals in a stretch, in no order. */
  public List<Reading> newest(String machine, List<String> signals, Instant from, Instant to) {
    return signals.isEmpty() ? List.of() : newest(machine, among(signals), within(from, to));
  }

  private List<Reading> newest(String machine, String signals, String when) {
    List<Reading> newest = new ArrayList<>();
    String question =
        "SELECT "
            + FIELDS
            + from(machine)
            + signals
            + when
            + " GROUP BY signal ORDER BY time DESC LIMIT 1";
    rows(question, row -> reading(machine, row).ifPresent(newest::add));
    return newest;
  }

  /** Buckets of one signal, folded from its readings. */
  public List<Bucket> buckets(
      String machine, String signal, Instant from, Instant to, Duration width) {
    ReadingFold fold = new ReadingFold(from, width);
    raw(machine, List.of(signal), from, to, fold::add);
    return fold.done();
  }

  /** Feeds readings in order of time, page by page. */
  public void raw(
      String machine, List<String> signals, Instant from, Instant to, Consumer<Reading> sink) {
    if (signals.isEmpty()) {
      return;
    }
    String what = "SELECT signal, " + FIELDS + from(machine) + among(signals);
    long next = nanos(from);
    long end = nanos(to);
    int limit = PAGE;
    while (next < end) {
      List<Row> page = new ArrayList<>();
      String when = " AND time >= " + next + " AND time < " + end;
      rows(what + when + " ORDER BY time LIMIT " + limit, page::add);
      boolean whole = page.size() < limit;
      long last = page.isEmpty() ? end : page.get(page.size() - 1).nanos();
      // What shares the last time of a full page may go on behind it.
      long upTo = whole ? end : last;
      page.stream()
          .filter(row -> row.nanos() < upTo)
          .forEach(row -> reading(machine, row).ifPresent(sink));
      limit = upTo == next ? limit * 2 : PAGE;
      next = upTo;
    }
  }

  /** The gaps of a machine that touch a stretch, in order of time. */
  public List<Gap> gaps(String machine, Instant from, Instant to) {
    List<Gap> gaps = new ArrayList<>();
    String question =
        "SELECT till, signal, reason FROM %s WHERE machine = %s AND time < %d AND till > %d ORDER BY time"
            .formatted(Points.GAPS, InfluxQl.quoted(machine), nanos(to), Micros.notBefore(from));
    rows(
        question,
        row -> {
          String signal = row.text("signal");
          gaps.add(
              new Gap(
                  machine,
                  signal == null ? "" : signal,
                  Micros.instant(Micros.ofNanos(row.nanos())),
                  Micros.instant(Long.parseLong(text(row, "till"))),
                  text(row, "reason")));
        });
    return gaps;
  }

  private void rows(String question, Consumer<Row> sink) {
    if (closed) {
      throw new StoreFault("the reading of InfluxDB is closed");
    }
    influxQl.rows(question, sink);
  }

  private static String from(String machine) {
    return " FROM " + Points.READINGS + " WHERE machine = " + InfluxQl.quoted(machine);
  }

  private static String among(List<String> signals) {
    return signals.stream()
        .map(signal -> "signal = " + InfluxQl.quoted(signal))
        .collect(Collectors.joining(" OR ", " AND (", ")"));
  }

  private static String within(Instant from, Instant to) {
    return " AND time >= " + nanos(from) + " AND time < " + nanos(to);
  }

  private static long nanos(Instant instant) {
    return Micros.notBefore(instant) * Micros.NANOS;
  }

  private static String text(Row row, String name) {
    return Objects.requireNonNull(row.text(name), name);
  }

  /** A row as a reading; empty where somebody else wrote it. */
  private static Optional<Reading> reading(String machine, Row row) {
    Optional<Value> value = value(row);
    Optional<Quality> quality =
        Arrays.stream(Quality.values())
            .filter(each -> Points.word(each).equals(row.text("quality")))
            .findFirst();
    String signal = row.text("signal");
    if (value.isEmpty() || quality.isEmpty() || signal == null) {
      return Optional.empty();
    }
    Instant time = Micros.instant(Micros.ofNanos(row.nanos()));
    String source = row.text("source");
    return Optional.of(
        new Reading(
            machine,
            signal,
            source == null ? time : Micros.instant(Long.parseLong(source)),
            time,
            value.get(),
            quality.get()));
  }

  private static Optional<Value> value(Row row) {
    @Nullable String number = row.text("value");
    number = number == null ? row.text("nonfinite") : number;
    String flag = row.text("flag");
    String text = row.text("text");
    if (number != null) {
      return Optional.of(Value.of(Double.parseDouble(number)));
    }
    if (flag != null) {
      return Optional.of(Value.of(Boolean.parseBoolean(flag)));
    }
    return Optional.ofNullable(text).map(Value::of);
  }

  @Override
  public void close() {
    closed = true;
    server.close();
  }
}
