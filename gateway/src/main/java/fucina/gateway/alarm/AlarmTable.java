package fucina.gateway.alarm;

import fucina.gateway.alarm.AlarmQuery.Which;
import fucina.gateway.alarm.AlarmQuery.Within;
import fucina.gateway.alarm.Occurrence.Acknowledgement;
import fucina.gateway.alarm.Occurrence.Cause;
import fucina.gateway.alarm.Occurrence.Cleared;
import fucina.gateway.alarm.Occurrence.NotedLater;
import fucina.gateway.alarm.Occurrence.Source;
import fucina.profiles.Label;
import fucina.profiles.Value;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.postgres.Audit;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Alarms at rest in PostgreSQL, one row each; a row is always written whole. */
final class AlarmTable {
  private static final int TAKEN_UP_AT_MOST = 20_000;
  private static final String STANDING = "(cleared_at IS NULL OR acknowledged_at IS NULL)";

  private static final String WRITE =
      """
      INSERT INTO alarm (id, machine, centre, source, condition, signal, title_en, title_it, severity,
        raised_at, value, cleared_at, cleared_by, acknowledged_at, acknowledged_by, note,
        noted_by, noted_at)
      VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18)
      ON CONFLICT (id) DO UPDATE SET title_en = $7, title_it = $8, severity = $9, cleared_at = $12,
        cleared_by = $13, acknowledged_at = $14, acknowledged_by = $15, note = $16,
        noted_by = $17, noted_at = $18""";

  private static final String LIST =
      """
      SELECT * FROM alarm
      WHERE ($1::text IS NULL OR centre = $1)
        AND ($2::text[] IS NULL OR EXISTS (
          SELECT 1 FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) own (machine, since, until)
          WHERE own.machine = alarm.machine AND raised_at < own.until
            AND (cleared_at IS NULL OR cleared_at >= own.since)))
        AND ($5::timestamptz IS NULL OR cleared_at IS NULL OR cleared_at >= $5)
        AND ($6::timestamptz IS NULL OR raised_at < $6)
        AND ($7::text IS NULL OR (raised_at, id) < (SELECT last.raised_at, last.id FROM alarm last WHERE last.id = $7))
        AND %s
      ORDER BY raised_at DESC, id DESC
      LIMIT $8""";

  private final Database database;

  AlarmTable(Database database) {
    this.database = database;
  }

  /** Those that stand; of very many, the active and the newest. */
  Future<List<Occurrence>> standing() {
    return database
        .pool()
        .query(
            "SELECT * FROM (SELECT * FROM alarm WHERE "
                + STANDING
                + " ORDER BY cleared_at IS NULL DESC, raised_at DESC LIMIT "
                + TAKEN_UP_AT_MOST
                + ") standing ORDER BY raised_at, id")
        .execute()
        .map(AlarmTable::occurrences);
  }

  Future<Optional<Occurrence>> find(String id) {
    return database
        .pool()
        .preparedQuery("SELECT * FROM alarm WHERE id = $1")
        .execute(Tuple.of(id))
        .map(rows -> occurrences(rows).stream().findFirst());
  }

  Future<List<Occurrence>> list(AlarmQuery asked) {
    Tuple words = Tuple.tuple().addString(asked.centre().orElse(null));
    List<Within> within = asked.within().orElse(List.of());
    boolean all = asked.within().isEmpty();
    words
        .addArrayOfString(all ? null : within.stream().map(Within::machine).toArray(String[]::new))
        .addArrayOfOffsetDateTime(
            all ? null : times(within.stream().map(each -> each.window().from()).toList()))
        .addArrayOfOffsetDateTime(
            all ? null : times(within.stream().map(each -> each.window().to()).toList()))
        .addOffsetDateTime(asked.from().map(AlarmTable::utc).orElse(null))
        .addOffsetDateTime(asked.to().map(AlarmTable::utc).orElse(null))
        .addString(asked.after().orElse(null))
        .addInteger(asked.limit());
    return database
        .pool()
        .preparedQuery(LIST.formatted(asked.state().map(AlarmTable::where).orElse("true")))
        .execute(words)
        .map(AlarmTable::occurrences);
  }

