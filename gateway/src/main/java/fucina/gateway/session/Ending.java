package fucina.gateway.session;

import fucina.gateway.link.LinkState;
import fucina.gateway.session.CommandRecord.Step;
import fucina.gateway.session.CommandRecord.Stepped;
import fucina.gateway.session.Session.State;
import fucina.profiles.Command;
import fucina.profiles.End;
import fucina.profiles.Profile;
import fucina.profiles.Value;
import fucina.scheduler.Actor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Ends sessions: control is cut at once and in memory, by the gateway's own clock; then the machine
 * is brought to its safe end; then it is written down, for as long as that takes.
 */
final class Ending {
  /** How long an end waits for a lost link before it gives up on a machine it may have to stop. */
  static final Duration LINK_GRACE = Duration.ofSeconds(10);

  private static final long LOOK_MS = 100;

  private final SessionRoom room;
  private final SafeEnd safeEnd;

  Ending(SessionRoom room) {
    this.room = room;
    this.safeEnd = new SafeEnd(room.floor);
  }

  /** Ends a session when its window is over, to the millisecond; an extended one is left alone. */
  void at(Instant to, LiveSession live) {
    long wait = Math.max(1, Duration.between(room.clock.instant(), to).toMillis() + 1);
    room.vertx.setTimer(wait, timer -> room.serial(() -> endIfOver(live)));
  }

  /** Ends a session whose window is over; does nothing to any other. */
  Future<Void> endIfOver(LiveSession live) {
    boolean over = !room.clock.instant().isBefore(live.session().window().to());
    return over && live.session().state() == State.ACTIVE
        ? end(live, "window-ended", Actor.GATEWAY)
        : Future.succeededFuture();
  }

  /** Ends an active session now. */
  Future<Void> end(LiveSession live, String reason, Actor actor) {
    if (live.session().state() != State.ACTIVE) {
      return Future.succeededFuture();
    }
    Session session = live.session().ending(reason);
    room.change(live, session);
    room.emit(
        new SessionEvent.Closed(
            session.machine(),
            session.party().organisation(),
            reason.equals("revoked") ? "revoked" : "window-ended"));
    Told told = room.told(actor, "session.ending", new JsonObject().put("reason", reason));
    room.write("the end of " + session.id(), () -> room.table.save(session, live.motion(), told));
    return finish(live, reason, actor);
  }

  /** Brings the machine of a session that is ending to its safe end and writes it down. */
  Future<Void> finish(LiveSession live, String reason, Actor actor) {
    return linkAwaited(live)
        .compose(
            ignored ->
                safeEnd.end(live, reason.equals("window-ended"), stop -> press(live, stop, reason)))
        .compose(
            outcome -> {
              Session ended = live.session().ended(outcome, room.clock.instant());
              if (ended.state() == State.QUARANTINED) {
                room.floor.quarantine(
                    ended.machine(),
                    "It could not be confirmed safe after session "
                        + ended.id()
                        + "; look at it before anybody works it again.");
              }
              Told told =
                  room.told(
                      actor,
                      "session." + ended.state().name().toLowerCase(java.util.Locale.ROOT),
                      new JsonObject().put("reason", reason).put("outcome", outcome.word()));
              return room.insist(
                      "the end of session " + ended.id(),
                      () -> room.table.save(ended, Optional.empty(), told))
                  .compose(
                      saved ->
                          room.insist(
                              "the release of session " + ended.id(),
                              () ->
                                  room.scheduler.release(
                                      ended.id(), ended.endedAt().orElseThrow(), reason, actor)))
                  .onSuccess(
                      released -> {
                        room.leave(live);
                        room.change(live, ended);
                      });
            });
  }

