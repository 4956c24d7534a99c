package fucina.gateway.session;

import fucina.gateway.session.Session.Consent;
import fucina.scheduler.Window;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Sessions at rest; each change with its audit line, in one transaction. */
final class SessionTable {
  private static final String COLUMNS =
      "id, booking, machine, person, organisation, window_from, window_to, state, operator,"
          + " consent_by, consent_at, withdrawn_by, withdrawn_at, fencing, started_at, ended_at, end_reason, end_outcome,"
          + " motion_command, motion_since";

  /** Sessions that have been opened, and the allocations whose window has not begun, as one. */
  private static final String ALL =
      "(SELECT "
          + COLUMNS
          + " FROM session UNION ALL SELECT b.session, b.booking, b.machine,"
          + " b.person, b.organisation, b.window_from, b.window_to, 'SCHEDULED', b.person, NULL, NULL,"
          + " NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL FROM booked_session b WHERE b.active"
          + " AND NOT EXISTS (SELECT 1 FROM session s WHERE s.id = b.session)) every_session";

  private final Database database;
  private final SessionAudit audit;

  SessionTable(Database database, SessionAudit audit) {
    this.database = database;
    this.audit = audit;
  }

  /** A session at rest, with the motion it had begun. */
  record Kept(Session session, Optional<Motion> motion) {}

  /** Which sessions to list. */
  record Query(
      Optional<String> organisation,
      Optional<String> centre,
      boolean activeOnly,
      int limit,
      Optional<String> after) {}

  Future<Optional<Kept>> find(String id) {
    return database
        .pool()
        .preparedQuery("SELECT " + COLUMNS + " FROM " + ALL + " WHERE id = $1")
        .execute(Tuple.of(id))
        .map(rows -> SessionRows.sessions(rows).findFirst());
  }

  /** Sessions that were open when the process last knew of them. */
  Future<List<Kept>> unfinished() {
    return database
        .pool()
        .preparedQuery("SELECT " + COLUMNS + " FROM session WHERE state IN ('ACTIVE', 'ENDING')")
        .execute()
        .map(rows -> SessionRows.sessions(rows).toList());
  }

  Future<List<Session>> list(Query query) {
    return database
        .pool()
        .preparedQuery(
            "SELECT "
                + COLUMNS
                + " FROM "
                + ALL
                + " WHERE ($1::text IS NULL OR organisation = $1) AND ($2::text IS NULL OR machine IN (SELECT id FROM bookable_machine WHERE centre = $2))"
                + " AND (NOT $3 OR state IN ('ACTIVE', 'ENDING'))"
                + " AND ($4::text IS NULL OR (window_from, id) < (SELECT window_from, id FROM "
                + ALL
                + " WHERE id = $4))"
                + " ORDER BY window_from DESC, id DESC LIMIT $5")
        .execute(
            Tuple.of(
                query.organisation().orElse(null),
                query.centre().orElse(null),
                query.activeOnly(),
                query.after().orElse(null),
                query.limit()))
        .map(rows -> SessionRows.sessions(rows).map(Kept::session).toList());
  }

  /**
   * The windows of an organisation's opened sessions of a machine, until they ended or were to end.
   */
  Future<List<Window>> windows(String machine, String organisation, Instant now) {
    return database
        .pool()
        .preparedQuery(
            "SELECT window_from, least(window_to, coalesce(ended_at, window_to), $3) AS until FROM session"
                + " WHERE machine = $1 AND organisation = $2 AND started_at IS NOT NULL ORDER BY window_from")
        .execute(Tuple.of(machine, organisation, SessionRows.at(now)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .filter(
                        row ->
                            row.getOffsetDateTime("window_from")
                                .isBefore(row.getOffsetDateTime("until")))
                    .map(
                        row ->
                            new Window(
                                SessionRows.instant(row, "window_from"),
                                SessionRows.instant(row, "until")))
                    .toList());
  }

  /** Writes a session as it stands, and why. */
  Future<Void> save(Session session, Optional<Motion> motion, Told told) {
    return database.inTransaction(
        connection ->
            save(connection, session, motion)
                .compose(done -> audit.append(connection, session.machine(), session.id(), told)));
  }

  /** Writes motion alone: it changes more often than anybody needs to be told. */
  Future<Void> save(Session session, Optional<Motion> motion) {
    return save(database.pool(), session, motion);
  }

  /** Writes a session inside the caller's transaction. */
  static Future<Void> save(SqlClient client, Session s, Optional<Motion> motion) {
    return client
        .preparedQuery(
            "INSERT INTO session ("
                + COLUMNS
                + ") VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20)"
                + " ON CONFLICT (id) DO UPDATE SET window_to = excluded.window_to, state = excluded.state, operator = excluded.operator,"
                + " consent_by = excluded.consent_by, consent_at = excluded.consent_at,"
                + " withdrawn_by = excluded.withdrawn_by, withdrawn_at = excluded.withdrawn_at, fencing = excluded.fencing,"
                + " started_at = excluded.started_at, ended_at = excluded.ended_at, end_reason = excluded.end_reason,"
                + " end_outcome = excluded.end_outcome, motion_command = excluded.motion_command, motion_since = excluded.motion_since"
                // An ended session never comes back, whatever order two writes arrive in.
                + " WHERE session.state NOT IN ('ENDED', 'QUARANTINED')")
        .execute(
            Tuple.from(
                java.util.Arrays.asList(
                    s.id(),
                    s.booking(),
                    s.machine(),
                    s.party().person(),
                    s.party().organisation(),
                    SessionRows.at(s.window().from()),
                    SessionRows.at(s.window().to()),
                    s.state().name(),
                    s.operator().orElse(null),
                    s.consent().map(Consent::technician).orElse(null),
                    s.consent().map(c -> SessionRows.at(c.at())).orElse(null),
                    s.withdrawal().map(Consent::technician).orElse(null),
                    s.withdrawal().map(c -> SessionRows.at(c.at())).orElse(null),
                    s.fencing(),
                    s.startedAt().map(SessionRows::at).orElse(null),
                    s.endedAt().map(SessionRows::at).orElse(null),
                    s.endReason().orElse(null),
                    s.endOutcome().orElse(null),
                    motion.map(Motion::command).orElse(null),
                    motion.map(m -> SessionRows.at(m.since())).orElse(null))))
        .mapEmpty();
  }
}
