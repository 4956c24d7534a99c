package fucina.gateway.access;

import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseUnavailable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in with a password, and being known afterwards by a secret. */
public final class SignIns {
  private static final Logger LOG = LoggerFactory.getLogger(SignIns.class);

  /** How long a sign-in lasts. */
  public static final Duration LENGTH = Duration.ofHours(12);

  private static final Duration BUSY_WAIT = Duration.ofSeconds(2);
  private static final long ANSWER_MILLIS = 2_000;

  private final People people;
  private final Database database;
  private final InstantSource clock;
  private final Attempts attempts = new Attempts();
  private final Remembered remembered = new Remembered();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  public SignIns(People people) {
    this.people = people;
    this.database = people.database();
    this.clock = people.clock();
  }

  /** What became of an attempt to sign in. */
  public sealed interface Attempt {
    /**
     * The password was right.
     *
     * @param secret proves it from now on; shown to this person only
     */
    record In(SignedIn who, String secret) implements Attempt {}

    /** No such account, or another password; which of the two is not said. */
    record Wrong() implements Attempt {}

    /** Too many attempts. */
    record Wait(Duration left) implements Attempt {}
  }

  /**
   * Signs in with a password.
   *
   * @param address where the request came from
   */
  public Future<Attempt> signIn(String email, String password, String address) {
    String account = People.lower(email);
    Duration wait = attempts.wait(account, address, clock.instant());
    if (!wait.isZero() || !people.passwords().room()) {
      return Future.succeededFuture(new Attempt.Wait(wait.isZero() ? BUSY_WAIT : wait));
    }
    return database
        .pool()
        .preparedQuery(
            "SELECT "
                + People.COLUMNS
                + ", p.password_hash FROM person p JOIN organisation o ON o.id = p.organisation"
                + " WHERE lower(p.email) = $1 AND p.disabled_at IS NULL")
        .execute(Tuple.of(account))
        .map(rows -> rows.stream().findFirst())
        .compose(
            row -> checked(row, password).compose(right -> decided(right, row, account, address)));
  }

  /** What became of a change of password. */
  public sealed interface Change {
    /** The new one holds; every other sign-in of the person is over. */
    record Changed() implements Change {}

    /** The old one was not right. */
    record Wrong() implements Change {}

    /** Too many attempts. */
    record Wait(Duration left) implements Change {}
  }

  /** Takes a new password, where the old one is right; guessed at as slowly as at the sign-in. */
  public Future<Change> changePassword(SignedIn who, String old, String fresh, String address) {
    String account = People.lower(who.person().email());
    Duration wait = attempts.wait(account, address, clock.instant());
    if (!wait.isZero() || !people.passwords().room()) {
      return Future.succeededFuture(new Change.Wait(wait.isZero() ? BUSY_WAIT : wait));
    }
    return people
        .changePassword(who, old, fresh)
        .map(
            changed -> {
              if (changed.isEmpty()) {
                attempts.failed(account, address, clock.instant());
                return new Change.Wrong();
              }
              changed.get().forEach(this::ended);
              return new Change.Changed();
            });
  }

  /** Who a secret proves; empty where it is malformed, unknown, ended or too old. */
  public Future<Optional<SignedIn>> authenticate(String secret) {
    if (!Secret.wellFormed(secret)) {
      return Future.succeededFuture(Optional.empty());
    }
    Buffer hash = Secret.hash(secret);
    return (secret.startsWith(Secret.TOKEN) ? token(hash) : session(hash))
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .onSuccess(
            found ->
                found.ifPresentOrElse(
                    who -> remembered.confirmed(hash, who, clock.instant()),
                    () -> remembered.unknown(hash)))
        .recover(
            fault ->
                remembered
                    .by(hash, clock.instant())
                    .map(who -> Future.succeededFuture(Optional.of(who)))
                    .orElseGet(() -> away(fault)));
  }

  /** A database that keeps us waiting is as good as away. */
  private static <T> Future<T> away(Throwable fault) {
    return Future.failedFuture(
        fault instanceof TimeoutException
            ? new DatabaseUnavailable("The database does not answer.", fault)
            : fault);
  }

  private Future<Optional<SignedIn>> session(Buffer hash) {
    return database
        .pool()
        .preparedQuery(
            "SELECT s.id AS sign_in, s.expires_at, "
                + People.COLUMNS
                + " FROM sign_in s JOIN person p ON p.id = s.person JOIN organisation o ON o.id ="
                + " p.organisation WHERE s.secret_hash = $1 AND s.ended_at IS NULL AND s.expires_at"
                + " > $2 AND p.disabled_at IS NULL")
        .execute(Tuple.of(hash, now()))
        .map(rows -> rows.stream().findFirst().map(row -> signedIn(row, SignedIn.Kind.SIGN_IN)));
  }

