package fucina.gateway.session;

import fucina.gateway.session.Commanding.Press;
import fucina.gateway.session.Session.State;
import fucina.scheduler.Actor;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.Scheduler;
import fucina.scheduler.Window;
import fucina.scheduler.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The sessions of bookings in the scheduler, on machines of the floor. All changes happen on one
 * Vert.x context; reads answer from any thread.
 */
public final class BookedSessions implements Sessions {
  private final SessionRoom room;
  private final Ending ending;
  private final Opening opening;
  private final Commanding commanding;
  private final Steering steering;
  private final Watchman watchman;

  public BookedSessions(
      Vertx vertx, Scheduler scheduler, Database database, Floor floor, InstantSource clock) {
    this.room = new SessionRoom(vertx, scheduler, database, floor, clock);
    this.ending = new Ending(room);
    Sending sending = new Sending(room, ending);
    Warnings warnings = new Warnings(room, ending, sending);
    this.opening = new Opening(room, ending, warnings);
    this.commanding = new Commanding(room, ending, sending, warnings);
    this.steering = new Steering(room, ending);
    this.watchman = new Watchman(room, opening, ending);
  }

  /**
   * Takes up what was open when the process last ran, opens what is due, and watches from then on.
   */
  public Future<Void> start() {
    return room.serial(opening::resume)
        .compose(resumed -> openDue())
        .onSuccess(opened -> watchman.start());
  }

  /** Stops watching; sessions stay as they are and are taken up by the next start. */
  public void close() {
    watchman.stop();
    room.close();
  }

  @Override
  public Future<Void> openDue() {
    return room.serial(opening::openDue);
  }

  @Override
  public Future<Optional<Session>> find(String id, Actor actor) {
    Optional<Session> live = room.live(id).map(LiveSession::session);
    Future<Optional<Session>> session =
        live.isPresent()
            ? Future.succeededFuture(live)
            : room.table.find(id).map(kept -> kept.map(SessionTable.Kept::session));
    return session.map(found -> found.filter(known -> room.visible(known, actor)));
  }

  @Override
  public Optional<Session> on(String machine) {
    return room.on(machine).map(LiveSession::session);
  }

  @Override
  public Future<List<Session>> list(
      Actor actor, boolean activeOnly, int limit, Optional<String> after) {
    boolean everything = actor.capacity() == Capacity.ADMINISTRATOR;
    Optional<String> organisation =
        actor.staff() ? Optional.empty() : Optional.of(actor.organisation());
    Optional<String> centre =
        actor.staff() && !everything ? Optional.of(actor.centre().orElse("")) : Optional.empty();
    return room.table.list(new SessionTable.Query(organisation, centre, activeOnly, limit, after));
  }

  @Override
  public Future<Outcome<Session>> join(String id, Actor actor) {
    return withLive(id, actor, live -> steering.join(live, actor));
  }

  @Override
  public Future<Outcome<Session>> handOver(String id, Actor actor, String toPerson) {
    return withLive(id, actor, live -> steering.handOver(live, actor, toPerson));
  }

  @Override
  public Future<Outcome<Session>> end(String id, Actor actor) {
    return withLive(id, actor, live -> steering.end(live, actor));
  }

  @Override
  public Future<Outcome<Session>> extend(String id, Actor actor, Duration by) {
    return withLive(id, actor, live -> steering.extend(live, actor, by));
  }

  @Override
  public Future<Outcome<Session>> consent(String id, Actor actor) {
    return withLive(id, actor, live -> steering.consent(live, actor));
  }

  @Override
  public Future<Outcome<Session>> withdrawConsent(String id, Actor actor) {
    return withLive(id, actor, live -> steering.withdrawConsent(live, actor));
  }

  @Override
  public Future<Outcome<CommandRecord>> command(
      String id, Actor actor, String command, Map<String, Object> arguments, String nonce) {
    return withLive(
        id,
        actor,
        live ->
            Steering.mayOperate(live.session(), actor)
                    || actor.technicianOf(room.centre(live.session().machine()))
                ? commanding.command(live, new Press(actor, command, arguments, nonce))
                : Outcome.forbidden(
                    "Only a member of the organisation that booked may command the machine."));
  }

