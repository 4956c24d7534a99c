package fucina.gateway.session;

import fucina.gateway.session.CommandRecord.Step;
import fucina.gateway.session.CommandRecord.Stepped;
import fucina.gateway.session.Session.Consent;
import fucina.gateway.session.Session.State;
import fucina.gateway.session.SessionTable.Kept;
import fucina.scheduler.Party;
import fucina.scheduler.Window;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rows to sessions and commands, and what of them goes into a row. */
final class SessionRows {
  private SessionRows() {}

  static JsonArray steps(CommandRecord record) {
    JsonArray steps = new JsonArray();
    record
        .steps()
        .forEach(
            s ->
                steps.add(
                    new JsonObject()
                        .put("step", s.step().name())
                        .put("at", s.at().toString())
                        .put("detail", s.detail())));
    return steps;
  }

  static CommandRecord command(Row row) {
    List<Stepped> steps =
        row.getJsonArray("steps").stream()
            .map(JsonObject.class::cast)
            .map(
                s ->
                    new Stepped(
                        Step.valueOf(s.getString("step")),
                        Instant.parse(s.getString("at")),
                        s.getString("detail")))
            .toList();
    String session = row.getString("session");
    return new CommandRecord(
        row.getString("id"),
        session == null ? "" : session,
        row.getString("machine"),
        row.getString("command"),
        row.getJsonObject("arguments").getMap(),
        row.getString("person"),
        Step.valueOf(row.getString("step")),
        steps);
  }

  static Stream<Kept> sessions(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(SessionRows::kept);
  }

  private static Kept kept(Row row) {
    Session session =
        new Session(
            row.getString("id"),
            row.getString("booking"),
            row.getString("machine"),
            new Party(row.getString("person"), row.getString("organisation")),
            new Window(instant(row, "window_from"), instant(row, "window_to")),
            State.valueOf(row.getString("state")),
            text(row, "operator"),
            consent(row, "consent"),
            consent(row, "withdrawn"),
            row.getLong("fencing"),
            when(row, "started_at"),
            when(row, "ended_at"),
            text(row, "end_reason"),
            text(row, "end_outcome"));
    // After a restart nothing is known to have been measured moving.
    return new Kept(
        session,
        text(row, "motion_command")
            .map(command -> new Motion(command, instant(row, "motion_since"), false)));
  }

  private static Optional<Consent> consent(Row row, String prefix) {
    return text(row, prefix + "_by").map(who -> new Consent(who, instant(row, prefix + "_at")));
  }

  private static Optional<String> text(Row row, String column) {
    return Optional.ofNullable(row.getString(column));
  }

  private static Optional<Instant> when(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }

  static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