  /** Whether a sign-in or API token still holds. */
  public Future<Boolean> holds(SignedIn who) {
    String query =
        switch (who.kind()) {
          case SIGN_IN ->
              "SELECT 1 FROM sign_in s JOIN person p ON p.id = s.person WHERE s.id = $1 AND"
                  + " s.ended_at IS NULL AND s.expires_at > $2 AND p.disabled_at IS NULL";
          case TOKEN ->
              "SELECT 1 FROM api_token t JOIN person p ON p.id = t.person WHERE t.id = $1 AND"
                  + " t.revoked_at IS NULL AND t.expires_at > $2 AND p.disabled_at IS NULL";
        };
    return database
        .pool()
        .preparedQuery(query)
        .execute(Tuple.of(who.id(), now()))
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .map(rows -> rows.size() > 0)
        .recover(
            fault ->
                remembered.holds(who, clock.instant())
                    ? Future.succeededFuture(true)
                    : away(fault));
  }

  /** Ends a sign-in; an API token is revoked, not signed out, and stays. */
  public Future<Void> signOut(SignedIn who) {
    if (who.kind() == SignedIn.Kind.TOKEN) {
      return Future.succeededFuture();
    }
    return database
        .pool()
        .preparedQuery("UPDATE sign_in SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL")
        .execute(Tuple.of(who.id(), now()))
        .onSuccess(done -> ended(who.id()))
        .mapEmpty();
  }

  /** Tells the id of every sign-in or API token that was ended in this process, on any thread. */
  public void onEnded(Consumer<String> listener) {
    listeners.add(listener);
  }

  void ended(String id) {
    remembered.ended(id);
    listeners.forEach(listener -> listener.accept(id));
  }

  private Future<Boolean> checked(Optional<Row> row, String password) {
    return row.map(r -> people.passwords().matches(password, r.getString("password_hash")))
        .orElseGet(() -> people.passwords().matchesNobody(password));
  }

  private Future<Attempt> decided(
      boolean right, Optional<Row> row, String account, String address) {
    if (!right || row.isEmpty()) {
      attempts.failed(account, address, clock.instant());
      LOG.warn("wrong password or unknown account from {}", address);
      return Future.succeededFuture(new Attempt.Wrong());
    }
    attempts.succeeded(account, address);
    return begun(People.person(row.get()), address);
  }

  private Future<Attempt> begun(Person person, String address) {
    people.met(person);
    String secret = Secret.fresh(Secret.SIGN_IN);
    Instant now = clock.instant();
    SignedIn who =
        new SignedIn(Secret.id(), SignedIn.Kind.SIGN_IN, Scope.OPERATE, person, now.plus(LENGTH));
    return database
        .inTransaction(
            sql ->
                sql.preparedQuery(
                        "INSERT INTO sign_in (id, secret_hash, person, created_at, expires_at)"
                            + " VALUES ($1, $2, $3, $4, $5)")
                    .execute(
                        Tuple.of(
                            who.id(),
                            Secret.hash(secret),
                            person.id(),
                            now(),
                            who.expiresAt().atOffset(ZoneOffset.UTC)))
                    .compose(
                        done ->
                            people.audit(
                                sql,
                                person.actor(),
                                "person.signed-in",
                                person.id(),
                                Map.of("address", address))))
        .map(
            done -> {
              remembered.confirmed(Secret.hash(secret), who, clock.instant());
              return new Attempt.In(who, secret);
            });
  }

  private Future<Optional<SignedIn>> token(Buffer hash) {
    return database
        .pool()
        .preparedQuery(
            "WITH used AS (UPDATE api_token SET last_used_at = $2 WHERE secret_hash = $1 AND"
                + " (last_used_at IS NULL OR last_used_at < $3) RETURNING id) SELECT t.id AS"
                + " sign_in, t.expires_at, t.scope, "
                + People.COLUMNS
                + " FROM api_token t JOIN person p ON p.id = t.person JOIN organisation o ON o.id ="
                + " p.organisation WHERE t.secret_hash = $1 AND t.revoked_at IS NULL AND"
                + " t.expires_at > $2 AND p.disabled_at IS NULL")
        .execute(Tuple.of(hash, now(), now().minusMinutes(1)))
        .map(rows -> rows.stream().findFirst().map(row -> signedIn(row, SignedIn.Kind.TOKEN)));
  }

  private SignedIn signedIn(Row row, SignedIn.Kind kind) {
    Person person = People.person(row);
    people.met(person);
    Scope scope =
        kind == SignedIn.Kind.TOKEN ? Scope.valueOf(row.getString("scope")) : Scope.OPERATE;
    return new SignedIn(
        row.getString("sign_in"),
        kind,
        scope,
        person,
        row.getOffsetDateTime("expires_at").toInstant());
  }

  private OffsetDateTime now() {
    return people.now();
  }
}
