package fucina.gateway.notice;

import fucina.gateway.access.People;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the outbox: at the start, for what came while no process ran, and every second. While the
 * database is away it does nothing; the next round catches up.
 */
public final class Notices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final long EVERY_MILLIS = 1_000;
  private static final long LEAVE_MILLIS = 2_000;

  private final Vertx vertx;
  private final InstantSource clock;
  private final DeliveryTable table;
  private final Spread spread;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<AutoCloseable> ways = new ArrayList<>();
  private volatile Future<Void> round = Future.succeededFuture();

  /** Whether mail is sent, or what had waited for it is given up. */
  private volatile boolean mailSettled;

  private volatile boolean failed;
  private volatile long depth;
  private long timer = -1;

  /**
   * What telling needs.
   *
   * @param mail empty where no mail is sent
   * @param allowPrivate whether webhooks may name hosts that are not public
   * @param places machines by id, as people know them
   * @param url where people find the pages
   */
  public record Parts(
      Database database,
      People people,
      Webhooks webhooks,
      Optional<MailSettings> mail,
      boolean allowPrivate,
      Function<String, Optional<Place>> places,
      Supplier<String> url) {}

  public Notices(Vertx vertx, Parts parts, InstantSource clock) {
    this(vertx, parts, Retry.USUAL, clock);
  }

  /** With other waits between attempts. */
  Notices(Vertx vertx, Parts parts, Retry retry, InstantSource clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.table = new DeliveryTable(parts.database());
    this.spread = new Spread(parts.database(), parts.mail().isPresent());
    WebhookCalls calls =
        new WebhookCalls(
            vertx,
            parts.webhooks(),
            new WebhookBody(parts.places()),
            new PublicHosts(parts.allowPrivate()),
            clock);
    ways.add(calls);
    lanes.add(new Lane(table, calls, retry, clock, WebhookCalls.AT_ONCE));
    mailSettled = parts.mail().isPresent();
    parts.mail().ifPresent(settings -> mails(parts, settings, retry));
  }

  private void mails(Parts parts, MailSettings settings, Retry retry) {
    Letters letters = new Letters(parts.places(), parts.people(), parts.url());
    Mails mails = new Mails(vertx, parts.people(), letters, new Postman(settings));
    ways.add(mails);
    lanes.add(new Lane(table, mails, retry, clock, Mails.AT_ONCE));
  }

  /** Begins at once, and does not wait. */
  public void start() {
    look();
    timer = vertx.setPeriodic(EVERY_MILLIS, rung -> look());
  }

  /** How many wait to be delivered. */
  public long depth() {
    return depth;
  }

  /** How many arrived since the start. */
  public long delivered() {
    return lanes.stream().mapToLong(Lane::delivered).sum();
  }

  /** How many were given up since the start. */
  public long failed() {
    return lanes.stream().mapToLong(Lane::failed).sum();
  }

  private void look() {
    if (round.isComplete()) {
      round =
          spread
              .look(clock.instant())
              .compose(done -> settleMail())
              .compose(done -> Future.join(lanes.stream().map(Lane::look).toList()))
              .compose(done -> table.depth())
              .onSuccess(now -> depth = now)
              .<Void>mapEmpty()
              .onComplete(done -> told(done.cause()));
    }
  }

  /** Once, where no mail is sent: what waits from when it was would wait for ever. */
  private Future<Void> settleMail() {
    return mailSettled
        ? Future.succeededFuture()
        : table
            .noneBy(Mails.NAME, clock.instant(), "no mail is sent here")
            .onSuccess(done -> mailSettled = true);
  }

  /** Said once, not every second for as long as the database is away. */
  private void told(@Nullable Throwable fault) {
    if (fault != null && !failed) {
      LOG.warn("notices wait for now: {}", fault.getMessage());
    }
    failed = fault != null;
  }

  /** What is being told is told to its end, for two seconds; the rest keeps. */
  @Override
  public void close() {
    vertx.cancelTimer(timer);
    try {
      Future.join(lanes.stream().map(Lane::close).toList())
          .toCompletionStage()
          .toCompletableFuture()
          .get(LEAVE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("what was being told is told again after the next start");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (AutoCloseable way : ways) {
      try {
        way.close();
      } catch (Exception e) {
        LOG.warn("a way of telling did not end cleanly: {}", e.toString());
      }
    }
  }
}
