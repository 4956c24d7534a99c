package fucina.gateway.store.questdb;

import fucina.gateway.store.StoreFault;
import fucina.gateway.telemetry.Gap;
import io.questdb.cairo.sql.Record;
import io.questdb.cairo.sql.RecordCursor;
import io.questdb.cairo.sql.RecordCursorFactory;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gaps machines have. */
final class StoredGaps {
  private static final int FROM = 0;
  private static final int SIGNAL = 1;
  private static final int TO = 2;
  private static final int REASON = 3;
  private static final int MACHINE = 4;

  private StoredGaps() {}

  /** Those that touch a stretch, microseconds, in order of their beginning. */
  static List<Gap> of(QuestDb db, String machine, long from, long to) {
    return where(db, Optional.of(machine), "ts < %d and till > %d".formatted(to, from));
  }

  /** Those that begin in a stretch; of one machine, or of all. */
  static List<Gap> begun(QuestDb db, Optional<String> machine, long from, long to) {
    return where(db, machine, StoredRows.between(from, to));
  }

  private static List<Gap> where(QuestDb db, Optional<String> machine, String where) {
    String sql = "select ts, signal, till, reason, machine from gaps where ";
    String whose = machine.isPresent() ? "machine = $1 and " : "";
    List<Gap> gaps = new ArrayList<>();
    SqlExecutionContext context = db.context();
    try {
      if (machine.isPresent()) {
        context.getBindVariableService().setStr(0, machine.get());
      }
      try (RecordCursorFactory factory = db.engine().select(sql + whose + where, context);
          RecordCursor cursor = factory.getCursor(context)) {
        Record row = cursor.getRecord();
        while (cursor.hasNext()) {
          gaps.add(
              new Gap(
                  String.valueOf(row.getSymA(MACHINE)),
                  String.valueOf(row.getSymA(SIGNAL)),
                  Micros.instant(row.getTimestamp(FROM)),
                  Micros.instant(row.getTimestamp(TO)),
                  String.valueOf(row.getSymA(REASON))));
        }
      }
    } catch (SqlException e) {
      throw new StoreFault("the time-series store does not answer: " + e.getMessage());
    }
    return gaps;
  }
}