  /** Stops what the session began while it goes on: its consent was withdrawn, or its desk left. */
  Future<SafeEnd.Outcome> stopMotion(LiveSession live, String reason) {
    if (live.motion().isEmpty()) {
      return Future.succeededFuture(SafeEnd.Outcome.IDLE);
    }
    return safeEnd
        .end(live, false, stop -> press(live, stop, reason))
        .compose(
            outcome -> {
              if (outcome == SafeEnd.Outcome.UNCONFIRMED) {
                return end(live, reason, Actor.GATEWAY).map(outcome);
              }
              live.motion(Optional.empty());
              room.write(
                  "motion of " + live.session().id(),
                  () -> room.table.save(live.session(), live.motion()));
              return Future.succeededFuture(outcome);
            });
  }

  /**
   * A lost link may be back in a moment; only a machine that may have to be stopped is worth
   * waiting for.
   */
  private Future<Void> linkAwaited(LiveSession live) {
    String machine = live.session().machine();
    Instant deadline = room.clock.instant().plus(LINK_GRACE);
    if (live.motion().isEmpty() || room.floor.link(machine).state() == LinkState.ONLINE) {
      return Future.succeededFuture();
    }
    Promise<Void> awaited = Promise.promise();
    room.vertx.setPeriodic(
        LOOK_MS,
        timer -> {
          if (room.floor.link(machine).state() == LinkState.ONLINE
              || room.clock.instant().isAfter(deadline)) {
            room.vertx.cancelTimer(timer);
            awaited.tryComplete();
          }
        });
    return awaited.future();
  }

  /**
   * Sends the end command once, by the gateway itself; proven by the state that the profile calls
   * safe, which may be more than what proves that the command was taken.
   */
  private Future<CommandRecord> press(LiveSession live, Command stop, String reason) {
    Profile profile = room.floor.machine(live.session().machine()).orElseThrow().profile();
    End end = profile.end().orElseThrow();
    return press(
            live,
            new Control.Call(profile, stop.provenBy(end.confirmation()), end.arguments()),
            Actor.GATEWAY,
            "Sent by the gateway: " + reason)
        .over();
  }

  /** A stop in a session that was just sent: its first step, and its last. */
  record Pressed(CommandRecord sent, Future<CommandRecord> over) {}

  /** Sends a stop at once and writes it down after: a stop waits for nothing. */
  Pressed press(LiveSession live, Control.Call call, Actor actor, String detail) {
    live.stopPressed();
    return press(
        live.session().id(), live.session().machine(), call, actor, detail, Optional.of(live));
  }

  /** Sends a stop at once, in a session or outside any. */
  Pressed press(
      String session,
      String machine,
      Control.Call call,
      Actor actor,
      String detail,
      Optional<LiveSession> live) {
    CommandRecord record =
        new CommandRecord(
            UUID.randomUUID().toString(),
            session,
            machine,
            call.command().name(),
            plain(call.arguments()),
            actor.person(),
            Step.SENT,
            List.of(new Stepped(Step.SENT, room.clock.instant(), detail)));
    live.ifPresent(any -> any.command(record));
    room.stops.pressed(record);
    Optional<Motion> motion = live.flatMap(LiveSession::motion);
    Future<CommandRecord> over =
        room.control
            .follow(record, call, step -> stepped(step, live))
            .onSuccess(last -> room.missed.over(last, call, motion));
    room.emit(new SessionEvent.Commanded(record));
    room.write("command " + record.id(), () -> room.commands.record(record, actor));
    return new Pressed(record, over);
  }

  /** Takes note of a step: in memory, for the watchers, and at rest. */
  void stepped(CommandRecord step, Optional<LiveSession> live) {
    live.ifPresent(any -> any.command(step));
    room.stops.stepped(step);
    room.emit(new SessionEvent.Commanded(step));
    room.write("command " + step.id(), () -> room.commands.step(step));
  }

  static Map<String, Object> plain(Map<String, Value> arguments) {
    return arguments.entrySet().stream()
        .collect(
            java.util.stream.Collectors.toMap(
                Map.Entry::getKey, entry -> entry.getValue().plain()));
  }
}
