package fucina.gateway.store.questdb;

import fucina.gateway.store.StoreFault;
import fucina.gateway.store.questdb.Table.Kind;
import fucina.gateway.telemetry.Reading;
import io.questdb.cairo.TableWriter.Row;
import io.questdb.cairo.wal.WalWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One shelf's summaries by minute: how far they reach, which of them late readings made wrong, and
 * the work of making and mending them.
 *
 * <p>They lag behind the writer. Answers take them up to where they reach, and readings from there
 * on and in hours that are wrong, so an answer is the same whether a summary is there or not.
 */
final class Rollup implements AutoCloseable {
  private static final long NONE = Long.MIN_VALUE;
  private static final Duration VISIBLE = Duration.ofSeconds(10);

  /** Fewer minutes than this are not worth a commit, unless they end an hour. */
  private static final long LEAST = 5 * HourCells.MINUTE;

  private final QuestDb db;
  private final Shelf shelf;
  private final Table hours;
  private final DirtyHours dirty;

  /** Readings before this are late; held while a commit is under way. */
  private long frontier;

  private volatile long rolledTo;

  Rollup(QuestDb db, Shelf shelf, Path dir) {
    this.db = db;
    this.shelf = shelf;
    this.hours = new Table(Kind.HOURS, shelf);
    this.dirty = new DirtyHours(dir.resolve("late-hours" + shelf.suffix));
    this.rolledTo = reach();
    this.frontier = rolledTo;
  }

  /** How far the summaries on disk reach. */
  private long reach() {
    try (StoredRows newest =
        new StoredRows(db, hours, List.of(), "ts > 0 order by ts desc limit 1")) {
      if (!newest.next()) {
        return NONE;
      }
      long hour = newest.time();
      long minutes = 0;
      try (StoredRows rows = new StoredRows(db, hours, List.of(), within(hour, hour + 1))) {
        while (rows.next()) {
          minutes = Math.max(minutes, rows.till());
        }
      }
      return hour + minutes * HourCells.MINUTE;
    }
  }

  private static String within(long from, long to) {
    return StoredRows.between(from, to);
  }

  /** Commits readings of this shelf; hours that they make wrong are noted before. */
  synchronized void commit(List<Reading> readings, Runnable commit) {
    Set<DirtyHours.Note> late = new HashSet<>();
    for (Reading reading : readings) {
      long time = Micros.of(reading.time());
      if (time < frontier) {
        late.add(
            new DirtyHours.Note(
                hourOf(time), StoredRows.series(reading.machine(), reading.signal())));
      }
    }
    dirty.note(late);
    commit.run();
  }

  /** Microseconds up to which summaries hold, but for {@link #wrong} hours. */
  long rolledTo() {
    return rolledTo;
  }

  boolean wrong(long hour, String series) {
    return dirty.contains(hour, series);
  }

  /**
   * Makes the next summaries, of an hour at most.
   *
   * @param target microseconds up to which there may be some
   * @return whether more can be made at once
   */
  boolean roll(long target) {
    long minute = target - target % HourCells.MINUTE;
    long to = Math.min(minute, endOfHour(firstRow(rolledTo, minute)));
    boolean worth = rolledTo == NONE || to - rolledTo >= LEAST || to % HourCells.HOUR == 0;
    if (to <= rolledTo || !worth) {
      return false;
    }
    synchronized (this) {
      frontier = Math.max(frontier, to);
    }
    if (!db.awaitVisible(VISIBLE)) {
      return false;
    }
    long first = firstRow(rolledTo, to);
    if (first < to) {
      long end = Math.min(to, endOfHour(first));
      write(hourOf(first), end, fold(Math.max(rolledTo, hourOf(first)), end, Set.of()), true);
      rolledTo = end;
    } else {
      rolledTo = to;
    }
    return true;
  }

