package fucina.gateway.access;

import fucina.scheduler.Actor;
import fucina.scheduler.Actor.Capacity;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People and organisations as administrators and coordinators keep them. */
public final class Directory {
  private static final String ENTRY =
      "SELECT "
          + People.COLUMNS
          + ", p.created_at, p.disabled_at FROM person p JOIN organisation o ON o.id ="
          + " p.organisation ";

  private final People people;
  private final SignIns signIns;

  public Directory(People people, SignIns signIns) {
    this.people = people;
    this.signIns = signIns;
  }

  /**
   * Somebody as the directory knows them.
   *
   * @param since when they were let in
   * @param locked whether they are kept out: they cannot sign in, and nothing of theirs holds
   */
  public record Entry(Person person, Instant since, boolean locked) {}

  /**
   * Somebody who got a password made here.
   *
   * @param password shown this once
   */
  public record Admitted(Entry entry, String password) {}

  /** The organisations, by name. */
  public Future<List<Organisation>> organisations() {
    return people
        .database()
        .pool()
        .query("SELECT id, name FROM organisation ORDER BY name, id")
        .execute()
        .map(
            rows ->
                rows.stream()
                    .map(row -> new Organisation(row.getString("id"), row.getString("name")))
                    .toList());
  }

  /**
   * Adds an organisation.
   *
   * @return whether its id was free
   */
  public Future<Boolean> add(Organisation organisation, Actor by) {
    return people
        .database()
        .inTransaction(
            sql ->
                sql.preparedQuery(
                        "INSERT INTO organisation (id, name, created_at) VALUES ($1, $2, $3) ON"
                            + " CONFLICT DO NOTHING")
                    .execute(Tuple.of(organisation.id(), organisation.name(), people.now()))
                    .compose(
                        rows ->
                            rows.rowCount() == 0
                                ? Future.succeededFuture(false)
                                : people
                                    .audit(
                                        sql,
                                        by,
                                        "organisation.added",
                                        organisation.id(),
                                        Map.of("name", organisation.name()))
                                    .map(true)))
        .compose(added -> people.readNames().map(added));
  }

  /** Everybody, or everybody of one organisation, by name. */
  public Future<List<Entry>> people(Optional<String> organisation) {
    return people
        .database()
        .pool()
        .preparedQuery(
            ENTRY + "WHERE $1::text IS NULL OR p.organisation = $1 ORDER BY p.name, p.id")
        .execute(Tuple.of(organisation.orElse(null)))
        .map(rows -> rows.stream().map(Directory::entry).toList());
  }

  public Future<Optional<Entry>> entry(String id) {
    return people
        .database()
        .pool()
        .preparedQuery(ENTRY + "WHERE p.id = $1")
        .execute(Tuple.of(id))
        .map(rows -> rows.stream().map(Directory::entry).findFirst());
  }

  /**
   * Lets somebody in under a password made here.
   *
   * @return empty where the e-mail is taken
   */
  public Future<Optional<Admitted>> admit(
      String email,
      String name,
      String organisation,
      Capacity capacity,
      Optional<String> centre,
      Actor by) {
    String id = Secret.id();
    String password = Secret.password();
    NewPerson person = new NewPerson(id, email, name, organisation, capacity, centre, password);
    return people
        .add(person, by)
        .compose(added -> added ? entry(id) : Future.succeededFuture(Optional.empty()))
        .map(found -> found.map(entry -> new Admitted(entry, password)));
  }

  /** Gives somebody another name to be read by. */
  public Future<Void> rename(String id, String name, Actor by) {
    return people
        .database()
        .inTransaction(
            sql ->
                sql.preparedQuery("UPDATE person SET name = $2 WHERE id = $1")
                    .execute(Tuple.of(id, name))
                    .compose(
                        done -> people.audit(sql, by, "person.renamed", id, Map.of("name", name))))
        .compose(done -> people.readNames());
  }

  /**
   * Keeps somebody out, at once and everywhere, or lets them in again. Who is kept out loses every
   * sign-in and API token.
   *
   * @return false where they are the last administrator who may sign in, and stay so
   */
  public Future<Boolean> lock(String id, boolean locked, Actor by) {
    return people
        .database()
        .inTransaction(
            sql ->
                locked
                    ? lockOut(sql, id, by)
                    : sql.preparedQuery("UPDATE person SET disabled_at = NULL WHERE id = $1")
                        .execute(Tuple.of(id))
                        .compose(done -> people.audit(sql, by, "person.unlocked", id, Map.of()))
                        .map(Optional.of(List.<String>of())))
        .map(
            ended -> {
              ended.ifPresent(all -> all.forEach(signIns::ended));
              return ended.isPresent();
            });
  }

  /**
   * Takes the old password from somebody; every sign-in and API token of theirs ends.
   *
   * @return the new password, shown this once
   */
  public Future<String> freshPassword(String id, Actor by) {
    String password = Secret.password();
    return people
        .passwords()
        .hash(password)
        .compose(
            hash ->
                people
                    .database()
                    .inTransaction(
                        sql ->
                            sql.preparedQuery("UPDATE person SET password_hash = $2 WHERE id = $1")
                                .execute(Tuple.of(id, hash))
                                .compose(
                                    done ->
                                        people.audit(
                                            sql, by, "person.password-reset", id, Map.of()))
                                .compose(done -> endAll(sql, id))))
        .map(
            ended -> {
              ended.forEach(signIns::ended);
              return password;
            });
  }

  /**
   * The administrators' rows are locked in order, so that two of them cannot lock each other out.
   */
  private Future<Optional<List<String>>> lockOut(SqlConnection sql, String id, Actor by) {
    return sql.query(
            "SELECT id FROM person WHERE capacity = 'ADMINISTRATOR' AND disabled_at IS NULL ORDER"
                + " BY id FOR UPDATE")
        .execute()
        .compose(
            rows -> {
              List<String> administrators = rows.stream().map(row -> row.getString(0)).toList();
              return administrators.equals(List.of(id))
                  ? Future.succeededFuture(Optional.<List<String>>empty())
                  : sql.preparedQuery(
                          "UPDATE person SET disabled_at = $2 WHERE id = $1 AND disabled_at IS"
                              + " NULL")
                      .execute(Tuple.of(id, people.now()))
                      .compose(done -> people.audit(sql, by, "person.locked", id, Map.of()))
                      .compose(done -> endAll(sql, id))
                      .map(Optional::of);
            });
  }

  private Future<List<String>> endAll(SqlConnection sql, String id) {
    return sql.preparedQuery(
            "WITH s AS (UPDATE sign_in SET ended_at = $2 WHERE person = $1 AND ended_at IS NULL"
                + " RETURNING id), t AS (UPDATE api_token SET revoked_at = $2 WHERE person = $1 AND"
                + " revoked_at IS NULL RETURNING id) SELECT id FROM s UNION ALL SELECT id FROM t")
        .execute(Tuple.of(id, people.now()))
        .map(rows -> rows.stream().map(row -> row.getString(0)).toList());
  }

  private static Entry entry(Row row) {
    return new Entry(
        People.person(row),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("disabled_at") != null);
  }
}
