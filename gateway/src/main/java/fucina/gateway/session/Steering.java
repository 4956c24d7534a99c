package fucina.gateway.session;

import fucina.gateway.session.Session.Consent;
import fucina.gateway.session.Session.State;
import fucina.scheduler.Actor;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.Decision;
import fucina.scheduler.Lease;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** What people change of a session that runs: who has control, how long, and the consent. */
final class Steering {
  private static final long WRITTEN_MILLIS = 1_000;

  private final SessionRoom room;
  private final Ending ending;

  Steering(SessionRoom room, Ending ending) {
    this.room = room;
    this.ending = ending;
  }

  /** Whether an actor is of the organisation that booked, and one who operates. */
  static boolean mayOperate(Session session, Actor actor) {
    return actor.capacity() == Capacity.MEMBER
        && actor.organisation().equals(session.party().organisation());
  }

  Future<Outcome<Session>> join(LiveSession live, Actor actor) {
    Session session = live.session();
    if (operates(live, actor)) {
      return Outcome.done(session);
    }
    if (!mayOperate(session, actor)) {
      return Outcome.forbidden("Only a member of the organisation that booked may take control.");
    }
    return session.operator().isPresent()
        ? Outcome.refused(
            "operator",
            session.operator().get(),
            actor.person(),
            "Another person has control; ask for it to be handed over.")
        : changed(
            live, now -> now.operatedBy(actor.person()), actor, "session.joined", new JsonObject());
  }

  Future<Outcome<Session>> handOver(LiveSession live, Actor actor, String toPerson) {
    if (!operates(live, actor)) {
      return Outcome.refused(
          "operator",
          live.session().operator().orElse("nobody"),
          actor.person(),
          "Only who has control can hand it over.");
    }
    return renewed(
        live,
        toPerson,
        actor,
        session -> session.operatedBy(toPerson),
        "session.handed-over",
        new JsonObject().put("to", toPerson));
  }

  Future<Outcome<Session>> end(LiveSession live, Actor actor) {
    boolean staff = actor.staffOf(room.centre(live.session().machine()));
    if (!staff && !operates(live, actor)) {
      return Outcome.forbidden("Only who has control, or the centre's staff, may end a session.");
    }
    ending.end(live, staff ? "revoked" : "ended-by-operator", actor);
    return Outcome.done(live.session());
  }

  Future<Outcome<Session>> extend(LiveSession live, Actor actor, Duration by) {
    if (!operates(live, actor)) {
      return Outcome.forbidden("Only who has control may lengthen a session.");
    }
    return room.scheduler
        .extend(live.session().id(), by, actor)
        .compose(decision -> extended(live, actor, decision));
  }

  private Future<Outcome<Session>> extended(LiveSession live, Actor actor, Decision decision) {
    if (decision instanceof Decision.Refused refused) {
      return Future.succeededFuture(new Outcome.Refused<>(refused.refusals()));
    }
    if (!(decision instanceof Decision.Granted granted)) {
      return Future.succeededFuture(new Outcome.NotFound<>("session " + live.session().id()));
    }
    return renewed(
        live,
        live.session().operator().orElse(actor.person()),
        actor,
        session -> session,
        "session.extended",
        new JsonObject().put("to", granted.booking().window().to().toString()));
  }

  Future<Outcome<Session>> consent(LiveSession live, Actor actor) {
    if (!actor.technicianOf(room.centre(live.session().machine()))) {
      return Outcome.forbidden("Only a technician of the machine's centre may consent.");
    }
    Consent consent = new Consent(actor.person(), room.clock.instant());
    int withdrawals = live.withdrawals();
    return changed(
        live,
        // Taken back while it was being written: whoever withdrew has the last word.
        now -> live.withdrawals() == withdrawals ? now.consented(consent) : now,
        actor,
        "consent.given",
        new JsonObject());
  }

  Future<Outcome<Session>> withdrawConsent(LiveSession live, Actor actor) {
    if (!actor.technicianOf(room.centre(live.session().machine()))) {
      return Outcome.forbidden(
          "Only a technician of the machine's centre may take the consent back.");
    }
    live.withdrawn();
    Session without = live.session().withdrawn(new Consent(actor.person(), room.clock.instant()));
    room.change(live, without);
    // The stop goes out before anything is written: it waits for nothing.
    ending.stopMotion(live, "consent-withdrawn");
    return written(
        live,
        "the withdrawal of consent in " + without.id(),
        room.told(actor, "consent.withdrawn", new JsonObject()));
  }

  private static boolean operates(LiveSession live, Actor actor) {
    return live.session().operator().filter(actor.person()::equals).isPresent();
  }

  /** A change that needs a new lease: the old fencing number is void from then on. */
  private Future<Outcome<Session>> renewed(
      LiveSession live,
      String operator,
      Actor actor,
      UnaryOperator<Session> change,
      String action,
      JsonObject detail) {
    return room.scheduler
        .renewed(live.lease().orElseThrow(), operator, actor)
        .compose(
            lease -> {
              if (lease.isEmpty()) {
                return Outcome.<Session>refused(
                    "window", "a lease in force", "none", "The lease is no longer in force.");
              }
              return room.serial(
                  () -> leased(live, lease.get(), change, room.told(actor, action, detail)));
            });
  }

  /** The scheduler has granted it, so it holds at once; written down it is as soon as may be. */
  private Future<Outcome<Session>> leased(
      LiveSession live, Lease next, UnaryOperator<Session> change, Told told) {
    if (live.session().state() != State.ACTIVE) {
      return Future.succeededFuture(room.closed(live.session()));
    }
    live.lease(next);
    ending.at(next.window().to(), live);
    room.change(live, change.apply(live.session().leased(next)));
    return written(live, "the new lease of " + live.session().id(), told);
  }

  /** What holds already; a database that is away is waited for by the queue, not by the person. */
  private Future<Outcome<Session>> written(LiveSession live, String what, Told told) {
    return room.write(what, () -> room.table.save(live.session(), live.motion(), told))
        .timeout(WRITTEN_MILLIS, TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .map(written -> new Outcome.Done<>(live.session()));
  }

  /** Writes a change and then lets it hold; what else changed meanwhile is kept. */
  private Future<Outcome<Session>> changed(
      LiveSession live,
      UnaryOperator<Session> change,
      Actor actor,
      String action,
      JsonObject detail) {
    return room.table
        .save(change.apply(live.session()), live.motion(), room.told(actor, action, detail))
        .compose(
            saved ->
                room.serial(
                    () -> {
                      if (live.session().state() != State.ACTIVE) {
                        return Future.succeededFuture(room.closed(live.session()));
                      }
                      room.change(live, change.apply(live.session()));
                      return Outcome.done(live.session());
                    }));
  }
}
