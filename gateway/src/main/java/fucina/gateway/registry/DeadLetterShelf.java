package fucina.gateway.registry;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.DeadLetters.Pile;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps dead letters over restarts: what changed is written every two seconds, so that a flood of
 * them costs the database no more than one. While it is away they wait in memory.
 */
public final class DeadLetterShelf implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterShelf.class);
  private static final long EVERY_MILLIS = 2_000;
  private static final long LEAVE_MILLIS = 2_000;

  private final Vertx vertx;
  private final DeadLetterTable table;
  private final DeadLetters letters;
  private long timer;

  public DeadLetterShelf(Vertx vertx, Database database, DeadLetters letters) {
    this.vertx = vertx;
    this.table = new DeadLetterTable(database);
    this.letters = letters;
  }

  /** Puts back what was kept; to be waited for before the links start. */
  public Future<Void> start() {
    return table
        .all()
        .map(
            piles -> {
              piles.forEach(letters::restore);
              timer = vertx.setPeriodic(EVERY_MILLIS, tick -> keep());
              return null;
            });
  }

  private Future<Void> keep() {
    List<Future<Void>> kept = letters.changed().stream().map(this::keep).toList();
    return Future.join(kept).mapEmpty();
  }

  private Future<Void> keep(Pile pile) {
    return table
        .keep(pile)
        .onFailure(
            cause -> {
              LOG.debug("dead letters of {} wait: {}", pile.machine(), cause.getMessage());
              letters.unkept(pile.machine());
            });
  }

  @Override
  public void close() throws Exception {
    vertx.cancelTimer(timer);
    keep().toCompletionStage().toCompletableFuture().get(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
