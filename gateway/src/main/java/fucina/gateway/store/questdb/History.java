package fucina.gateway.store.questdb;

import fucina.gateway.store.StoreFault;
import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.store.questdb.Table.Kind;
import fucina.gateway.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is read back, over all tables that may have it. On any thread. */
final class History {
  private static final List<Kind> READINGS = List.of(Kind.NUMBERS, Kind.WORDS);

  private final QuestDb db;
  private final Rollups rollups;
  private final BooleanSupplier closed;

  /**
   * @param closed whether a read that is under way must end
   */
  History(QuestDb db, Rollups rollups, BooleanSupplier closed) {
    this.db = db;
    this.rollups = rollups;
    this.closed = closed;
  }

  /** The signals of a machine that any row has, from the tables' symbols. */
  List<String> signals(String machine) {
    Set<String> signals = new LinkedHashSet<>();
    String prefix = StoredRows.series(machine, "");
    for (Table table : readings()) {
      db.symbols(
          table,
          series -> {
            for (int key = 0; key < series.getSymbolCount(); key++) {
              String name = String.valueOf(series.valueOf(key));
              if (name.startsWith(prefix)) {
                signals.add(name.substring(prefix.length()));
              }
            }
            return signals;
          });
    }
    return List.copyOf(signals);
  }

  private List<Table> readings() {
    List<Table> tables = new ArrayList<>();
    READINGS.forEach(kind -> tables.addAll(db.tables(kind)));
    return tables;
  }

  List<Reading> newest(String machine, List<String> signals, String stretch) {
    Map<String, Reading> newest = new LinkedHashMap<>();
    eachInOrder(
        readings(),
        series(machine, signals),
        stretch + " latest on ts partition by series",
        row -> newest.put(row.signal(), row.reading()));
    return List.copyOf(newest.values());
  }

  void raw(String machine, List<String> signals, Instant from, Instant to, Consumer<Reading> sink) {
    eachInOrder(
        readings(),
        series(machine, signals),
        between(Micros.notBefore(from), Micros.notBefore(to)),
        row -> sink.accept(row.reading()));
  }

  /**
   * Feeds what every signal said, in order of time.
   *
   * @param machine whose signals; empty for every machine's
   * @param sink answers whether it wants more
   */
  void all(Optional<String> machine, String stretch, Predicate<Reading> sink) {
    List<String> series = machine.map(each -> series(each, signals(each))).orElse(List.of());
    if (machine.isEmpty() || !series.isEmpty()) {
      inOrder(readings(), series, stretch, row -> sink.test(row.reading()));
    }
  }

  private static List<String> series(String machine, List<String> signals) {
    return signals.stream().map(signal -> StoredRows.series(machine, signal)).toList();
  }

  List<Bucket> buckets(String machine, String signal, Instant from, Instant to, Duration width) {
    long begin = Micros.notBefore(from);
    long end = Micros.notBefore(to);
    BucketFold fold = new BucketFold(machine, signal, begin, width.toMillis() * 1000);
    String series = StoredRows.series(machine, signal);
    boolean whole = width.toMillis() * 1000 % HourCells.MINUTE == 0;
    for (Shelf shelf : Shelf.values()) {
      Optional<Rollup> rollup = whole ? rollups.of(shelf) : Optional.empty();
      long first = begin + Math.floorMod(-begin, HourCells.MINUTE);
      long last =
          rollup
              .map(each -> Math.min(end - end % HourCells.MINUTE, each.rolledTo()))
              .orElse(Long.MIN_VALUE);
      if (last > first) {
        rows(shelf, series, begin, first, fold);
        summaries(rollup.orElseThrow(), new Table(Kind.HOURS, shelf), series, first, last, fold);
        rows(shelf, series, last, end, fold);
      } else {
        rows(shelf, series, begin, end, fold);
      }
    }
    return fold.done();
  }

  private void rows(Shelf shelf, String series, long from, long to, BucketFold fold) {
    if (from < to) {
      List<Table> tables = readings().stream().filter(table -> table.shelf() == shelf).toList();
      eachInOrder(tables, List.of(series), between(from, to), fold::add);
    }
  }

  /** Whole minutes from summaries, and from readings where an hour's summary does not hold. */
  private void summaries(
      Rollup rollup, Table hours, String series, long from, long to, BucketFold fold) {
    List<Long> wrong = new ArrayList<>();
    for (long hour = from - from % HourCells.HOUR; hour < to; hour += HourCells.HOUR) {
      if (rollup.wrong(hour, series)) {
        wrong.add(hour);
        rows(
            hours.shelf(), series, Math.max(from, hour), Math.min(to, hour + HourCells.HOUR), fold);
      }
    }
    if (db.known(hours, List.of(series)).isEmpty()) {
      return;
    }
    String where = between(from - from % HourCells.HOUR, to);
    try (StoredRows rows = new StoredRows(db, hours, List.of(series), where)) {
      while (rows.next()) {
        if (!wrong.contains(rows.time())) {
          add(rows, from, to, fold);
        }
      }
    }
  }

  private void add(StoredRows hour, long from, long to, BucketFold fold) {
    if (closed.getAsBoolean()) {
      throw new StoreFault("the time-series store is closing");
    }
    HourCells cells = hour.cells();
    long start = hour.time();
    for (int minute = 0; minute < 60; minute++, start += HourCells.MINUTE) {
      Cell cell = cells.minute(minute);
      if (cell != null && start >= from && start < to) {
        fold.add(start, cell);
      }
    }
  }

  private static String between(long from, long to) {
    return StoredRows.between(from, to);
  }

  /** Feeds rows of some tables in order of time. */
  private void eachInOrder(
      List<Table> tables, List<String> series, String where, Consumer<StoredRows> sink) {
    List<Table> some = series.isEmpty() ? List.of() : tables;
    inOrder(
        some,
        series,
        where,
        row -> {
          sink.accept(row);
          return true;
        });
  }

  /** The same, of all series where none are named, until the sink wants no more. */
  private void inOrder(
      List<Table> tables, List<String> series, String where, Predicate<StoredRows> sink) {
    List<StoredRows> open = new ArrayList<>();
    try {
      for (Table table : tables) {
        List<String> known = db.known(table, series);
        if (!known.isEmpty() || series.isEmpty()) {
          StoredRows rows = new StoredRows(db, table, known, where);
          open.add(rows);
        }
      }
      merge(open, sink);
    } finally {
      open.forEach(StoredRows::close);
    }
  }

  private void merge(List<StoredRows> open, Predicate<StoredRows> sink) {
    List<StoredRows> going = new ArrayList<>(open);
    going.removeIf(rows -> !rows.next());
    for (StoredRows next = earliest(going); next != null; next = earliest(going)) {
      if (closed.getAsBoolean()) {
        throw new StoreFault("the time-series store is closing");
      }
      if (!sink.test(next)) {
        return;
      }
      if (!next.next()) {
        going.remove(next);
      }
    }
  }

  private static @Nullable StoredRows earliest(List<StoredRows> going) {
    StoredRows earliest = null;
    for (StoredRows rows : going) {
      if (earliest == null || rows.time() < earliest.time()) {
        earliest = rows;
      }
    }
    return earliest;
  }
}