  @Override
  public Future<Outcome<List<CommandRecord>>> commands(String id, Actor actor) {
    return find(id, actor)
        .compose(
            session -> {
              if (session.isEmpty()) {
                return Outcome.notFound("session " + id);
              }
              Optional<LiveSession> live = room.live(id);
              return live.isPresent()
                  ? room.serial(
                      () ->
                          Future.succeededFuture(
                              new Outcome.Done<>(new ArrayList<>(live.get().commands().values()))))
                  : room.commands.commands(id).map(Outcome.Done::new);
            });
  }

  @Override
  public Future<Outcome<CommandRecord>> findCommand(String id, String commandId, Actor actor) {
    return commands(id, actor)
        .map(
            outcome -> {
              if (outcome instanceof Outcome.Done<List<CommandRecord>> found) {
                for (CommandRecord record : found.value()) {
                  if (record.id().equals(commandId)) {
                    return new Outcome.Done<>(record);
                  }
                }
              }
              return new Outcome.NotFound<>("command " + commandId);
            });
  }

  @Override
  public Future<Outcome<CommandRecord>> stopMachine(String machine, Actor actor, String reason) {
    return room.serial(
        () -> {
          boolean operates =
              room.on(machine)
                  .filter(live -> Steering.mayOperate(live.session(), actor))
                  .isPresent();
          boolean onSite =
              actor.staffOf(room.centre(machine)) && actor.capacity() != Capacity.COORDINATOR;
          if (!operates && !onSite) {
            return Outcome.forbidden(
                "Only a technician of the machine's centre, or who works the machine now, may stop it.");
          }
          return commanding
              .stop(machine, actor, reason)
              .map(Outcome::done)
              .orElseGet(
                  () ->
                      Outcome.refused(
                          "stop",
                          "a profile with a stop",
                          "none",
                          "The profile of " + machine + " names no stop: stop it on site."));
        });
  }

  @Override
  public Future<Outcome<CommandRecord>> findStop(String machine, String commandId, Actor actor) {
    Optional<CommandRecord> recent = room.stops.find(commandId);
    return (recent.isPresent() ? Future.succeededFuture(recent) : room.commands.find(commandId))
        .map(
            found ->
                found
                    .filter(record -> record.machine().equals(machine))
                    .filter(
                        record ->
                            actor.staffOf(room.centre(machine))
                                || record.person().equals(actor.person()))
                    .<Outcome<CommandRecord>>map(Outcome.Done::new)
                    .orElseGet(() -> new Outcome.NotFound<>("stop " + commandId)));
  }

  @Override
  public void present(String id, Actor actor) {
    room.serial(
        () -> {
          room.live(id)
              .filter(live -> live.session().operator().filter(actor.person()::equals).isPresent())
              .ifPresent(live -> live.present(room.clock.instant()));
          return Future.succeededFuture();
        });
  }

  @Override
  public Future<List<Window>> readable(String machine, String organisation) {
    return room.table.windows(machine, organisation, room.clock.instant());
  }

  @Override
  public boolean mayWatch(String machine, String organisation, Instant now) {
    return room.on(machine)
        .filter(live -> live.session().state() == State.ACTIVE)
        .filter(live -> live.session().party().organisation().equals(organisation))
        .filter(live -> live.session().window().contains(now))
        .map(
            live -> {
              room.someoneCame(live);
              return true;
            })
        .orElse(false);
  }

  @Override
  public void onEvent(Consumer<SessionEvent> listener) {
    room.listen(listener);
  }

  /**
   * Work on a live session the actor may see; anything else is not found, or its window not open.
   */
  private <T> Future<Outcome<T>> withLive(
      String id, Actor actor, Function<LiveSession, Future<Outcome<T>>> work) {
    return room.serial(
        () -> {
          Optional<LiveSession> live =
              room.live(id).filter(known -> room.visible(known.session(), actor));
          if (live.filter(known -> known.session().state() == State.ACTIVE).isPresent()) {
            if (live.get().session().party().organisation().equals(actor.organisation())) {
              room.someoneCame(live.get());
            }
            return work.apply(live.get());
          }
          return find(id, actor)
              .map(
                  session ->
                      session
                          .<Outcome<T>>map(room::closed)
                          .orElseGet(() -> new Outcome.NotFound<>("session " + id)));
        });
  }
}
