package fucina.gateway.record;

import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** Which datasets are sealed: a file without a row was never handed out. */
final class DatasetTable {
  private final Database database;
  private final Function<String, Path> file;

  /**
   * @param file where a session's dataset lies
   */
  DatasetTable(Database database, Function<String, Path> file) {
    this.database = database;
    this.file = file;
  }

  /** An ended session, and whose it was. */
  record Ended(String session, String organisation) {}

  Future<Optional<Sealed>> find(String session) {
    return database
        .pool()
        .preparedQuery("SELECT sha256, bytes, sealed_at FROM dataset WHERE session = $1")
        .execute(Tuple.of(session))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Sealed(
                                session,
                                file.apply(session),
                                row.getLong("bytes"),
                                row.getString("sha256"),
                                row.getOffsetDateTime("sealed_at").toInstant()))
                    .findFirst());
  }

  /** Sessions that ran, are over and have no dataset yet, the oldest first. */
  Future<List<Ended>> unsealed() {
    return database
        .pool()
        .query(
            "SELECT s.id, s.organisation FROM session s LEFT JOIN dataset d ON d.session = s.id"
                + " WHERE s.state IN ('ENDED', 'QUARANTINED') AND s.started_at IS NOT NULL"
                + " AND d.session IS NULL ORDER BY s.ended_at")
        .execute()
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> new Ended(row.getString("id"), row.getString("organisation")))
                    .toList());
  }

  Future<Void> add(Sealed sealed) {
    return database
        .pool()
        .preparedQuery(
            "INSERT INTO dataset (session, sha256, bytes, sealed_at) VALUES ($1, $2, $3, $4)")
        .execute(
            Tuple.of(
                sealed.session(),
                sealed.sha256(),
                sealed.bytes(),
                sealed.sealedAt().atOffset(ZoneOffset.UTC)))
        .mapEmpty();
  }
}
