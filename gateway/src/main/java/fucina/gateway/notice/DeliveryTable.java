package fucina.gateway.notice;

import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The deliveries, in PostgreSQL; several processes may work on them. */
final class DeliveryTable {
  /** One recipient is told of one booking in the order things happened. */
  private static final String CLAIM =
      """
      WITH claimed AS (
        UPDATE delivery SET attempts = attempts + 1, due_at = $3 WHERE id IN (
          SELECT id FROM delivery n
          WHERE way = $1 AND state = 'WAITING' AND due_at <= $2 AND NOT EXISTS (
            SELECT 1 FROM delivery e WHERE e.way = n.way AND e.recipient = n.recipient
              AND e.booking = n.booking AND e.state = 'WAITING' AND e.line < n.line)
          ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED)
        RETURNING id, line, recipient, attempts)
      SELECT claimed.id AS delivery, claimed.recipient, claimed.attempts, %s
      FROM claimed JOIN outbox o ON o.line = claimed.line %s"""
          .formatted(Happening.COLUMNS, Happening.JOINED);

  private static final String OVER =
      """
      UPDATE delivery SET state = $2, done_at = $3, last_error = $4
      WHERE id = $1 AND state = 'WAITING'""";

  private static final String AGAIN =
      "UPDATE delivery SET due_at = $2, last_error = $3 WHERE id = $1 AND state = 'WAITING'";

  private static final String NONE_BY =
      """
      UPDATE delivery SET state = 'FAILED', done_at = $2, last_error = $3
      WHERE way = $1 AND state = 'WAITING'""";

  private static final String LIST =
      """
      SELECT d.*, u.action, u.at FROM delivery d JOIN audit u ON u.number = d.line
      WHERE d.recipient = $1 AND d.way = $2 ORDER BY d.line DESC LIMIT $3""";

  private final Database database;

  DeliveryTable(Database database) {
    this.database = database;
  }

  /** A delivery that nobody else tries meanwhile. */
  record Claimed(String id, String recipient, int attempts, Happening happening) {}

  /**
   * Takes what is due; what cannot be read is given up.
   *
   * @param until when others may try it, in case this process is not there any more
   */
  Future<List<Claimed>> claim(String way, Instant now, Instant until, int most) {
    return database
        .pool()
        .preparedQuery(CLAIM)
        .execute(Tuple.of(way, at(now), at(until), most))
        .compose(rows -> readable(rows, now));
  }

  private Future<List<Claimed>> readable(RowSet<Row> rows, Instant now) {
    List<Claimed> claimed = new ArrayList<>();
    List<Future<Void>> unread = new ArrayList<>();
    for (Row row : rows) {
      String id = row.getString("delivery");
      Happening.read(row)
          .ifPresentOrElse(
              happening ->
                  claimed.add(
                      new Claimed(
                          id, row.getString("recipient"), row.getInteger("attempts"), happening)),
              () -> unread.add(failed(id, now, "what happened cannot be read")));
    }
    // One that could not be marked comes again when its time is over.
    return Future.join(unread).transform(marked -> Future.succeededFuture(claimed));
  }

  Future<Void> delivered(String id, Instant now) {
    return over(Tuple.of(id, "DELIVERED", at(now), null));
  }

  Future<Void> failed(String id, Instant now, String reason) {
    return over(Tuple.of(id, "FAILED", at(now), reason));
  }

  Future<Void> again(String id, Instant due, String reason) {
    return database.pool().preparedQuery(AGAIN).execute(Tuple.of(id, at(due), reason)).mapEmpty();
  }

  /** Gives up all that wait to go one way. */
  Future<Void> noneBy(String way, Instant now, String reason) {
    return database
        .pool()
        .preparedQuery(NONE_BY)
        .execute(Tuple.of(way, at(now), reason))
        .mapEmpty();
  }

  /** How many wait to be delivered, and how many happenings nobody was assigned to yet. */
  Future<Long> depth() {
    return database
        .pool()
        .query(
            "SELECT (SELECT count(*) FROM delivery WHERE state = 'WAITING') + (SELECT count(*)"
                + " FROM outbox WHERE spread_at IS NULL)")
        .execute()
        .map(rows -> rows.iterator().next().getLong(0));
  }

  /** The last ones to a recipient, newest first. */
  Future<List<Delivery>> list(String recipient, String way, int most) {
    return database
        .pool()
        .preparedQuery(LIST)
        .execute(Tuple.of(recipient, way, most))
        .map(rows -> rows.stream().map(DeliveryTable::delivery).toList());
  }

  private Future<Void> over(Tuple how) {
    return database.pool().preparedQuery(OVER).execute(how).map(SqlResult::rowCount).mapEmpty();
  }

  private static Delivery delivery(Row row) {
    Delivery.State state = Delivery.State.valueOf(row.getString("state"));
    return new Delivery(
        row.getString("id"),
        row.getString("action"),
        row.getString("booking"),
        row.getOffsetDateTime("at").toInstant(),
        state,
        row.getInteger("attempts"),
        Optional.of(row.getOffsetDateTime("due_at").toInstant())
            .filter(due -> state == Delivery.State.WAITING),
        Optional.ofNullable(row.getOffsetDateTime("done_at")).map(OffsetDateTime::toInstant),
        Optional.ofNullable(row.getString("last_error")));
  }

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
