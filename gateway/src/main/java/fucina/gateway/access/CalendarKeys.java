package fucina.gateway.access;

import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Secret addresses of calendars. Calendar programs cannot sign in, so the address itself proves who
 * reads; it reads windows only, and ends when it is made anew, taken back, or its person locked
 * out.
 */
public final class CalendarKeys {
  private final People people;
  private final Database database;

  public CalendarKeys(People people) {
    this.people = people;
    this.database = people.database();
  }

  /**
   * A key, without its secret.
   *
   * @param machine whose windows it shows; empty for those of its person
   */
  public record Key(String id, Optional<String> machine, Instant createdAt) {}

  /**
   * A key just made.
   *
   * @param secret shown this once
   */
  public record Made(Key key, String secret) {}

  /** Whose calendar a secret opens. */
  public record Opened(Person person, Optional<String> machine) {}

  /** Makes a key; an earlier one of the same calendar is void. */
  public Future<Made> make(Person person, Optional<String> machine) {
    String secret = Secret.fresh(Secret.CALENDAR);
    Key key = new Key(Secret.id(), machine, people.now().toInstant());
    return database
        .inTransaction(
            sql ->
                sql.preparedQuery(
                        "INSERT INTO calendar_key (id, secret_hash, person, machine, created_at)"
                            + " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person,"
                            + " coalesce(machine, '')) DO UPDATE SET id = excluded.id, secret_hash"
                            + " = excluded.secret_hash, created_at = excluded.created_at")
                    .execute(
                        Tuple.of(
                            key.id(),
                            Secret.hash(secret),
                            person.id(),
                            machine.orElse(null),
                            people.now()))
                    .compose(
                        done ->
                            people.audit(
                                sql,
                                person.actor(),
                                "calendar.opened",
                                person.id(),
                                machine
                                    .<Map<String, Object>>map(id -> Map.of("machine", id))
                                    .orElse(Map.of()))))
        .map(new Made(key, secret));
  }

  /** The keys of a person, newest first. */
  public Future<List<Key>> list(Person person) {
    return database
        .pool()
        .preparedQuery(
            "SELECT id, machine, created_at FROM calendar_key WHERE person = $1 ORDER BY"
                + " created_at DESC, id")
        .execute(Tuple.of(person.id()))
        .map(rows -> rows.stream().map(CalendarKeys::key).toList());
  }

  /**
   * Takes a key back.
   *
   * @return whether the person had it
   */
  public Future<Boolean> revoke(Person person, String id) {
    return database
        .pool()
        .preparedQuery("DELETE FROM calendar_key WHERE id = $1 AND person = $2")
        .execute(Tuple.of(id, person.id()))
        .map(rows -> rows.rowCount() > 0);
  }

  /** Whose calendar that is; empty where nobody's, or somebody's who is locked out. */
  public Future<Optional<Opened>> open(String secret) {
    if (!Secret.wellFormed(secret) || !secret.startsWith(Secret.CALENDAR)) {
      return Future.succeededFuture(Optional.empty());
    }
    return database
        .pool()
        .preparedQuery(
            "SELECT "
                + People.COLUMNS
                + ", k.machine FROM calendar_key k JOIN person p ON p.id = k.person JOIN"
                + " organisation o ON o.id = p.organisation WHERE k.secret_hash = $1 AND"
                + " p.disabled_at IS NULL")
        .execute(Tuple.of(Secret.hash(secret)))
        .map(
            rows ->
                rows.stream()
                    .findFirst()
                    .map(
                        row ->
                            new Opened(
                                People.person(row),
                                Optional.ofNullable(row.getString("machine")))));
  }

  private static Key key(Row row) {
    return new Key(
        row.getString("id"),
        Optional.ofNullable(row.getString("machine")),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
