package fucina.scheduler.postgres;

import fucina.scheduler.Actor;
import fucina.scheduler.AuditEntry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The append-only audit; the database itself refuses to change or remove a line. */
public final class Audit {
  private static final String APPEND =
      """
      INSERT INTO audit (at, person, organisation, capacity, actor_centre, centre, action, subject, detail)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

  /** The same, and in the outbox with the windows of the booking, as they are at this moment. */
  private static final String APPEND_AND_TELL =
      """
      WITH line AS (%s RETURNING number, subject), about AS (
        SELECT number, id AS booking FROM line JOIN booking ON id = subject
        UNION SELECT number, booking FROM line JOIN allocation ON session = subject)
      INSERT INTO outbox (line, booking, windows)
      SELECT number, booking, (
        SELECT jsonb_agg(jsonb_build_object('session', session, 'machine', machine,
            'from', window_from, 'to', window_to, 'open', active AND ended_at IS NULL,
            'approveBy', approve_by) ORDER BY machine)
        FROM allocation a WHERE a.booking = about.booking)
      FROM about"""
          .formatted(APPEND);

  /** What was done to the gateway's own certificate concerns every centre. */
  private static final String LIST =
      """
      SELECT * FROM audit
      WHERE ($1::text IS NULL OR centre = $1
          OR centre IS NULL AND action IN ('certificate.renewed', 'certificate.switched', 'certificate.dropped'))
        AND ($2::text IS NULL OR subject = $2)
        AND number < $3
      ORDER BY number DESC
      LIMIT $4""";

  private final Database database;

  public Audit(Database database) {
    this.database = database;
  }

  /**
   * Appends a line on the caller's connection: in the same transaction as what it tells of. What
   * happened to a booking or its sessions goes to the outbox too; who is told of it, if anybody, is
   * settled by whoever empties that.
   */
  public static Future<Void> append(SqlClient client, AuditEntry entry) {
    Actor actor = entry.actor();
    Tuple line =
        Tuple.of(
            entry.at().atOffset(ZoneOffset.UTC),
            actor.person(),
            actor.organisation(),
            actor.capacity().name(),
            actor.centre().orElse(null),
            entry.centre().orElse(null),
            entry.action(),
            entry.subject(),
            new JsonObject(entry.detail()));
    boolean told = entry.action().startsWith("booking.") || entry.action().startsWith("session.");
    return client.preparedQuery(told ? APPEND_AND_TELL : APPEND).execute(line).mapEmpty();
  }

  /** Appends a line by itself, of what was done outside the database. */
  public Future<Void> append(AuditEntry entry) {
    return append(database.pool(), entry);
  }

  /**
   * Lines, newest first.
   *
   * @param centre only lines that concern this centre
   * @param subject only lines about this thing
   * @param limit how many at most
   * @param after number of the last line of the page before
   */
  public Future<List<Line>> list(
      Optional<String> centre, Optional<String> subject, int limit, Optional<Long> after) {
    Tuple asked =
        Tuple.of(centre.orElse(null), subject.orElse(null), after.orElse(Long.MAX_VALUE), limit);
    return database
        .pool()
        .preparedQuery(LIST)
        .execute(asked)
        .map(
            rows -> {
              List<Line> lines = new ArrayList<>();
              rows.forEach(row -> lines.add(line(row)));
              return lines;
            });
  }

  private static Line line(Row row) {
    Actor actor =
        new Actor(
            row.getString("person"),
            row.getString("organisation"),
            Actor.Capacity.valueOf(row.getString("capacity")),
            Optional.ofNullable(row.getString("actor_centre")));
    AuditEntry entry =
        new AuditEntry(
            row.getOffsetDateTime("at").toInstant(),
            actor,
            Optional.ofNullable(row.getString("centre")),
            row.getString("action"),
            row.getString("subject"),
            row.getJsonObject("detail").getMap());
    return new Line(row.getLong("number"), entry);
  }

  /**
   * A line and its number.
   *
   * @param number grows with every line
   */
  public record Line(long number, AuditEntry entry) {}
}
