package fucina.scheduler.postgres;

import fucina.scheduler.Blackout;
import fucina.scheduler.BlackoutQuery;
import fucina.scheduler.Ledger.Occupant;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;

/** Blackouts, and what occupies machines beside them. */
final class BlackoutRows {
  private static final String FIND = "SELECT * FROM blackout WHERE id = $1";

  private static final String LIST =
      """
      SELECT * FROM blackout
      WHERE window_from < $2 AND window_to > $1
        AND (lifted_at IS NULL OR lifted_at > window_from)
        AND ($3::text IS NULL OR $3 = ANY (machines))
        AND ($4::text IS NULL OR centre = $4)
      ORDER BY window_from, id LIMIT 1000""";

  private static final String OCCUPANTS =
      """
      SELECT machine, booking, blackout,
        lower(occupied) AS occupied_from, upper(occupied) AS occupied_to
      FROM allocation
      WHERE active AND machine = ANY ($1) AND occupied && tstzrange($2, $3)
      ORDER BY machine, occupied""";

  private static final String INSERT =
      """
      INSERT INTO blackout
        (id, centre, machines, window_from, window_to, reason, made_by, made_at, version)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

  private static final String OCCUPY =
      """
      INSERT INTO allocation (session, blackout, machine, window_from, window_to, occupied, active)
      VALUES ($1, $2, $3, $4, $5, tstzrange($4, $5), true)""";

  private static final String UPDATE =
      """
      UPDATE blackout
      SET window_from = $2, window_to = $3, reason = $4, lifted_at = $5, version = $6
      WHERE id = $1""";

  private static final String UPDATE_OCCUPIED =
      """
      UPDATE allocation
      SET window_from = $2, window_to = $3, occupied = tstzrange($2, $3), active = $4
      WHERE blackout = $1""";

  private BlackoutRows() {}

  static Future<Optional<Blackout>> find(SqlClient client, String id) {
    return blackouts(client, FIND, Tuple.of(id)).map(found -> found.stream().findFirst());
  }

  static Future<Optional<Blackout>> locked(SqlClient client, String id) {
    return blackouts(client, FIND + " FOR UPDATE", Tuple.of(id))
        .map(found -> found.stream().findFirst());
  }

  static Future<List<Blackout>> list(SqlClient client, BlackoutQuery query) {
    return blackouts(
        client,
        LIST,
        Tuple.of(
            Rows.at(query.window().from()),
            Rows.at(query.window().to()),
            query.machine().orElse(null),
            query.centre().orElse(null)));
  }

  static Future<List<Occupant>> occupants(
      SqlClient client, SortedSet<String> machines, Window span) {
    return client
        .preparedQuery(OCCUPANTS)
        .execute(
            Tuple.of(machines.toArray(String[]::new), Rows.at(span.from()), Rows.at(span.to())))
        .map(
            rows -> {
              List<Occupant> occupants = new ArrayList<>();
              rows.forEach(row -> occupants.add(occupant(row)));
              return occupants;
            });
  }

  static Future<Void> insert(SqlClient client, Blackout blackout) {
    Tuple head =
        Tuple.of(
            blackout.id(),
            blackout.centre(),
            blackout.machines().toArray(String[]::new),
            Rows.at(blackout.window().from()),
            Rows.at(blackout.window().to()),
            blackout.reason(),
            blackout.madeBy(),
            Rows.at(blackout.madeAt()),
            blackout.version());
    List<Tuple> occupied =
        blackout.machines().stream()
            .map(
                machine ->
                    Tuple.of(
                        UUID.randomUUID().toString(),
                        blackout.id(),
                        machine,
                        Rows.at(blackout.window().from()),
                        Rows.at(blackout.window().to())))
            .toList();
    return client
        .preparedQuery(INSERT)
        .execute(head)
        .compose(done -> client.preparedQuery(OCCUPY).executeBatch(occupied))
        .mapEmpty();
  }

  static Future<Void> update(SqlClient client, Blackout blackout) {
    return client
        .preparedQuery(UPDATE)
        .execute(
            Tuple.of(
                blackout.id(),
                Rows.at(blackout.window().from()),
                Rows.at(blackout.window().to()),
                blackout.reason(),
                blackout.liftedAt().map(Rows::at).orElse(null),
                blackout.version()))
        .compose(
            done ->
                client
                    .preparedQuery(UPDATE_OCCUPIED)
                    .execute(
                        Tuple.of(
                            blackout.id(),
                            Rows.at(blackout.window().from()),
                            Rows.at(blackout.window().to()),
                            blackout.occupies())))
        .mapEmpty();
  }

  private static Future<List<Blackout>> blackouts(SqlClient client, String sql, Tuple values) {
    return client.preparedQuery(sql).execute(values).map(BlackoutRows::blackouts);
  }

  private static List<Blackout> blackouts(RowSet<Row> rows) {
    List<Blackout> blackouts = new ArrayList<>();
    rows.forEach(row -> blackouts.add(blackout(row)));
    return blackouts;
  }

  private static Blackout blackout(Row row) {
    return new Blackout(
        row.getString("id"),
        row.getString("centre"),
        List.of(row.getArrayOfStrings("machines")),
        Rows.window(row, "window_from", "window_to"),
        row.getString("reason"),
        row.getString("made_by"),
        Rows.instant(row, "made_at"),
        Rows.optional(row, "lifted_at"),
        row.getLong("version"));
  }

  private static Occupant occupant(Row row) {
    return new Occupant(
        row.getString("machine"),
        Rows.window(row, "occupied_from", "occupied_to"),
        Optional.ofNullable(row.getString("booking")),
        Optional.ofNullable(row.getString("blackout")));
  }
}
