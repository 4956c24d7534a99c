package fucina.gateway.session;

import fucina.scheduler.Actor;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Commands at rest; each with its audit line, in one transaction. */
final class CommandTable {
  private final Database database;
  private final SessionAudit audit;

  CommandTable(Database database, SessionAudit audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * Writes a command at its first step, with the motion it may begin, before it is sent.
   *
   * @return false where the nonce was used before in this session
   */
  Future<Boolean> begin(
      CommandRecord record, String nonce, Session session, Optional<Motion> motion, Actor actor) {
    return database.inTransaction(
        connection ->
            insert(connection, record, nonce)
                .compose(
                    fresh ->
                        !fresh
                            ? Future.succeededFuture(false)
                            : SessionTable.save(connection, session, motion)
                                .compose(done -> commanded(connection, record, actor))
                                .map(true)));
  }

  /** Writes a command outside any session, or a stop: after it was sent, as a stop never waits. */
  Future<Void> record(CommandRecord record, Actor actor) {
    return database.inTransaction(
        connection ->
            insert(connection, record, "")
                .compose(
                    fresh ->
                        fresh
                            ? commanded(connection, record, actor)
                            : Future.<Void>succeededFuture()));
  }

  private static Future<Boolean> insert(SqlClient client, CommandRecord r, String nonce) {
    return client
        .preparedQuery(
            "INSERT INTO command (id, session, machine, command, arguments, person, nonce, step, steps, at)"
                + " VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT DO NOTHING")
        .execute(
            Tuple.of(
                    r.id(),
                    r.session().isEmpty() ? null : r.session(),
                    r.machine(),
                    r.command(),
                    new JsonObject(r.arguments()))
                .addString(r.person())
                .addString(nonce.isEmpty() ? null : nonce)
                .addString(r.step().name())
                .addJsonArray(SessionRows.steps(r))
                .addOffsetDateTime(SessionRows.at(r.steps().get(0).at())))
        .map(rows -> rows.rowCount() == 1);
  }

  private Future<Void> commanded(SqlClient client, CommandRecord record, Actor actor) {
    JsonObject detail =
        new JsonObject()
            .put("command", record.id())
            .put("session", record.session())
            .put("arguments", new JsonObject(record.arguments()))
            .put("detail", record.steps().get(0).detail());
    return audit.append(
        client,
        record.machine(),
        record.machine(),
        new Told(actor, "command." + record.command(), detail, record.steps().get(0).at()));
  }

  /**
   * Writes that a command whose warning was given is about to be sent, with the motion it begins.
   */
  Future<Void> sending(CommandRecord record, Session session, Optional<Motion> motion) {
    return database.inTransaction(
        connection ->
            update(connection, record)
                .compose(rows -> SessionTable.save(connection, session, motion)));
  }

  /**
   * Writes a command's further step, the last one with its audit line; also what is added to a
   * command that is over, such as an answer that came late.
   */
  Future<Void> step(CommandRecord record) {
    return database.inTransaction(
        connection ->
            update(connection, record)
                .compose(
                    rows ->
                        record.over() && rows > 0
                            ? audit.append(
                                connection, record.machine(), record.machine(), over(record))
                            : Future.<Void>succeededFuture()));
  }

  private static Future<Integer> update(SqlClient client, CommandRecord record) {
    return client
        .preparedQuery(
            "UPDATE command SET step = $2, steps = $3 WHERE id = $1 AND (step NOT IN ('CONFIRMED', 'FAILED')"
                + " OR (step = $2 AND jsonb_array_length(steps) < jsonb_array_length($3)))")
        .execute(Tuple.of(record.id(), record.step().name(), SessionRows.steps(record)))
        .map(rows -> rows.rowCount());
  }

  private static Told over(CommandRecord record) {
    CommandRecord.Stepped last = record.steps().get(record.steps().size() - 1);
    return new Told(
        Actor.GATEWAY,
        "command." + record.command() + "." + record.step().name().toLowerCase(Locale.ROOT),
        new JsonObject().put("command", record.id()).put("detail", last.detail()),
        last.at());
  }

  /** A command by its id, in a session or outside any. */
  Future<Optional<CommandRecord>> find(String id) {
    return database
        .pool()
        .preparedQuery("SELECT * FROM command WHERE id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.stream().map(SessionRows::command).findFirst());
  }

  Future<List<CommandRecord>> commands(String session) {
    return database
        .pool()
        .preparedQuery("SELECT * FROM command WHERE session = $1 ORDER BY at, id")
        .execute(Tuple.of(session))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(SessionRows::command).toList());
  }

  /** The nonces a session has used. */
  Future<List<String>> nonces(String session) {
    return database
        .pool()
        .preparedQuery("SELECT nonce FROM command WHERE session = $1 AND nonce IS NOT NULL")
        .execute(Tuple.of(session))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getString(0))
                    .toList());
  }

  /** Writes a refusal: it changed nothing, but somebody tried. */
  Future<Void> refused(Session session, Told told) {
    return audit.append(database.pool(), session.machine(), session.id(), told);
  }
}
