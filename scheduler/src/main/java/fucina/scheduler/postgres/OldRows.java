package fucina.scheduler.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes rows whose time is over, at the start and every six hours, a thousand at a time so that
 * nobody waits for it. While the database is away it does nothing; the next round catches up.
 */
public final class OldRows implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OldRows.class);
  private static final int AT_ONCE = 1_000;
  private static final long EVERY_MILLIS = Duration.ofHours(6).toMillis();

  private final Vertx vertx;
  private final Database database;
  private final InstantSource clock;
  private final List<Rule> rules;
  private long timer = -1;

  /**
   * Which rows go.
   *
   * @param table whose rows they are
   * @param old a condition on them, {@code $1} being the instant before which they are old
   * @param kept how long before now that is
   */
  public record Rule(String table, String old, Duration kept) {}

  public OldRows(Vertx vertx, Database database, InstantSource clock, List<Rule> rules) {
    this.vertx = vertx;
    this.database = database;
    this.clock = clock;
    this.rules = List.copyOf(rules);
  }

  /** Begins at once, and does not wait. */
  public void start() {
    sweep();
    timer = vertx.setPeriodic(EVERY_MILLIS, rung -> sweep());
  }

  /** One round; done when nothing old is left, or it failed, which is logged. */
  public Future<Void> sweep() {
    return Future.join(rules.stream().map(this::sweep).toList()).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> sweep(Rule rule) {
    return database
        .pool()
        .preparedQuery(
            "DELETE FROM %1$s WHERE ctid = ANY (ARRAY(SELECT ctid FROM %1$s WHERE %2$s LIMIT %3$d))"
                .formatted(rule.table(), rule.old(), AT_ONCE))
        .execute(Tuple.of(clock.instant().minus(rule.kept()).atOffset(ZoneOffset.UTC)))
        .map(SqlResult::rowCount)
        .compose(gone -> gone < AT_ONCE ? Future.<Void>succeededFuture() : sweep(rule))
        .onFailure(
            fault -> LOG.warn("old rows of {} stay for now: {}", rule.table(), fault.getMessage()));
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
