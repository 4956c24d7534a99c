package fucina.gateway.access;

import fucina.scheduler.Actor;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.AuditEntry;
import fucina.scheduler.postgres.Audit;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everybody who may sign in, and their organisations, in PostgreSQL. */
public final class People implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(People.class);

  /** Id of the organisation of the network's own people. */
  public static final String NETWORK = "network";

  static final String COLUMNS =
      "p.id AS person, p.email, p.name, p.organisation, o.name AS organisation_name, p.capacity,"
          + " p.centre";
  private static final String PERSON =
      "SELECT " + COLUMNS + " FROM person p JOIN organisation o ON o.id = p.organisation ";

  private final Database database;
  private final InstantSource clock;
  private final Passwords passwords;
  private final Map<String, String> people = new ConcurrentHashMap<>(Map.of("gateway", "Fucina"));
  private final Map<String, String> organisations =
      new ConcurrentHashMap<>(Map.of("fucina", "Fucina"));

  private People(Database database, InstantSource clock, Passwords passwords) {
    this.database = database;
    this.clock = clock;
    this.passwords = passwords;
  }

  /** Opens them, with the names of all in memory. */
  public static Future<People> open(Vertx vertx, Database database, InstantSource clock) {
    People people = new People(database, clock, new Passwords(vertx));
    return people.readNames().map(people);
  }

  Database database() {
    return database;
  }

  InstantSource clock() {
    return clock;
  }

  Passwords passwords() {
    return passwords;
  }

  /** The name of a person; the id where nobody of that id is known here yet. */
  public String personName(String id) {
    return people.getOrDefault(id, id);
  }

  /** The name of an organisation; the id where none of that id is known here yet. */
  public String organisationName(String id) {
    return organisations.getOrDefault(id, id);
  }

  /** Somebody who came by: perhaps let in by another process since this one read the names. */
  void met(Person person) {
    people.put(person.id(), person.name());
    organisations.put(person.organisation().id(), person.organisation().name());
  }

  public Future<Optional<Person>> byId(String id) {
    return one(PERSON + "WHERE p.id = $1 AND p.disabled_at IS NULL", id);
  }

  public Future<Optional<Person>> byEmail(String email) {
    return one(PERSON + "WHERE lower(p.email) = $1 AND p.disabled_at IS NULL", lower(email));
  }

  /** The people of an organisation, by name. */
  public Future<List<Person>> of(String organisation) {
    return database
        .pool()
        .preparedQuery(
            PERSON + "WHERE p.organisation = $1 AND p.disabled_at IS NULL ORDER BY p.name, p.id")
        .execute(Tuple.of(organisation))
        .map(rows -> rows.stream().map(People::person).toList());
  }

  /** Lets organisations in; one that is there already takes the new name. */
  public Future<Void> add(List<Organisation> organisations) {
    return database
        .inTransaction(
            sql ->
                each(
                    organisations,
                    o ->
                        sql.preparedQuery(
                                "INSERT INTO organisation (id, name, created_at) VALUES ($1, $2,"
                                    + " $3) ON CONFLICT (id) DO UPDATE SET name = excluded.name")
                            .execute(Tuple.of(o.id(), o.name(), now()))))
        .compose(done -> readNames());
  }

  /**
   * Lets somebody in, unless their id or e-mail is taken.
   *
   * @return whether they were let in
   */
  public Future<Boolean> add(NewPerson person, Actor by) {
    return passwords.hash(person.password()).compose(hash -> add(person, hash, by));
  }

  /** The same with their password's hash. */
  Future<Boolean> add(NewPerson person, String hash, Actor by) {
    return database
        .inTransaction(sql -> insert(sql, person, hash, by))
        .compose(added -> readNames().map(added));
  }

  /**
   * Makes the first administrator, where there is none yet.
   *
   * @return the one-time password to print; empty where there was an administrator
   */
  public Future<Optional<String>> createFirstAdministrator(String email) {
    String password = Secret.password();
    return passwords
        .hash(password)
        .compose(
            hash ->
                database.inTransaction(
                    sql ->
                        sql.query("SELECT 1 FROM person WHERE capacity = 'ADMINISTRATOR' LIMIT 1")
                            .execute()
                            .compose(
                                rows ->
                                    rows.size() > 0
                                        ? Future.succeededFuture(Optional.<String>empty())
                                        : firstAdministrator(sql, email, hash)
                                            .map(Optional.of(password)))))
        .compose(made -> readNames().map(made));
  }

  /**
   * Takes a new password, where the old one is right; other sign-ins of the person end.
   *
   * @return ids of the sign-ins that ended; empty where the old password was not right
   */
  Future<Optional<List<String>>> changePassword(SignedIn who, String old, String fresh) {
    return database
        .pool()
        .preparedQuery("SELECT password_hash FROM person WHERE id = $1")
        .execute(Tuple.of(who.person().id()))
        .compose(rows -> passwords.matches(old, rows.iterator().next().getString(0)))
        .compose(
            right ->
                right
                    ? passwords.hash(fresh).compose(hash -> take(who, hash)).map(Optional::of)
                    : Future.succeededFuture(Optional.empty()));
  }

  @Override
  public void close() {
    passwords.close();
  }

  private Future<List<String>> take(SignedIn who, String hash) {
    String person = who.person().id();
    return database.inTransaction(
        sql ->
            sql.preparedQuery("UPDATE person SET password_hash = $2 WHERE id = $1")
                .execute(Tuple.of(person, hash))
                .compose(
                    done -> audit(sql, who.actor(), "person.password-changed", person, Map.of()))
                .compose(
                    done ->
                        sql.preparedQuery(
                                "UPDATE sign_in SET ended_at = $3 WHERE person = $1 AND id <> $2"
                                    + " AND ended_at IS NULL RETURNING id")
                            .execute(Tuple.of(person, who.id(), now())))
                .map(rows -> rows.stream().map(row -> row.getString(0)).toList()));
  }

  private Future<Boolean> firstAdministrator(SqlConnection sql, String email, String hash) {
    Organisation network = new Organisation(NETWORK, "Network");
    return sql.preparedQuery(
            "INSERT INTO organisation (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT DO"
                + " NOTHING")
        .execute(Tuple.of(network.id(), network.name(), now()))
        .compose(
            done ->
                insert(
                    sql,
                    new NewPerson(
                        "administrator",
                        email,
                        "Administrator",
                        network.id(),
                        Capacity.ADMINISTRATOR,
                        Optional.empty(),
                        ""),
                    hash,
                    Actor.GATEWAY));
  }

  private Future<Boolean> insert(SqlConnection sql, NewPerson person, String hash, Actor by) {
    return sql.preparedQuery(
            "INSERT INTO person (id, organisation, email, name, capacity, centre, password_hash,"
                + " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING")
        .execute(
            Tuple.of(
                person.id(),
                person.organisation(),
                person.email(),
                person.name(),
                person.capacity().name(),
                person.centre().orElse(null),
                hash,
                now()))
        .compose(
            rows ->
                rows.rowCount() == 0
                    ? Future.succeededFuture(false)
                    : audit(sql, by, "person.added", person.id(), Map.of("email", person.email()))
                        .map(true));
  }

  Future<Void> audit(
      SqlClient sql, Actor actor, String action, String subject, Map<String, Object> detail) {
    return Audit.append(
        sql, new AuditEntry(clock.instant(), actor, actor.centre(), action, subject, detail));
  }

  Future<Void> readNames() {
    return database
        .pool()
        .query(
            "SELECT true, id, name FROM person UNION ALL SELECT false, id, name FROM organisation")
        .execute()
        .onSuccess(
            rows ->
                rows.forEach(
                    row ->
                        (row.getBoolean(0) ? people : organisations)
                            .put(row.getString(1), row.getString(2))))
        .onFailure(e -> LOG.error("cannot read the names of people", e))
        .mapEmpty();
  }

  private Future<Optional<Person>> one(String query, String key) {
    return database
        .pool()
        .preparedQuery(query)
        .execute(Tuple.of(key))
        .map(rows -> rows.stream().map(People::person).findFirst());
  }

  OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  static String lower(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  static Person person(Row row) {
    return new Person(
        row.getString("person"),
        row.getString("email"),
        row.getString("name"),
        new Organisation(row.getString("organisation"), row.getString("organisation_name")),
        Capacity.valueOf(row.getString("capacity")),
        Optional.ofNullable(row.getString("centre")));
  }

  private static <T> Future<Void> each(List<T> all, Function<T, Future<?>> work) {
    Future<Void> done = Future.succeededFuture();
    for (T one : all) {
      done = done.compose(before -> work.apply(one)).mapEmpty();
    }
    return done;
  }
}
