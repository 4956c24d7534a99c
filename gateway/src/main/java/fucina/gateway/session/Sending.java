package fucina.gateway.session;

import fucina.gateway.session.CommandConditions.Moment;
import fucina.gateway.session.CommandRecord.Step;
import fucina.gateway.session.Session.State;
import fucina.profiles.Command;
import fucina.profiles.Command.Kind;
import fucina.profiles.Profile;
import fucina.scheduler.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The moment of sending: what held when the key was pressed must hold still. */
final class Sending {
  /** How long the record of a command may take before the press has come to nothing. */
  static final long WRITTEN_MILLIS = 5_000;

  private final SessionRoom room;
  private final Ending ending;

  Sending(SessionRoom room, Ending ending) {
    this.room = room;
    this.ending = ending;
  }

  /**
   * A command on its way from its press to the wire.
   *
   * @param id the command's id
   * @param stops how often a stop had been pressed when it was
   * @param withdrawals how often the consent had been taken back by then
   */
  record Order(
      String id,
      LiveSession live,
      Commanding.Press press,
      Control.Call call,
      int stops,
      int withdrawals) {
    static Order of(LiveSession live, Commanding.Press press, Control.Call call) {
      String id = UUID.randomUUID().toString();
      return new Order(id, live, press, call, live.stopPresses(), live.withdrawals());
    }
  }

  /** The conditions that do not hold now. */
  List<Refusal> broken(Order order) {
    LiveSession live = order.live();
    return CommandConditions.broken(
        new Moment(
            room.clock.instant(),
            live.session(),
            live.lease(),
            order.press().actor().person(),
            order.call().profile(),
            order.call().command(),
            order.call().arguments(),
            live.present(),
            underWay(order),
            room.floor));
  }

  /**
   * The session's motion that is neither confirmed nor failed, the order's own left aside. A stop
   * that was pressed after it and is confirmed settles it too: what the machine does then was
   * measured.
   */
  private static Optional<CommandRecord> underWay(Order order) {
    Profile profile = order.call().profile();
    Optional<CommandRecord> found = Optional.empty();
    for (CommandRecord record : order.live().commands().values()) {
      Optional<Kind> kind = profile.command(record.command()).map(Command::kind);
      if (kind.filter(Kind.STOP::equals).isPresent() && record.step() == Step.CONFIRMED) {
        found = Optional.empty();
      } else if (kind.filter(Kind.MOTION::equals).isPresent()
          && !record.over()
          && !record.id().equals(order.id())) {
        found = Optional.of(record);
      }
    }
    return found;
  }

  /** What forbids to send it now: a condition, or what somebody did since it was pressed. */
  List<Refusal> refusals(Order order) {
    List<Refusal> refusals = new ArrayList<>(broken(order));
    overtaken(order).ifPresent(refusals::add);
    return refusals;
  }

  /** What somebody did since it was pressed that says it is not wanted any more. */
  Optional<Refusal> overtaken(Order order) {
    if (order.live().stopPresses() != order.stops()) {
      return Optional.of(
          new Refusal(
              "stopped",
              "no stop since the press",
              "stop pressed",
              "A stop was pressed after this command; press again if it is still wanted."));
    }
    boolean consented = order.call().command().consentRequired();
    return consented && order.live().withdrawals() != order.withdrawals()
        ? Optional.of(
            new Refusal(
                "consent",
                "a consent that stood since the press",
                "taken back",
                "The consent was taken back after this command; press again if it is still"
                    + " wanted."))
        : Optional.empty();
  }

  /** Sends a command whose record is at rest, or says why not. */
  Future<Outcome<CommandRecord>> send(Order order, CommandRecord record) {
    List<Refusal> refusals = refusals(order);
    if (!refusals.isEmpty()) {
      return unsent(order, record, refusals);
    }
    transmit(order, record, () -> {});
    return Outcome.done(record);
  }

  /** A command whose record is at rest and that is not sent after all. */
  Future<Outcome<CommandRecord>> unsent(Order order, CommandRecord record, List<Refusal> refusals) {
    CommandRecord failed =
        room.control.stepped(record, Step.FAILED, "Not sent: " + refusals.get(0).detail());
    ending.stepped(failed, Optional.of(order.live()));
    saveMotion(order.live());
    return refused(order, refusals);
  }

  /**
   * Sends at once what nothing forbids.
   *
   * @param answered told once, when the machine has answered or was not reached
   */
  void transmit(Order order, CommandRecord record, Runnable answered) {
    LiveSession live = order.live();
    Control.Call call = order.call();
    live.command(record);
    Optional<Motion> before = live.motion();
    if (call.command().kind() == Kind.MOTION) {
      live.motion(Optional.of(new Motion(call.command().name(), room.clock.instant(), false)));
      room.floor.feedWatchdog(live.session().machine());
    }
    room.emit(new SessionEvent.Commanded(record));
    int known = record.steps().size();
    room.control
        .follow(
            record,
            call,
            step -> {
              if (step.steps().size() == known + 1) {
                answered.run();
              }
              ending.stepped(step, Optional.of(live));
            })
        .onSuccess(over -> settle(live, call, before, over));
  }

  /** Motion the machine refused, or that was never sent, did not begin. */
  private void settle(
      LiveSession live, Control.Call call, Optional<Motion> before, CommandRecord over) {
    boolean neverBegan =
        call.command().kind() == Kind.MOTION
            && over.step() == Step.FAILED
            && over.steps().stream()
                .noneMatch(step -> step.step() == Step.ACCEPTED || step.step() == Step.EXECUTING);
    if (neverBegan && live.session().state() == State.ACTIVE) {
      live.motion(before);
      saveMotion(live);
    }
  }

  private void saveMotion(LiveSession live) {
    room.write(
        "motion of " + live.session().id(), () -> room.table.save(live.session(), live.motion()));
  }

  Future<Outcome<CommandRecord>> refused(Order order, List<Refusal> refusals) {
    List<String> rules = refusals.stream().map(Refusal::rule).toList();
    Told told =
        room.told(
            order.press().actor(),
            "command." + order.press().command() + ".refused",
            new JsonObject().put("rules", new JsonArray(rules)));
    room.write("a refusal", () -> room.commands.refused(order.live().session(), told));
    return Future.succeededFuture(new Outcome.Refused<>(refusals));
  }

  static Refusal notWritten() {
    return new Refusal(
        "record",
        "a record written before sending",
        "no database",
        "The gateway cannot write down just now what it sends, so it sends nothing but a stop;"
            + " try again in a moment.");
  }
}
