package fucina.gateway.store.questdb;

import fucina.gateway.store.questdb.Table.Kind;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import io.questdb.cairo.TableWriter.Row;
import io.questdb.cairo.wal.WalWriter;
import io.questdb.std.str.Utf8String;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends and commits. One thread. After a fault its writers are given up and taken anew, and what
 * was half written is rolled back; the caller repeats the whole group, which lands on itself.
 */
final class CommitWriter implements AutoCloseable {
  private static final int NAMES_A_MACHINE = 10_000;

  private final QuestDb db;
  private final Map<String, Map<String, String>> names = new HashMap<>();
  private final Map<Table, WalWriter> writers = new HashMap<>();

  CommitWriter(QuestDb db) {
    this.db = db;
  }

  /** Commits readings of one shelf. */
  void commit(Shelf shelf, List<Reading> readings) {
    Table narrow = new Table(Kind.NUMBERS, shelf);
    Table wide = new Table(Kind.WORDS, shelf);
    boolean numbers = false;
    boolean words = false;
    for (Reading reading : readings) {
      if (isWide(reading)) {
        appendWide(writer(wide), reading);
        words = true;
      } else {
        appendNarrow(writer(narrow), reading);
        numbers = true;
      }
    }
    if (numbers) {
      writer(narrow).commit();
    }
    if (words) {
      writer(wide).commit();
    }
  }

  void commit(Gap gap) {
    WalWriter writer = writer(Table.GAPS);
    Row row = writer.newRow(Micros.notBefore(gap.from()));
    row.putSym(1, gap.machine());
    row.putSym(2, gap.signal());
    row.putTimestamp(3, Micros.notBefore(gap.to()));
    row.putSym(4, gap.reason());
    row.append();
    writer.commit();
  }

  private static boolean isWide(Reading reading) {
    return reading.value() instanceof Value.Text
        || Micros.of(reading.sourceTime()) != Micros.of(reading.time());
  }

  private void appendNarrow(WalWriter writer, Reading reading) {
    Row row = writer.newRow(Micros.of(reading.time()));
    row.putSym(Table.SERIES, series(reading));
    row.putDouble(Table.VALUE, number(reading.value()));
    row.putLong(Table.META, Meta.of(reading));
    row.append();
  }

  private void appendWide(WalWriter writer, Reading reading) {
    Row row = writer.newRow(Micros.of(reading.time()));
    row.putSym(Table.SERIES, series(reading));
    row.putDouble(Table.VALUE, number(reading.value()));
    row.putLong(Table.META, Meta.of(reading));
    if (reading.value() instanceof Value.Text text) {
      row.putVarchar(Table.TEXT, new Utf8String(text.value()));
    }
    row.putTimestamp(Table.SOURCE, Micros.of(reading.sourceTime()));
    row.append();
  }

  /** Putting the name together again for every row would cost a tenth of the writer's time. */
  private String series(Reading reading) {
    Map<String, String> signals = names.get(reading.machine());
    if (signals == null) {
      signals = new HashMap<>();
      names.put(reading.machine(), signals);
    }
    String name = signals.get(reading.signal());
    if (name == null) {
      name = StoredRows.series(reading.machine(), reading.signal());
      if (signals.size() < NAMES_A_MACHINE) {
        signals.put(reading.signal(), name);
      }
    }
    return name;
  }

  private static double number(Value value) {
    if (value instanceof Value.Number number) {
      return number.value();
    }
    return value instanceof Value.Flag flag && flag.value() ? 1 : 0;
  }

  private WalWriter writer(Table table) {
    return writers.computeIfAbsent(table, each -> db.engine().getWalWriter(db.token(each)));
  }

  /** Gives the writers up; what they hold uncommitted is rolled back. */
  @Override
  public void close() {
    List<WalWriter> held = List.copyOf(writers.values());
    writers.clear();
    held.forEach(WalWriter::close);
  }
}
