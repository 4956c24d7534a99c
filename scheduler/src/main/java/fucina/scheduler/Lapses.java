package fucina.scheduler;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees windows that nobody confirmed or approved in time: at the start, for what fell due while no
 * process ran, and every second; every half minute it offers what came free by itself, as a day
 * that came within reach, to who waits for it. While the database is away it does nothing; the next
 * round catches up.
 */
public final class Lapses implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lapses.class);
  private static final long EVERY_MILLIS = 1_000;
  private static final int OFFERS_EVERY = 30;

  private final Vertx vertx;
  private final Scheduler scheduler;
  private volatile Future<Void> round = Future.succeededFuture();
  private volatile boolean failed;
  private long timer = -1;
  private long rounds;

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
      round = scheduler.lapse().compose(done -> offered()).onComplete(this::told);
    }
  }

  private Future<Void> offered() {
    return rounds++ % OFFERS_EVERY == 0 ? scheduler.offer() : Future.succeededFuture();
  }

  /** Said once, not every second for as long as the database is away. */
  private void told(AsyncResult<Void> outcome) {
    if (outcome.failed() && !failed) {
      LOG.warn(
          "windows nobody confirmed or approved stay taken for now: {}",
          outcome.cause().getMessage());
    }
    failed = outcome.failed();
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