  private static String where(Which which) {
    return switch (which) {
      case STANDING -> STANDING;
      case ACTIVE -> "cleared_at IS NULL AND acknowledged_at IS NULL";
      case ACKNOWLEDGED -> "cleared_at IS NULL AND acknowledged_at IS NOT NULL";
      case CLEARED -> "cleared_at IS NOT NULL";
    };
  }

  /** Writes an alarm as it is; twice is as once. */
  Future<Void> write(Occurrence one) {
    return write(database.pool(), one);
  }

  /** Writes an alarm as it is, and who did what to it. */
  Future<Void> write(Occurrence one, AuditEntry told) {
    return database.inTransaction(
        connection -> write(connection, one).compose(done -> Audit.append(connection, told)));
  }

  private static Future<Void> write(SqlClient client, Occurrence one) {
    Optional<Acknowledgement> noted = one.acknowledgement();
    Optional<NotedLater> later = noted.flatMap(Acknowledgement::later);
    Tuple row =
        Tuple.tuple()
            .addString(one.id())
            .addString(one.machine())
            .addString(one.centre())
            .addString(one.source().name())
            .addString(one.condition())
            .addString(one.signal().orElse(null))
            .addString(one.title().en())
            .addString(one.title().it())
            .addInteger(one.severity())
            .addOffsetDateTime(utc(one.raisedAt()))
            .addValue(one.value().map(value -> JsonArray.of(plain(value))).orElse(null))
            .addOffsetDateTime(one.cleared().map(gone -> utc(gone.at())).orElse(null))
            .addString(one.cleared().map(gone -> gone.cause().name()).orElse(null))
            .addOffsetDateTime(noted.map(by -> utc(by.at())).orElse(null))
            .addString(noted.flatMap(Acknowledgement::person).orElse(null))
            .addString(noted.map(Acknowledgement::note).orElse(null))
            .addString(later.map(NotedLater::person).orElse(null))
            .addOffsetDateTime(later.map(by -> utc(by.at())).orElse(null));
    return client.preparedQuery(WRITE).execute(row).mapEmpty();
  }

  /** JSON has no word for infinity. */
  private static @Nullable Object plain(Value value) {
    return value instanceof Value.Number number && !Double.isFinite(number.value())
        ? null
        : value.plain();
  }

  private static List<Occurrence> occurrences(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(AlarmTable::occurrence).toList();
  }

  private static Occurrence occurrence(Row row) {
    return new Occurrence(
        row.getString("id"),
        row.getString("machine"),
        row.getString("centre"),
        Source.valueOf(row.getString("source")),
        row.getString("condition"),
        Optional.ofNullable(row.getString("signal")),
        new Label(row.getString("title_en"), row.getString("title_it")),
        row.getInteger("severity"),
        row.getOffsetDateTime("raised_at").toInstant(),
        Optional.ofNullable(row.getJsonArray("value"))
            .flatMap(value -> Optional.ofNullable(value.getValue(0)))
            .map(Value::ofPlain),
        Optional.empty(),
        Optional.ofNullable(row.getOffsetDateTime("cleared_at"))
            .map(at -> new Cleared(at.toInstant(), Cause.valueOf(row.getString("cleared_by")))),
        Optional.ofNullable(row.getOffsetDateTime("acknowledged_at"))
            .map(
                at ->
                    new Acknowledgement(
                        Optional.ofNullable(row.getString("acknowledged_by")),
                        at.toInstant(),
                        row.getString("note"),
                        Optional.ofNullable(row.getString("noted_by"))
                            .map(
                                who ->
                                    new NotedLater(
                                        who, row.getOffsetDateTime("noted_at").toInstant())))));
  }

  private static OffsetDateTime[] times(List<Instant> instants) {
    return instants.stream().map(AlarmTable::utc).toArray(OffsetDateTime[]::new);
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
