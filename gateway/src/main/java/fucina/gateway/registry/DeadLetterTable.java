package fucina.gateway.registry;

import fucina.gateway.link.DeadLetter;
import fucina.gateway.link.DeadLetters.Pile;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Dead letters at rest: of each machine the newest of each kind, and how many there were. */
final class DeadLetterTable {
  private final Database database;

  DeadLetterTable(Database database) {
    this.database = database;
  }

  /** Those of all machines that are registered. */
  Future<List<Pile>> all() {
    return database
        .pool()
        .query(
            "SELECT machine, total, source, reason, excerpt, size, at, times"
                + " FROM dead_letter JOIN dead_letter_total USING (machine)"
                + " WHERE machine IN (SELECT id FROM registered_machine)"
                + " ORDER BY machine, place")
        .execute()
        .map(
            rows -> {
              Map<String, Pile> piles = new LinkedHashMap<>();
              rows.forEach(
                  row ->
                      piles
                          .computeIfAbsent(
                              row.getString("machine"),
                              machine -> new Pile(machine, row.getLong("total"), new ArrayList<>()))
                          .letters()
                          .add(letter(row)));
              return List.copyOf(piles.values());
            });
  }

  private static DeadLetter letter(Row row) {
    return new DeadLetter(
        row.getString("machine"),
        row.getString("source"),
        row.getString("reason"),
        row.getString("excerpt"),
        row.getInteger("size"),
        row.getOffsetDateTime("at").toInstant(),
        row.getLong("times"));
  }

  /** Keeps a machine's in the place of those that were kept before. */
  Future<Void> keep(Pile pile) {
    return database.inTransaction(
        connection ->
            connection
                .preparedQuery(
                    "INSERT INTO dead_letter_total (machine, total) VALUES ($1, $2)"
                        + " ON CONFLICT (machine) DO UPDATE SET total = $2")
                .execute(Tuple.of(pile.machine(), pile.count()))
                .compose(
                    done ->
                        connection
                            .preparedQuery("DELETE FROM dead_letter WHERE machine = $1")
                            .execute(Tuple.of(pile.machine())))
                .compose(done -> insert(connection, pile)));
  }

  private static Future<Void> insert(SqlConnection connection, Pile pile) {
    List<Tuple> rows = new ArrayList<>();
    for (DeadLetter letter : pile.letters()) {
      rows.add(
          Tuple.of(
              pile.machine(),
              rows.size(),
              letter.source(),
              letter.reason(),
              letter.excerpt(),
              letter.size(),
              letter.at().atOffset(ZoneOffset.UTC),
              letter.times()));
    }
    return connection
        .preparedQuery(
            "INSERT INTO dead_letter (machine, place, source, reason, excerpt, size, at, times)"
                + " VALUES ($1,$2,$3,$4,$5,$6,$7,$8)")
        .executeBatch(rows)
        .mapEmpty();
  }
}
