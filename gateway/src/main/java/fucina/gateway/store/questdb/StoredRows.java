package fucina.gateway.store.questdb;

import fucina.gateway.store.StoreFault;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import io.questdb.cairo.sql.Record;
import io.questdb.cairo.sql.RecordCursor;
import io.questdb.cairo.sql.RecordCursorFactory;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContext;
import io.questdb.std.str.Utf8Sequence;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of one table, in order of time; a cursor, open until closed, on one thread. */
final class StoredRows implements AutoCloseable {
  private final Table.Kind kind;
  private final Map<Integer, Series> names = new HashMap<>();
  private final RecordCursorFactory factory;
  private final RecordCursor cursor;
  private final Record row;

  /**
   * Opens a cursor.
   *
   * @param series which; empty for all
   * @param where conditions on time, as text without names
   */
  StoredRows(QuestDb db, Table table, List<String> series, String where) {
    this.kind = table.kind();
    SqlExecutionContext context = db.context();
    try {
      for (int i = 0; i < series.size(); i++) {
        context.getBindVariableService().setStr(i, series.get(i));
      }
      factory = db.engine().select(sql(table, series.size(), where), context);
    } catch (SqlException | RuntimeException e) {
      throw new StoreFault("the time-series store does not answer: " + e.getMessage());
    }
    try {
      cursor = factory.getCursor(context);
    } catch (SqlException | RuntimeException e) {
      factory.close();
      throw new StoreFault("the time-series store does not answer: " + e.getMessage());
    }
    row = cursor.getRecord();
  }

  /** The name of a series; a machine's id holds no slash. */
  static String series(String machine, String signal) {
    return machine + "/" + signal;
  }

  /** A condition on time, microseconds, from in to out. */
  static String between(long from, long to) {
    return "ts >= " + from + " and ts < " + to;
  }

  private static String sql(Table table, int names, String where) {
    StringBuilder sql = new StringBuilder("select ts, series");
    switch (table.kind()) {
      case WORDS -> sql.append(", value, meta, text, source");
      case HOURS -> sql.append(", till, cells");
      default -> sql.append(", value, meta");
    }
    sql.append(" from ").append(table.title()).append(" where ");
    if (names == 1) {
      sql.append("series = $1 and ");
    } else if (names > 1) {
      sql.append("series in (");
      for (int i = 1; i <= names; i++) {
        sql.append(i == 1 ? "$" : ", $").append(i);
      }
      sql.append(") and ");
    }
    return sql.append(where).toString();
  }

  boolean next() {
    return cursor.hasNext();
  }

  long time() {
    return row.getTimestamp(Table.TS);
  }

  /** A number that stands for the series while this cursor is open. */
  int key() {
    return row.getInt(Table.SERIES);
  }

  String series() {
    return name().whole();
  }

  String signal() {
    return name().signal();
  }

  private Series name() {
    return names.computeIfAbsent(key(), key -> Series.of(row.getSymA(Table.SERIES)));
  }

  private record Series(String whole, String machine, String signal) {
    static Series of(@Nullable CharSequence name) {
      String whole = String.valueOf(name);
      int slash = whole.indexOf('/');
      return new Series(whole, whole.substring(0, slash), whole.substring(slash + 1));
    }
  }

  double number() {
    return row.getDouble(Table.VALUE);
  }

  long meta() {
    return row.getLong(Table.META);
  }

  /** Of an hour's summary, how many of its minutes it tells of. */
  int till() {
    return row.getInt(Table.VALUE);
  }

  /** An hour's summary. */
  HourCells cells() {
    return HourCells.decoded(name().machine(), signal(), time(), row.getBin(Table.META));
  }

  /** Whether {@link #time}, {@link #meta} and {@link #number} say all there is to say. */
  boolean narrow() {
    return kind == Table.Kind.NUMBERS;
  }

  Reading reading() {
    if (narrow()) {
      return reading(name().machine(), signal(), time(), meta(), number());
    }
    Value value = Meta.kind(meta()) == Meta.TEXT ? Value.of(text()) : plain(meta(), number());
    return new Reading(
        name().machine(),
        signal(),
        Micros.instant(row.getTimestamp(Table.SOURCE)),
        Micros.instant(time()),
        value,
        Meta.quality(meta()));
  }

  /** The reading of a narrow row. */
  static Reading reading(String machine, String signal, long time, long meta, double number) {
    Instant at = Micros.instant(time);
    return new Reading(machine, signal, at, at, plain(meta, number), Meta.quality(meta));
  }

  static Value plain(long meta, double number) {
    return Meta.kind(meta) == Meta.FLAG ? Value.of(number != 0) : Value.of(number);
  }

  private String text() {
    Utf8Sequence text = row.getVarcharA(Table.TEXT);
    return text == null ? "" : text.toString();
  }

  @Override
  public void close() {
    cursor.close();
    factory.close();
  }
}
