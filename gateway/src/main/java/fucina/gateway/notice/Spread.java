package fucina.gateway.notice;

import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/**
 * Settles who is told of what came into the outbox: one delivery for each recipient and way, so
 * that each is tried again by itself. A line is found because it was not looked at yet, never by
 * its number: a greater one may have been committed before.
 */
final class Spread {
  private static final int AT_ONCE = 100;

  private static final String NEW =
      """
      SELECT %s FROM outbox o %s WHERE o.spread_at IS NULL ORDER BY o.line LIMIT %d
      FOR UPDATE OF o SKIP LOCKED"""
          .formatted(Happening.COLUMNS, Happening.JOINED, AT_ONCE);

  private static final String CENTRES = "(SELECT centre FROM bookable_machine WHERE id = ANY ($5))";

  /** The holder, and where they are asked, the technicians of the machines' centres. */
  private static final String TO_PEOPLE =
      """
      INSERT INTO delivery (id, line, booking, way, recipient, due_at)
      SELECT gen_random_uuid(), $1, $2, 'MAIL', id, $3 FROM person
      WHERE disabled_at IS NULL AND mailed AND ($4 AND id = $6
        OR $7 AND capacity = 'TECHNICIAN' AND id <> $8 AND centre IN %s)
      ON CONFLICT DO NOTHING"""
          .formatted(CENTRES);

  private static final String TO_PROGRAMS =
      """
      INSERT INTO delivery (id, line, booking, way, recipient, due_at)
      SELECT gen_random_uuid(), $1, $2, 'WEBHOOK', id, $3 FROM webhook
      WHERE $4 = ANY (events) AND (organisation = $6 OR centre IN %s)
      ON CONFLICT DO NOTHING"""
          .formatted(CENTRES);

  private final Database database;
  private final boolean mails;

  /**
   * @param mails whether mail is sent at all; what happens while it is not is never mailed
   */
  Spread(Database database, boolean mails) {
    this.database = database;
    this.mails = mails;
  }

  /** One round; goes on until nothing new is left. */
  Future<Void> look(Instant now) {
    return database
        .inTransaction(sql -> look(sql, now))
        .compose(seen -> seen < AT_ONCE ? Future.<Void>succeededFuture() : look(now));
  }

  private Future<Integer> look(SqlConnection sql, Instant now) {
    return sql.query(NEW)
        .execute()
        .compose(
            rows -> {
              List<Long> lines = rows.stream().map(row -> row.getLong("line")).toList();
              List<Happening> found =
                  rows.stream().flatMap(row -> Happening.read(row).stream()).toList();
              Future<Void> done = Future.succeededFuture();
              for (Happening each : found) {
                done = done.compose(before -> spread(sql, each, now));
              }
              return done.compose(all -> settled(sql, lines, now)).map(lines.size());
            });
  }

  private Future<Void> spread(SqlConnection sql, Happening happening, Instant now) {
    if (!happening.told()) {
      return Future.succeededFuture();
    }
    String[] machines =
        happening.held().stream().map(Happening.Held::machine).toArray(String[]::new);
    Future<Void> mailed =
        mails && (happening.mailed() || happening.asks())
            ? sql.preparedQuery(TO_PEOPLE)
                .execute(
                    Tuple.of(
                            happening.line(),
                            happening.booking(),
                            DeliveryTable.at(now),
                            happening.mailed(),
                            machines,
                            happening.holder())
                        .addBoolean(happening.asks())
                        .addString(happening.by().person()))
                .mapEmpty()
            : Future.succeededFuture();
    return mailed
        .compose(
            done ->
                sql.preparedQuery(TO_PROGRAMS)
                    .execute(
                        Tuple.of(
                            happening.line(),
                            happening.booking(),
                            DeliveryTable.at(now),
                            happening.kind().orElseThrow().action(),
                            machines,
                            happening.organisation())))
        .mapEmpty();
  }

  /** What cannot be read is settled too: told to nobody. */
  private static Future<Void> settled(SqlConnection sql, List<Long> lines, Instant now) {
    return sql.preparedQuery("UPDATE outbox SET spread_at = $2 WHERE line = ANY ($1)")
        .execute(Tuple.of(lines.toArray(Long[]::new), DeliveryTable.at(now)))
        .mapEmpty();
  }
}
