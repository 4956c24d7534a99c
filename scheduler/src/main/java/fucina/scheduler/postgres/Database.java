package fucina.scheduler.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database, started or connected to, and migrated. */
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** Two transactions wait for each other, or cannot be put in order: one of them runs again. */
  private static final Set<String> AGAIN = Set.of("40P01", "40001");

  private static final int TRIES = 8;
  private static final long LONGEST_WAIT_MILLIS = 200;
  private static final long LEAVE_MILLIS = 1_500;
  private static final long ANSWER_MILLIS = 3_000;

  private final Vertx vertx;
  private final Pool pool;
  private final Optional<EmbeddedServer> server;

  private Database(Vertx vertx, Pool pool, Optional<EmbeddedServer> server) {
    this.vertx = vertx;
    this.pool = pool;
    this.server = server;
  }

  /**
   * Starts or connects, then migrates from {@code classpath:db/migration} of every jar; blocks,
   * never on an event loop.
   *
   * @throws DatabaseUnavailable with one clear sentence
   */
  public static Database open(Vertx vertx, DatabaseSettings settings) {
    if (settings.url().isPresent()) {
      DatabaseAddress address = DatabaseAddress.of(settings.url().get());
      migrate(address);
      return new Database(vertx, pool(vertx, () -> address, settings), Optional.empty());
    }
    EmbeddedServer server = EmbeddedServer.start(settings.folder());
    try {
      migrate(server.address());
    } catch (DatabaseUnavailable e) {
      stop(server);
      throw e;
    }
    return new Database(vertx, pool(vertx, server::address, settings), Optional.of(server));
  }

  /** Connections to it; whoever writes uses {@link #inTransaction}. */
  public Pool pool() {
    return pool;
  }

  /**
   * Runs work in one transaction; where the database broke it off for another's sake (deadlock,
   * serialisation), it runs again from the start, a bounded number of times.
   */
  public <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
    return inTransaction(AGAIN, work);
  }

  /** As above, for a caller that knows more states in which another try decides otherwise. */
  <T> Future<T> inTransaction(Set<String> again, Function<SqlConnection, Future<T>> work) {
    return attempt(again, work, 1);
  }

  /** Why it cannot be used just now, in one sentence; empty where it answers. */
  public Future<Optional<String>> trouble() {
    Optional<String> known = server.flatMap(EmbeddedServer::trouble);
    if (known.isPresent()) {
      return Future.succeededFuture(known);
    }
    return pool.query("SELECT 1")
        .execute()
        .timeout(ANSWER_MILLIS, TimeUnit.MILLISECONDS)
        .map(Optional.<String>empty())
        .otherwise(fault -> Optional.of("The database does not answer: " + reason(fault) + "."));
  }

  /** Closes the connections and stops the embedded server, within 5 seconds; blocks. */
  @Override
  public void close() {
    try {
      pool.close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The database's connections did not close in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.ifPresent(Database::stop);
  }

  private <T> Future<T> attempt(
      Set<String> again, Function<SqlConnection, Future<T>> work, int tried) {
    return pool.withTransaction(work)
        .recover(
            fault -> {
              boolean once_more =
                  tried < TRIES
                      && fault instanceof PgException refused
                      && again.contains(refused.getSqlState());
              if (!once_more) {
                return Future.failedFuture(fault);
              }
              long most = Math.min(LONGEST_WAIT_MILLIS, 5L << tried);
              long wait = ThreadLocalRandom.current().nextLong(1, most + 1);
              return vertx
                  .timer(wait, TimeUnit.MILLISECONDS)
                  .compose(rung -> attempt(again, work, tried + 1));
            });
  }

  private static Pool pool(
      Vertx vertx, Supplier<DatabaseAddress> address, DatabaseSettings settings) {
    return PgBuilder.pool()
        .with(new PoolOptions().setMaxSize(settings.connections()))
        .connectingTo(
            () ->
                Future.succeededFuture(
                    new PgConnectOptions(address.get().options()).setCachePreparedStatements(true)))
        .using(vertx)
        .build();
  }

  private static void migrate(DatabaseAddress address) {
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(address.jdbc(), address.options().getUser(), address.options().getPassword())
          .locations("classpath:db/migration")
          // The rooms' files carry the time they were written, not the time they arrived.
          .outOfOrder(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new DatabaseUnavailable(
          "The database at " + address + " cannot be used: " + reason(e) + ".", e);
    }
  }

  /** The deepest cause says it plainest: refused, unknown host, wrong password. */
  private static String reason(Throwable fault) {
    Throwable deepest = fault;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    String line =
        String.valueOf(deepest.getMessage())
            .lines()
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse("no reason given");
    String words = deepest instanceof UnknownHostException ? "unknown host " + line : line;
    return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
  }

  private static void stop(EmbeddedServer server) {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("The embedded PostgreSQL did not stop in order", e);
    }
  }
}
