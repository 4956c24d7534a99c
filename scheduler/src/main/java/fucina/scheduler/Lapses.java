package fucina.scheduler;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees windows that nobody approved in time: at the start, for what fell due while no process ran,
 * and every second. While the database is away it does nothing; the next round catches up.
 */
public final class Lapses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lapses.class);
  private static final long EVERY_MILLIS = 1_000;

  private final Vertx vertx;
  private final Scheduler scheduler;
  private volatile Future<Void> round = Future.succeededFuture();
  private volatile boolean failed;
  private long timer = -1;

  public Lapses(Vertx vertx, Scheduler scheduler) {
    this.vertx = vertx;
    this.scheduler = scheduler;
  }

  /** Begins at once, and does not wait. */
  public void start() {
    look();
    timer = vertx.setPeriodic(EVERY_MILLIS, rung -> look());
  }

  private void look() {
    if (round.isComplete()) {
      round = scheduler.lapse().onComplete(this::told);
    }
  }

  /** Said once, not every second for as long as the database is away. */
  private void told(AsyncResult<Void> outcome) {
    if (outcome.failed() && !failed) {
      LOG.warn("windows nobody approved stay taken for now: {}", outcome.cause().getMessage());
    }
    failed = outcome.failed();
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
