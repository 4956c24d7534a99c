package fucina.gateway.session;

import fucina.gateway.link.LinkState;
import fucina.gateway.session.CommandRecord.Step;
import fucina.gateway.session.CommandRecord.Stepped;
import fucina.gateway.session.Sending.Order;
import fucina.profiles.Command;
import fucina.profiles.Command.Warning;
import fucina.profiles.Profile;
import fucina.scheduler.Actor;
import fucina.scheduler.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns the people in the room before a motion whose profile wants it: the warning is set off, the
 * time given to leave passes, every condition is asked once more, then the motion is sent. A
 * warning that fails means no motion; a stop, or a consent taken back, cancels at once. However it
 * goes, the warning is ended. Runs on the session room's one context.
 */
final class Warnings {
  private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);

  /** How often it is tried to end a warning, and for how long a lost link is waited for. */
  private static final int PRESSES = 5;

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long AGAIN_MS = 1_000;

  private final SessionRoom room;
  private final Ending ending;
  private final Sending sending;

  /** The machines in whose room a warning is on, or is being ended. */
  private final Set<String> under = new HashSet<>();

  Warnings(SessionRoom room, Ending ending, Sending sending) {
    this.room = room;
    this.ending = ending;
    this.sending = sending;
  }

  /** One warning at a time: the end of an earlier one would cut a later one short. */
  Optional<Refusal> busy(Order order) {
    return order.call().command().warning().isPresent()
            && under.contains(order.live().session().machine())
        ? Optional.of(
            new Refusal(
                "warning",
                "no warning in the room",
                "one is on",
                "The room is being warned of another motion, or that warning is not known to be"
                    + " over; wait for its end."))
        : Optional.empty();
  }

  /** Begins the warning of a motion whose record is at rest; the answer is its first step. */
  Future<Outcome<CommandRecord>> warn(Order order, CommandRecord record) {
    List<Refusal> refusals = new java.util.ArrayList<>(sending.refusals(order));
    busy(order).ifPresent(refusals::add);
    if (!refusals.isEmpty()) {
      return sending.unsent(order, record, refusals);
    }
    under.add(order.live().session().machine());
    order.live().command(record);
    room.emit(new SessionEvent.Commanded(record));
    Warning warning = warning(order);
    give(
            order.live(),
            order.call().profile(),
            warning.command(),
            "Warns the room before " + order.call().command().name())
        .compose(
            given ->
                given.step() == Step.CONFIRMED
                    ? passed(order, warning.before())
                    : Future.succeededFuture(Optional.of(failed(given))))
        .compose(
            refusal ->
                refusal.isPresent()
                    ? unsent(order, record, List.of(refusal.get()))
                    : send(order, record))
        .onFailure(
            fault -> {
              LOG.error("a warning broke off", fault);
              over(order);
            });
    return Outcome.done(record);
  }

  private static Warning warning(Order order) {
    return order.call().command().warning().orElseThrow();
  }

  private static Refusal failed(CommandRecord given) {
    return new Refusal(
        "warning",
        "a warning in the room before it",
        "not confirmed",
        "The room could not be warned, so nothing moves: "
            + given.steps().get(given.steps().size() - 1).detail());
  }

  /**
   * The time given to leave; ends early, with a refusal, where the motion is not wanted anymore.
   */
  private Future<Optional<Refusal>> passed(Order order, Duration before) {
    Promise<Optional<Refusal>> passed = Promise.promise();
    long look =
        room.vertx.setPeriodic(
            Control.LOOK_MS,
            timer ->
                sending
                    .overtaken(order)
                    .or(() -> ended(order))
                    .ifPresent(refusal -> passed.tryComplete(Optional.of(refusal))));
    room.vertx.setTimer(before.toMillis(), timer -> passed.tryComplete(Optional.empty()));
    return passed.future().onComplete(done -> room.vertx.cancelTimer(look));
  }

  private Optional<Refusal> ended(Order order) {
    return order.live().session().state() == Session.State.ACTIVE
        ? Optional.empty()
        : sending.broken(order).stream().findFirst();
  }

  /** Written down as sent, then every condition once more, then the wire. */
  private Future<Void> send(Order order, CommandRecord record) {
    Instant now = room.clock.instant();
    CommandRecord sent =
        room.control.stepped(
            record,
            Step.SENT,
            "The room was warned for " + warning(order).before().toMillis() + " ms");
    Motion begins = new Motion(order.call().command().name(), now, false);
    return room.commands
        .sending(sent, order.live().session(), Optional.of(begins))
        .timeout(Sending.WRITTEN_MILLIS, TimeUnit.MILLISECONDS)
        .transform(
            written ->
                room.serial(
                    () -> {
                      List<Refusal> refusals =
                          written.failed()
                              ? List.of(Sending.notWritten())
                              : sending.refusals(order);
                      if (!refusals.isEmpty()) {
                        return unsent(order, record, refusals);
                      }
                      sending.transmit(order, sent, () -> over(order));
                      return Future.succeededFuture();
                    }));
  }

  private Future<Void> unsent(Order order, CommandRecord record, List<Refusal> refusals) {
    sending.unsent(order, record, refusals);
    over(order);
    return Future.succeededFuture();
  }

  private void over(Order order) {
    end(
        order.live(),
        order.call().profile(),
        warning(order),
        PRESSES,
        room.clock.instant().plus(PATIENCE));
  }

  /** Ends what a process before this one may have left on. */
  void resumed(LiveSession live) {
    Optional<Profile> profile =
        room.floor.machine(live.session().machine()).map(machine -> machine.profile());
    for (CommandRecord record : List.copyOf(live.commands().values())) {
      Optional<Warning> warning =
          profile.flatMap(known -> known.command(record.command())).flatMap(Command::warning);
      boolean warned = record.steps().stream().anyMatch(step -> step.step() == Step.WARNING);
      if (warning.isEmpty() || !warned || record.over()) {
        continue;
      }
      if (record.step() == Step.WARNING) {
        String why = "Not sent: the gateway was restarted while the room was being warned.";
        ending.stepped(room.control.stepped(record, Step.FAILED, why), Optional.of(live));
      }
      under.add(live.session().machine());
      Instant until = room.clock.instant().plus(PATIENCE);
      end(live, profile.orElseThrow(), warning.get(), PRESSES, until);
    }
  }

  private void end(LiveSession live, Profile profile, Warning warning, int left, Instant until) {
    String machine = live.session().machine();
    if (warning.end().isEmpty()) {
      under.remove(machine);
      return;
    }
    if (left == 0 || room.clock.instant().isAfter(until)) {
      LOG.error("the warning in the room of {} could not be ended; look at it", machine);
      under.remove(machine);
      return;
    }
    if (room.floor.link(machine).state() != LinkState.ONLINE) {
      room.vertx.setTimer(AGAIN_MS, timer -> end(live, profile, warning, left, until));
      return;
    }
    give(live, profile, warning.end().get(), "Ends the warning")
        .onSuccess(
            given -> {
              if (given.step() == Step.CONFIRMED) {
                under.remove(machine);
              } else {
                room.vertx.setTimer(
                    AGAIN_MS, timer -> end(live, profile, warning, left - 1, until));
              }
            });
  }

  /** Sends a command of the warning by the gateway itself; written down beside it. */
  private Future<CommandRecord> give(
      LiveSession live, Profile profile, String name, String detail) {
    Command command = profile.command(name).orElseThrow();
    CommandRecord record =
        new CommandRecord(
            UUID.randomUUID().toString(),
            live.session().id(),
            live.session().machine(),
            name,
            Map.of(),
            Actor.GATEWAY.person(),
            Step.SENT,
            List.of(new Stepped(Step.SENT, room.clock.instant(), detail)));
    live.command(record);
    room.emit(new SessionEvent.Commanded(record));
    room.write("command " + record.id(), () -> room.commands.record(record, Actor.GATEWAY));
    return room.control.follow(
        record,
        new Control.Call(profile, command, Map.of()),
        step -> ending.stepped(step, Optional.of(live)));
  }
}
