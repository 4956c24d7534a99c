package fucina.gateway.session;

import fucina.gateway.session.Session.State;
import fucina.profiles.End;
import fucina.profiles.Profile;
import fucina.scheduler.Actor;
import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Due;
import fucina.scheduler.Lease;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Opens sessions when their window begins, and takes them up again after a restart. */
final class Opening {
  private final SessionRoom room;
  private final Ending ending;
  private final Warnings warnings;
  private Future<Void> turn = Future.succeededFuture();

  Opening(SessionRoom room, Ending ending, Warnings warnings) {
    this.room = room;
    this.ending = ending;
    this.warnings = warnings;
  }

  /** Opens every session that is due; calls follow one another, so that none opens twice. */
  Future<Void> openDue() {
    turn = turn.transform(before -> openNow());
    return turn;
  }

  /** Takes up what was open when the process last ran. */
  Future<Void> resume() {
    return room.table
        .unfinished()
        .compose(
            kept -> {
              Future<Void> all = Future.succeededFuture();
              for (SessionTable.Kept one : kept) {
                all = all.compose(done -> resume(one));
              }
              return all;
            });
  }

  private Future<Void> resume(SessionTable.Kept kept) {
    Session session = kept.session();
    Optional<Motion> motion = kept.motion().filter(any -> !stoppedItself(session.machine()));
    boolean over =
        session.state() == State.ENDING || !session.window().contains(room.clock.instant());
    if (over) {
      // A window that ended while no process watched ended for that reason.
      String reason = session.endReason().orElse("window-ended");
      LiveSession live = new LiveSession(session.ending(reason), Optional.empty());
      live.motion(motion);
      return room.commands
          .commands(session.id())
          .compose(
              commands -> {
                commands.forEach(live::command);
                room.enter(live);
                resumed(live);
                return ending.finish(live, reason, Actor.GATEWAY);
              });
    }
    return room.scheduler
        .lease(session.id())
        .compose(
            lease ->
                lease.isEmpty() ? Future.succeededFuture() : resume(session, lease.get(), motion));
  }

  private Future<Void> resume(Session session, Lease lease, Optional<Motion> motion) {
    LiveSession live = new LiveSession(session, Optional.of(lease));
    live.session(session.leased(lease));
    // Whether somebody came before the restart is not known, so nobody is told to have stayed away.
    room.someoneCame(live);
    live.motion(motion);
    return room.commands
        .nonces(session.id())
        .compose(
            nonces -> {
              nonces.forEach(live::nonce);
              return room.commands.commands(session.id());
            })
        .compose(
            commands -> {
              commands.forEach(live::command);
              return room.table.save(
                  live.session(),
                  motion,
                  room.told(Actor.GATEWAY, "session.resumed", new JsonObject()));
            })
        .onSuccess(
            saved -> {
              room.enter(live);
              resumed(live);
              ending.at(live.session().window().to(), live);
            });
  }

  /**
   * What was under way when the process ended: nobody followed it since, so what became of it is
   * not known, and nothing waits for it.
   */
  private void resumed(LiveSession live) {
    List<String> cutShort =
        live.commands().values().stream()
            .filter(record -> !record.over())
            .map(CommandRecord::id)
            .toList();
    // It knows its own, and sends what this process follows.
    warnings.resumed(live);
    String why = "The gateway was restarted while it was under way: what became of it is not known";
    cutShort.stream()
        .map(id -> live.commands().get(id))
        .filter(record -> !record.over())
        .forEach(
            record ->
                ending.stepped(
                    room.control.stepped(record, CommandRecord.Step.FAILED, why),
                    Optional.of(live)));
  }

  /** A machine whose own watchdog was fed by the gateway stopped when the gateway died. */
  private boolean stoppedItself(String machine) {
    Optional<Profile> profile = room.floor.machine(machine).map(known -> known.profile());
    return profile.flatMap(Profile::watchdog).isPresent()
        && profile
            .flatMap(Profile::end)
            .filter(end -> end.linkLoss() == End.LinkLoss.STOPS_ITSELF)
            .isPresent();
  }

  private Future<Void> openNow() {
    return room.scheduler
        .due()
        .compose(
            dues -> {
              endCancelled(dues);
              Future<Void> all = Future.succeededFuture();
              for (Due due : dues) {
                all = all.compose(done -> open(due));
              }
              return all;
            });
  }

  /** A live session whose allocation is no longer there was given back or taken away. */
  private void endCancelled(List<Due> dues) {
    Set<String> allocated =
        dues.stream().map(due -> due.allocation().session()).collect(Collectors.toSet());
    Instant now = room.clock.instant();
    for (LiveSession live : room.live()) {
      if (live.session().state() == State.ACTIVE
          && live.session().window().contains(now)
          && !allocated.contains(live.session().id())) {
        ending.end(live, "cancelled", Actor.GATEWAY);
      }
    }
  }

  private Future<Void> open(Due due) {
    Allocation allocation = due.allocation();
    if (room.on(allocation.machine()).isPresent()) {
      // The session itself, or the last one, which must be over before the next begins.
      return Future.succeededFuture();
    }
    return room.table
        .find(allocation.session())
        .compose(
            kept -> {
              Optional<Session> session = kept.map(SessionTable.Kept::session);
              if (session
                  .filter(s -> s.state() == State.ENDED || s.state() == State.QUARANTINED)
                  .isPresent()) {
                return released(session.get());
              }
              return allocation.window().contains(room.clock.instant()) ? begin(due) : missed(due);
            });
  }

  private Future<Void> begin(Due due) {
    return room.scheduler
        .lease(due.allocation().session())
        .compose(
            lease -> {
              if (lease.isEmpty()) {
                return Future.succeededFuture();
              }
              Session session = Session.begun(due, lease.get(), room.clock.instant());
              LiveSession live = new LiveSession(session, lease);
              return keptUntil(live).compose(kept -> opened(live));
            });
  }

  /** Counted from its real beginning: nobody could come while no process ran. */
  private Future<Void> keptUntil(LiveSession live) {
    Session session = live.session();
    return room.scheduler
        .noShow(session.machine(), session.party())
        .<Void>map(
            grace -> {
              live.keptUntil(grace.map(session.startedAt().orElseThrow()::plus));
              return null;
            });
  }

  private Future<Void> opened(LiveSession live) {
    Session session = live.session();
    return room.table
        .save(
            session,
            Optional.empty(),
            room.told(
                Actor.GATEWAY, "session.begun", new JsonObject().put("fencing", session.fencing())))
        .onSuccess(
            saved -> {
              room.enter(live);
              ending.at(session.window().to(), live);
            });
  }

  /** A window that passed while nobody could open it. */
  private Future<Void> missed(Due due) {
    Session session = Session.missed(due);
    return room.table
        .save(
            session, Optional.empty(), room.told(Actor.GATEWAY, "session.missed", new JsonObject()))
        .compose(saved -> released(session));
  }

  private Future<Void> released(Session session) {
    return room.scheduler.release(
        session.id(),
        session.endedAt().orElse(session.window().to()),
        session.endReason().orElse("window-ended"),
        Actor.GATEWAY);
  }
}
