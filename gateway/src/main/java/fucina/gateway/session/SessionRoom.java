package fucina.gateway.session;

import fucina.scheduler.Actor;
import fucina.scheduler.Refusal;
import fucina.scheduler.Scheduler;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.WriteQueue;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the parts of the session room share: the sessions whose window is open, the one context on
 * which they change, the writes that follow one another, and whoever listens.
 */
final class SessionRoom {
  private static final Logger LOG = LoggerFactory.getLogger(SessionRoom.class);
  private static final long WRITE_AGAIN_MS = 1000;

  final Vertx vertx;
  final Scheduler scheduler;
  final SessionTable table;
  final CommandTable commands;
  final Floor floor;
  final InstantSource clock;
  final Control control;
  final RecentStops stops = new RecentStops();
  final MissedStops missed = new MissedStops(this);

  private final Context context;
  private final Map<String, LiveSession> byMachine = new ConcurrentHashMap<>();
  private final Set<String> attended = ConcurrentHashMap.newKeySet();
  private final List<Consumer<SessionEvent>> listeners = new CopyOnWriteArrayList<>();
  private final WriteQueue writes;
  private volatile boolean closed;

  SessionRoom(
      Vertx vertx, Scheduler scheduler, Database database, Floor floor, InstantSource clock) {
    SessionAudit audit =
        new SessionAudit(machine -> floor.machine(machine).map(known -> known.centre()));
    this.vertx = vertx;
    this.scheduler = scheduler;
    this.table = new SessionTable(database, audit);
    this.commands = new CommandTable(database, audit);
    this.floor = floor;
    this.clock = clock;
    this.context = vertx.getOrCreateContext();
    this.writes = new WriteQueue(vertx);
    this.control = new Control(vertx, context, floor, clock);
  }

  /** Runs work on the room's one context, one piece after another. */
  <T> Future<T> serial(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(
        ignored -> {
          try {
            work.get().onComplete(done);
          } catch (RuntimeException e) {
            done.fail(e);
          }
        });
    return done.future();
  }

  /** The live sessions; any thread may look. */
  List<LiveSession> live() {
    return List.copyOf(byMachine.values());
  }

  Optional<LiveSession> on(String machine) {
    return Optional.ofNullable(byMachine.get(machine));
  }

  Optional<LiveSession> live(String session) {
    return byMachine.values().stream()
        .filter(live -> live.session().id().equals(session))
        .findFirst();
  }

  /**
   * Notes that somebody of the organisation that booked came, to one of its machines; any thread.
   */
  void someoneCame(LiveSession live) {
    attended.add(live.session().booking());
  }

  /** Whether anybody came to a booking since this process runs, whatever became of its sessions. */
  boolean cameTo(String booking) {
    return attended.contains(booking);
  }

  void enter(LiveSession live) {
    byMachine.put(live.session().machine(), live);
    hold(live);
    emit(new SessionEvent.Changed(live.session()));
  }

  void leave(LiveSession live) {
    byMachine.remove(live.session().machine(), live);
    floor.releaseLock(live.session().machine());
  }

  /** The machine's own lock is the session's from its beginning to the end of its safe end. */
  void hold(LiveSession live) {
    floor.holdLock(live.session().machine(), "Fucina session " + live.session().id());
  }

  /** Changes a session in memory and tells the listeners. */
  void change(LiveSession live, Session next) {
    live.session(next);
    emit(new SessionEvent.Changed(next));
  }

  void listen(Consumer<SessionEvent> listener) {
    listeners.add(listener);
  }

  void emit(SessionEvent event) {
    for (Consumer<SessionEvent> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.error("a listener of session events failed", e);
      }
    }
  }

  /** Whose centre a machine is; empty text where the machine is unknown. */
  String centre(String machine) {
    return floor.machine(machine).map(known -> known.centre()).orElse("");
  }

  /**
   * Whether an actor may see a session: of the own organisation, or of the own centre's machines.
   */
  boolean visible(Session session, Actor actor) {
    return session.party().organisation().equals(actor.organisation())
        || actor.staffOf(centre(session.machine()));
  }

  /** What is answered to whoever asks something of a session that is not running. */
  <T> Outcome<T> closed(Session session) {
    return new Outcome.Refused<>(
        List.of(
            new Refusal(
                "window",
                session.window().from() + " to " + session.window().to(),
                clock.instant().toString(),
                "The session is not running: it is "
                    + session.state().name().toLowerCase(Locale.ROOT)
                    + ".")));
  }

  /** What is to be written of something that happens now. */
  Told told(Actor actor, String action, JsonObject detail) {
    return new Told(actor, action, detail, clock.instant());
  }

  /**
   * A write that comes after those before it, and waits while the database is away: memory has the
   * truth. What cannot be written at all is logged.
   */
  Future<Void> write(String what, Supplier<Future<Void>> write) {
    return writes.add(what, write);
  }

  /** A write that must succeed in the end: again every second until it does, or the room closes. */
  Future<Void> insist(String what, Supplier<Future<Void>> write) {
    return write
        .get()
        .recover(
            fault -> {
              LOG.warn("could not write {}, trying again: {}", what, fault.getMessage());
              return again(write, fault);
            });
  }

  private Future<Void> again(Supplier<Future<Void>> write, Throwable last) {
    if (closed) {
      return Future.failedFuture(last);
    }
    Promise<Void> again = Promise.promise();
    vertx.setTimer(
        WRITE_AGAIN_MS,
        timer -> write.get().recover(fault -> again(write, fault)).onComplete(again));
    return again.future();
  }

  void close() {
    closed = true;
    writes.close();
  }
}
