package fucina.scheduler.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that follow one another, of what has already happened: while the database is away they
 * wait in memory, in their order, and are made when it is back. Bounded; what finds no room, or is
 * refused for another reason, is logged and left out. A write may be made twice, where the
 * connection broke just as it was committed.
 */
public final class WriteQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WriteQueue.class);
  private static final int WAITING_AT_MOST = 20_000;
  private static final long AGAIN_MILLIS = 500;
  private static final long LEAVE_MILLIS = 2_000;

  private final Vertx vertx;
  private final int room;
  private final Deque<Late> waiting = new ArrayDeque<>();
  private boolean busy;
  private boolean away;
  private boolean full;
  private boolean closed;

  public WriteQueue(Vertx vertx) {
    this(vertx, WAITING_AT_MOST);
  }

  WriteQueue(Vertx vertx, int room) {
    this.vertx = vertx;
    this.room = room;
  }

  private record Late(String what, Supplier<Future<Void>> write, Promise<Void> done) {}

  /**
   * Adds a write.
   *
   * @param what names it in the log
   * @param write makes it; asked again while the database is away
   * @return done when it was made; fails when it was left out
   */
  public Future<Void> add(String what, Supplier<Future<Void>> write) {
    Late late = new Late(what, write, Promise.promise());
    synchronized (this) {
      if (closed) {
        return Future.failedFuture(new DatabaseUnavailable(what + " came after the end."));
      }
      if (waiting.size() >= room) {
        if (!full) {
          LOG.error("no room for {}: {} writes wait for the database already", what, room);
          full = true;
        }
        return Future.failedFuture(new DatabaseUnavailable("There is no room for " + what + "."));
      }
      waiting.add(late);
      if (busy) {
        return late.done().future();
      }
      busy = true;
    }
    make(late);
    return late.done().future();
  }

  /** How many writes wait. */
  public synchronized int size() {
    return waiting.size();
  }

  /** Lets what waits be written, for 2 seconds; what then remains is lost, and logged. Blocks. */
  @Override
  public void close() {
    Optional<Late> last;
    synchronized (this) {
      last = Optional.ofNullable(waiting.peekLast());
    }
    last.ifPresent(WriteQueue::awaited);
    synchronized (this) {
      closed = true;
      if (!waiting.isEmpty()) {
        LOG.error("{} writes are lost: the database is away at the end", waiting.size());
        waiting.clear();
      }
    }
  }

  private static void awaited(Late last) {
    try {
      last.done()
          .future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("{} was not written at the end", last.what(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void make(Late late) {
    Future<Void> made;
    try {
      made = late.write().get();
    } catch (RuntimeException e) {
      made = Future.failedFuture(e);
    }
    made.onComplete(
        outcome -> {
          if (outcome.succeeded()) {
            made(late);
          } else if (DatabaseUnavailable.isBehind(outcome.cause())) {
            again(late, outcome.cause());
          } else {
            LOG.error("could not write {}: {}", late.what(), outcome.cause().getMessage());
            next();
            late.done().fail(outcome.cause());
          }
        });
  }

  private void made(Late late) {
    synchronized (this) {
      if (away) {
        away = false;
        full = false;
        LOG.info("the database is back; {} writes that waited are made now", waiting.size());
      }
    }
    next();
    late.done().complete();
  }

  private void again(Late late, Throwable fault) {
    synchronized (this) {
      if (closed) {
        return;
      }
      if (!away) {
        away = true;
        LOG.warn(
            "the database is away ({}); what happens is written when it is back",
            fault.getMessage());
      }
    }
    vertx.setTimer(AGAIN_MILLIS, timer -> make(late));
  }

  private void next() {
    Late following;
    synchronized (this) {
      waiting.poll();
      following = waiting.peek();
      if (following == null) {
        busy = false;
        return;
      }
    }
    make(following);
  }
}
