package fucina.gateway.api;

import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.telemetry.Reading;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was stored while a watcher's line was broken, read on workers of its own. Bounded in all: a
 * longer break, more values, or more watchers coming back at once than it serves, and the watcher
 * is told to ask the history instead.
 */
final class LiveResume implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveResume.class);
  static final Duration LONGEST = Duration.ofMinutes(1);
  static final int VALUES_AT_MOST = 5_000;
  private static final int WAITING_AT_MOST = 64;

  /** How far a machine's clock may be ahead of ours without a correction. */
  private static final Duration AHEAD = Duration.ofSeconds(2);

  private final WorkerExecutor workers;
  private final TimeSeriesStore store;
  private final AtomicInteger waiting = new AtomicInteger();

  LiveResume(Vertx vertx, TimeSeriesStore store) {
    this.store = store;
    this.workers = vertx.createSharedWorkerExecutor("fucina-resume", 2, 1, TimeUnit.HOURS);
  }

  /** Whether a break is so short that it is worth asking. */
  static boolean shortEnough(Instant since, Instant now) {
    return !since.isBefore(now.minus(LONGEST)) && !since.isAfter(now);
  }

  /** What has come since, in order of time; empty where that is too much. */
  Future<Optional<List<Reading>>> since(
      String machine, List<String> signals, Instant since, Instant now) {
    if (waiting.incrementAndGet() > WAITING_AT_MOST) {
      waiting.decrementAndGet();
      return Future.succeededFuture(Optional.empty());
    }
    return workers
        .executeBlocking(() -> read(machine, signals, since, now.plus(AHEAD)), false)
        .onComplete(done -> waiting.decrementAndGet())
        .recover(
            fault -> {
              LOG.warn("a watcher of {} cannot be caught up: {}", machine, fault.toString());
              return Future.succeededFuture(Optional.empty());
            });
  }

  private Optional<List<Reading>> read(
      String machine, List<String> signals, Instant since, Instant until) {
    List<Reading> found = new ArrayList<>();
    try {
      store.raw(
          machine,
          signals,
          since.plusNanos(1_000),
          until,
          reading -> {
            if (found.size() == VALUES_AT_MOST) {
              throw new TooMany();
            }
            found.add(reading);
          });
      return Optional.of(found);
    } catch (TooMany e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    workers.close();
  }

  /** More than one watcher is sent at once. */
  private static final class TooMany extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMany() {
      super("too many values", null, false, false);
    }
  }
}