  /** The first row at or after a time, or {@code none} where there is none before that. */
  private long firstRow(long from, long none) {
    long first = none;
    for (Kind kind : List.of(Kind.NUMBERS, Kind.WORDS)) {
      Table table = new Table(kind, shelf);
      if (db.has(table)) {
        String where = within(Math.max(0, from), none) + " limit 1";
        try (StoredRows rows = new StoredRows(db, table, List.of(), where)) {
          first = rows.next() ? Math.min(first, rows.time()) : first;
        }
      }
    }
    return first;
  }

  /** Mends the hours that late readings made wrong. */
  void mend() {
    Map<Long, Set<String>> late = late();
    if (late.isEmpty()) {
      return;
    }
    boolean done = false;
    try {
      if (db.awaitVisible(VISIBLE)) {
        for (Map.Entry<Long, Set<String>> each : late.entrySet()) {
          mend(each.getKey(), each.getValue());
        }
        done = db.awaitVisible(VISIBLE);
      }
    } finally {
      if (done) {
        dirty.done();
      } else {
        dirty.giveBack();
      }
    }
  }

  /** Not while a commit is under way: what it noted is not there to be counted yet. */
  private synchronized Map<Long, Set<String>> late() {
    return dirty.take();
  }

  private void mend(long hour, Set<String> series) {
    long end = Math.min(hour + HourCells.HOUR, rolledTo);
    if (end > hour) {
      Map<String, HourCells> cells = fold(hour, end, series);
      series.forEach(each -> cells.computeIfAbsent(each, none -> new HourCells()));
      write(hour, end, cells, false);
    }
  }

  /** Counts what lies in a part of an hour; of some series, or of all where none are named. */
  private Map<String, HourCells> fold(long from, long to, Set<String> only) {
    Map<String, HourCells> cells = new TreeMap<>();
    for (Kind kind : List.of(Kind.NUMBERS, Kind.WORDS)) {
      Table table = new Table(kind, shelf);
      if (db.has(table)) {
        try (StoredRows rows = new StoredRows(db, table, List.of(), within(from, to))) {
          fold(rows, only, cells);
        }
      }
    }
    return cells;
  }

  private static void fold(StoredRows rows, Set<String> only, Map<String, HourCells> cells) {
    Map<Integer, HourCells> byKey = new HashMap<>();
    HourCells passedOver = new HourCells();
    while (rows.next()) {
      HourCells own = byKey.get(rows.key());
      if (own == null) {
        String series = rows.series();
        boolean counts = only.isEmpty() || only.contains(series);
        own = counts ? cells.computeIfAbsent(series, first -> new HourCells()) : passedOver;
        byKey.put(rows.key(), own);
      }
      if (own != passedOver) {
        own.at((int) (rows.time() % HourCells.HOUR / HourCells.MINUTE)).add(rows);
      }
    }
  }

  /** Writes summaries of one hour, in one commit. */
  private void write(long hour, long end, Map<String, HourCells> cells, boolean more) {
    if (more && rolledTo > hour) {
      try (StoredRows before = new StoredRows(db, hours, List.of(), within(hour, hour + 1))) {
        while (before.next()) {
          HourCells own = cells.get(before.series());
          if (own != null) {
            own.add(before.cells(), (int) ((rolledTo - hour) / HourCells.MINUTE));
          }
        }
      }
    }
    int till = (int) ((end - hour) / HourCells.MINUTE);
    try (WalWriter writer = db.engine().getWalWriter(db.token(hours))) {
      cells.forEach(
          (series, own) -> {
            Row row = writer.newRow(hour);
            row.putSym(Table.SERIES, series);
            row.putInt(Table.VALUE, till);
            row.putBin(Table.META, new Bytes(own.encoded(hour)));
            row.append();
          });
      writer.commit();
    }
    if (more && !db.awaitVisible(VISIBLE)) {
      throw new StoreFault("summaries in " + hours.title() + " are slow to become visible");
    }
  }

  private static long hourOf(long time) {
    return time - time % HourCells.HOUR;
  }

  private static long endOfHour(long time) {
    return hourOf(time) + HourCells.HOUR;
  }

  /** How many hours of signals wait to be mended. */
  int wrongHours() {
    return dirty.size();
  }

  @Override
  public void close() {
    dirty.close();
  }
}
