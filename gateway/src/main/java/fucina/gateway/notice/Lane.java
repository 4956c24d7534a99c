package fucina.gateway.notice;

import fucina.gateway.notice.DeliveryTable.Claimed;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All deliveries by one way, a few at once. A delivery is taken for a time, tried, and marked; one
 * whose process died before the mark is taken again when that time is over, under the same id.
 * Another way never waits for this one.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** How long a delivery is taken for: longer than an attempt lasts. */
  static final Duration HELD = Duration.ofMinutes(10);

  /** What happened longer ago is news to nobody. */
  private static final Duration OLDEST = Duration.ofDays(3);

  private final DeliveryTable table;
  private final Way way;
  private final Retry retry;
  private final InstantSource clock;
  private final int atOnce;
  private final Set<Future<Void>> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean asking = new AtomicBoolean();

  /** What arrived and could not be marked: not sent again by this process. */
  private final Set<String> arrived = ConcurrentHashMap.newKeySet();

  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile boolean closed;

  /**
   * @param atOnce how many at the same time
   */
  Lane(DeliveryTable table, Way way, Retry retry, InstantSource clock, int atOnce) {
    this.table = table;
    this.way = way;
    this.retry = retry;
    this.clock = clock;
    this.atOnce = atOnce;
  }

  long delivered() {
    return delivered.sum();
  }

  long failed() {
    return failed.sum();
  }

  /** Takes what is due, as much as there is room for; does not wait for it. */
  Future<Void> look() {
    if (closed || !asking.compareAndSet(false, true)) {
      return Future.succeededFuture();
    }
    int room = atOnce - running.size();
    if (room <= 0) {
      asking.set(false);
      return Future.succeededFuture();
    }
    return table
        .claim(way.name(), clock.instant(), clock.instant().plus(HELD), room)
        .<Void>compose(
            claimed -> {
              claimed.forEach(this::begin);
              return Future.succeededFuture();
            })
        .onComplete(begun -> asking.set(false));
  }

  /** Takes no more; done when what runs is over. */
  Future<Void> close() {
    closed = true;
    return Future.join(List.copyOf(running)).mapEmpty();
  }

  private void begin(Claimed claimed) {
    Future<Void> run =
        tried(claimed)
            .recover(fault -> Future.succeededFuture(new Outcome.Later(String.valueOf(fault))))
            .compose(outcome -> marked(claimed, outcome))
            .onFailure(
                fault ->
                    LOG.warn("delivery {} stays unmarked: {}", claimed.id(), fault.getMessage()));
    running.add(run);
    run.onComplete(
        done -> {
          running.remove(run);
          look();
        });
  }

  private Future<Outcome> tried(Claimed claimed) {
    if (arrived.contains(claimed.id())) {
      return Future.succeededFuture(new Outcome.Taken());
    }
    if (claimed.happening().at().isBefore(clock.instant().minus(OLDEST))) {
      return Future.succeededFuture(
          new Outcome.Never("more than " + OLDEST.toDays() + " days have passed"));
    }
    return way.tell(claimed.id(), claimed.recipient(), claimed.happening());
  }

  private Future<Void> marked(Claimed claimed, Outcome outcome) {
    String id = claimed.id();
    if (outcome instanceof Outcome.Taken) {
      if (arrived.add(id)) {
        delivered.increment();
      }
      return table.delivered(id, clock.instant()).onSuccess(done -> arrived.remove(id));
    }
    if (outcome instanceof Outcome.Later later && claimed.attempts() < retry.most()) {
      return table.again(
          id,
          clock.instant().plus(retry.after(claimed.attempts(), ThreadLocalRandom.current())),
          later.reason());
    }
    String reason =
        outcome instanceof Outcome.Never never
            ? never.reason()
            : ((Outcome.Later) outcome).reason();
    failed.increment();
    LOG.warn(
        "{} {} of {} is given up after {} attempts: {}",
        way.name().toLowerCase(Locale.ROOT),
        id,
        claimed.happening().booking(),
        claimed.attempts(),
        reason);
    return table.failed(id, clock.instant(), reason);
  }
}
