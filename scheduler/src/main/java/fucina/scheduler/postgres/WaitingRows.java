package fucina.scheduler.postgres;

import fucina.scheduler.MachineFilter;
import fucina.scheduler.Party;
import fucina.scheduler.WaitingEntry;
import fucina.scheduler.WaitingEntry.State;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Places in the waiting list. */
final class WaitingRows {
  private static final String FIND = "SELECT * FROM waiting WHERE id = $1";

  private static final String OF =
      """
      SELECT * FROM waiting WHERE $1::text IS NULL OR organisation = $1
      ORDER BY number DESC LIMIT 1000""";

  private static final String IN_LINE =
      "SELECT * FROM waiting WHERE state IN ('WAITING', 'OFFERED') ORDER BY number LIMIT 1000";

  private static final String ANY =
      "SELECT EXISTS (SELECT 1 FROM waiting WHERE state = 'WAITING') AS waits";

  private static final String INSERT =
      """
      INSERT INTO waiting (id, person, organisation, machine, family, capability, centre, seconds,
        window_from, window_to, purpose, state, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""";

  private static final String OFFERED =
      "UPDATE waiting SET state = 'OFFERED', booking = $2 WHERE id = $1";

  private static final String END =
      "UPDATE waiting SET state = $2 WHERE id = $1 AND state = 'WAITING'";

  private static final String SETTLE =
      "UPDATE waiting SET state = $2 WHERE booking = $1 AND state = 'OFFERED'";

  private static final String AGAIN =
      "UPDATE waiting SET state = 'WAITING', booking = NULL WHERE booking = $1 AND state = 'OFFERED'";

  private WaitingRows() {}

  static Future<Optional<WaitingEntry>> find(SqlClient client, String id) {
    return entries(client, FIND, Tuple.of(id)).map(found -> found.stream().findFirst());
  }

  static Future<List<WaitingEntry>> of(SqlClient client, Optional<String> organisation) {
    return entries(client, OF, Tuple.of(organisation.orElse(null)));
  }

  static Future<List<WaitingEntry>> inLine(SqlClient client) {
    return entries(client, IN_LINE, Tuple.tuple());
  }

  static Future<Boolean> any(SqlClient client) {
    return client
        .preparedQuery(ANY)
        .execute()
        .map(rows -> rows.iterator().next().getBoolean("waits"));
  }

  static Future<Void> insert(SqlClient client, WaitingEntry entry) {
    return client
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(
                entry.id(),
                entry.party().person(),
                entry.party().organisation(),
                entry.wanted().machine().orElse(null),
                entry.wanted().family().orElse(null),
                entry.wanted().capability().orElse(null),
                entry.wanted().centre().orElse(null),
                entry.length().toSeconds(),
                Rows.at(entry.window().from()),
                Rows.at(entry.window().to()),
                entry.purpose(),
                entry.state().name(),
                Rows.at(entry.createdAt())))
        .mapEmpty();
  }

  static Future<Void> offered(SqlClient client, String entry, String booking) {
    return client.preparedQuery(OFFERED).execute(Tuple.of(entry, booking)).mapEmpty();
  }

  static Future<Boolean> end(SqlClient client, String entry, State state) {
    return client
        .preparedQuery(END)
        .execute(Tuple.of(entry, state.name()))
        .map(rows -> rows.rowCount() > 0);
  }

  static Future<Void> settle(SqlClient client, String booking, State state) {
    return client.preparedQuery(SETTLE).execute(Tuple.of(booking, state.name())).mapEmpty();
  }

  static Future<Void> again(SqlClient client, String booking) {
    return client.preparedQuery(AGAIN).execute(Tuple.of(booking)).mapEmpty();
  }

  private static Future<List<WaitingEntry>> entries(SqlClient client, String sql, Tuple values) {
    return client
        .preparedQuery(sql)
        .execute(values)
        .map(
            rows -> {
              List<WaitingEntry> entries = new ArrayList<>();
              rows.forEach(row -> entries.add(entry(row)));
              return entries;
            });
  }

  private static WaitingEntry entry(Row row) {
    return new WaitingEntry(
        row.getString("id"),
        new Party(row.getString("person"), row.getString("organisation")),
        new MachineFilter(
            Optional.ofNullable(row.getString("machine")),
            Optional.ofNullable(row.getString("family")),
            Optional.ofNullable(row.getString("capability")),
            Optional.ofNullable(row.getString("centre"))),
        Duration.ofSeconds(row.getLong("seconds")),
        Rows.window(row, "window_from", "window_to"),
        row.getString("purpose"),
        State.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("booking")),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
