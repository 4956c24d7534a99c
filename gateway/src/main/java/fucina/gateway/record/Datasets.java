package fucina.gateway.record;

import fucina.gateway.alarm.Alarms;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.Links;
import fucina.gateway.record.DatasetTable.Ended;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.gateway.session.Session;
import fucina.gateway.session.SessionEvent;
import fucina.gateway.session.Sessions;
import fucina.gateway.store.TimeSeriesStore;
import fucina.scheduler.Actor;
import fucina.scheduler.postgres.Audit;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the dataset of every session that ended, once, a moment after its end: what is on its way
 * then, and what a link that was lost makes good, belongs to it; but nothing is waited for longer
 * than two minutes. What a kill cut short is done anew at the next start. Thread-safe.
 */
public final class Datasets implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Datasets.class);

  /** How long after its end a session is usually sealed: what was measured in it is stored then. */
  public static final Duration QUIET = Duration.ofSeconds(3);

  /** How long after the end, or the start of the process, nothing is waited for any more. */
  static final Duration LATEST = Duration.ofMinutes(2);

  /** How long a link that came back has to make good what was missed. */
  private static final Duration MAKING_GOOD = Duration.ofSeconds(15);

  /** How long whoever asks for a dataset waits for it to be sealed. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration AGAIN = Duration.ofSeconds(10);

  /** Meanwhile others have their turn. */
  private static final Duration UNRIPE = Duration.ofSeconds(1);

  private static final long LOOK_MS = 500;
  private static final int TRIED_AT_ONCE = 8;

  private final Vertx vertx;
  private final Sources from;
  private final InstantSource clock;
  private final Duration quiet;
  private final Instant begun;
  private final Gathering gathering;
  private final Sealing sealing;
  private final DatasetTable table;
  private final WorkerExecutor worker;
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger trying = new AtomicInteger();
  private long timer = -1;

  /**
   * What datasets are made of.
   *
   * @param uncommitted the age of the oldest reading that is not stored yet
   */
  public record Sources(
      Sessions sessions,
      Registry registry,
      Links links,
      Alarms alarms,
      Audit audit,
      TimeSeriesStore store,
      Supplier<Duration> uncommitted) {}

  /** A session to be sealed, and when it is tried next. */
  private record Waiting(String organisation, Instant next) {}

  /**
   * Makes it.
   *
   * @param folder where datasets lie
   * @param quiet how long after a session's end its dataset is sealed at the earliest
   */
  public Datasets(
      Vertx vertx,
      Database database,
      Sources from,
      Path folder,
      SigningKey key,
      InstantSource clock,
      Duration quiet) {
    this.vertx = vertx;
    this.from = from;
    this.clock = clock;
    this.quiet = quiet;
    this.begun = clock.instant();
    this.gathering = new Gathering(from, clock);
    this.sealing = new Sealing(from.store(), folder, key);
    this.table = new DatasetTable(database, sealing::file);
    this.worker = vertx.createSharedWorkerExecutor("fucina-datasets", 1, 1, TimeUnit.HOURS);
  }

  /** Takes up what was left unsealed, and every session that ends from now on. */
  public Future<Void> start() {
    from.sessions().onEvent(this::take);
    return table
        .unsealed()
        .map(
            all -> {
              all.forEach(ended -> await(ended.session(), ended.organisation()));
              timer = vertx.setPeriodic(LOOK_MS, rung -> look());
              return null;
            });
  }

  /**
   * The dataset of a session; one that is about to be sealed is waited for a moment.
   *
   * @return empty where it is not sealed yet
   */
  public Future<Optional<Sealed>> find(String session) {
    return find(session, clock.instant().plus(PATIENCE));
  }

  private Future<Optional<Sealed>> find(String session, Instant until) {
    return table
        .find(session)
        .compose(
            done ->
                done.isPresent()
                        || !waiting.containsKey(session)
                        || !clock.instant().isBefore(until)
                    ? Future.succeededFuture(done)
                    : vertx
                        .timer(LOOK_MS, TimeUnit.MILLISECONDS)
                        .compose(rung -> find(session, until)));
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    worker.close();
  }

  private void take(SessionEvent event) {
    if (event instanceof SessionEvent.Changed changed) {
      Session session = changed.session();
      boolean over =
          session.state() == Session.State.ENDED || session.state() == Session.State.QUARANTINED;
      if (over && session.startedAt().isPresent()) {
        await(session.id(), session.party().organisation());
      }
    }
  }

  private void await(String session, String organisation) {
    waiting.putIfAbsent(session, new Waiting(organisation, Instant.EPOCH));
  }

  /** Each is put off before it is tried, so that it is tried once at a time. */
  private void look() {
    Instant now = clock.instant();
    waiting.forEach(
        (id, one) -> {
          if (!now.isBefore(one.next()) && trying.get() < TRIED_AT_ONCE) {
            trying.incrementAndGet();
            waiting.replace(id, new Waiting(one.organisation(), Instant.MAX));
            Future.succeededFuture()
                .compose(go -> attempt(new Ended(id, one.organisation())))
                .onComplete(
                    done -> {
                      trying.decrementAndGet();
                      if (done.succeeded() && done.result()) {
                        waiting.remove(id);
                        return;
                      }
                      if (done.failed()) {
                        LOG.warn("session {} is not sealed yet", id, done.cause());
                      }
                      Instant next = clock.instant().plus(done.failed() ? AGAIN : UNRIPE);
                      waiting.replace(id, new Waiting(one.organisation(), next));
                    });
          }
        });
  }

  /** Whether nothing more is to be done of it; what is sealed is never sealed again. */
  private Future<Boolean> attempt(Ended ended) {
    return table
        .find(ended.session())
        .compose(done -> done.isPresent() ? Future.succeededFuture(true) : attemptUnsealed(ended));
  }

  private Future<Boolean> attemptUnsealed(Ended ended) {
    Actor reader =
        new Actor("gateway", ended.organisation(), Actor.Capacity.GATEWAY, Optional.empty());
    return from.sessions()
        .find(ended.session(), reader)
        .compose(
            session -> {
              Optional<Machine> machine =
                  session.flatMap(known -> from.registry().machine(known.machine()));
              if (machine.isEmpty()) {
                LOG.info("session {} stays unsealed: its machine is gone", ended.session());
                return Future.succeededFuture(true);
              }
              return ripe(session.get())
                  ? seal(session.get(), machine.get(), reader).map(true)
                  : Future.succeededFuture(false);
            });
  }

  private boolean ripe(Session session) {
    Instant now = clock.instant();
    Instant end = session.endedAt().orElseThrow();
    LinkStatus link = from.registry().link(session.machine());
    boolean heard = link.state() == LinkState.ONLINE || link.state() == LinkState.SILENT;
    boolean throughout = !link.since().isAfter(session.startedAt().orElseThrow());
    Instant whole = heard ? throughout ? end : link.since().plus(MAKING_GOOD) : Instant.MAX;
    Instant latest = (end.isAfter(begun) ? end : begun).plus(LATEST);
    boolean stored = !now.minus(from.uncommitted().get()).isBefore(end.plus(quiet));
    return !now.isBefore(end.plus(quiet))
        && ((stored && !now.isBefore(whole)) || !now.isBefore(latest));
  }

  private Future<Void> seal(Session session, Machine machine, Actor reader) {
    return gathering
        .facts(session, machine, reader)
        .compose(facts -> worker.executeBlocking(() -> sealing.seal(facts)))
        .compose(
            done ->
                table
                    .add(done)
                    .onSuccess(
                        added ->
                            LOG.info(
                                "dataset of session {} sealed: {} bytes, SHA-256 {}",
                                done.session(),
                                done.bytes(),
                                done.sha256())));
  }
}
