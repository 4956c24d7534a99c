package fucina.gateway.session;

import static java.util.stream.Collectors.joining;

import fucina.gateway.session.CommandRecord.Step;
import fucina.gateway.session.CommandRecord.Stepped;
import fucina.profiles.ArgumentCheck;
import fucina.profiles.Command;
import fucina.profiles.Command.Kind;
import fucina.profiles.Profile;
import fucina.scheduler.Actor;
import fucina.scheduler.Refusal;
import fucina.scheduler.postgres.DatabaseUnavailable;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes a command from its press to the wire: arguments, conditions, the record at rest, the
 * conditions once more at the moment of sending, then the machine. A stop skips all but the
 * arguments.
 */
final class Commanding {
  private final SessionRoom room;
  private final Ending ending;
  private final Sending sending;
  private final Warnings warnings;

  Commanding(SessionRoom room, Ending ending, Sending sending, Warnings warnings) {
    this.room = room;
    this.ending = ending;
    this.sending = sending;
    this.warnings = warnings;
  }

  /** What a person asked for. */
  record Press(Actor actor, String command, Map<String, Object> arguments, String nonce) {}

  private static String names(Profile profile) {
    return profile.commands().stream().map(Command::name).collect(joining(", "));
  }

  /** A command in a live session the actor may see. */
  Future<Outcome<CommandRecord>> command(LiveSession live, Press press) {
    Optional<Profile> profile =
        room.floor.machine(live.session().machine()).map(machine -> machine.profile());
    Optional<Command> command = profile.flatMap(known -> known.command(press.command()));
    if (command.isEmpty()) {
      return Outcome.notFound(
          "command "
              + press.command()
              + "; this machine's are "
              + profile.map(Commanding::names).orElse("not known"));
    }
    ArgumentCheck check = ArgumentCheck.of(command.get(), press.arguments());
    if (check instanceof ArgumentCheck.Unfit unfit) {
      ArgumentCheck.Objection first = unfit.objections().get(0);
      return Future.succeededFuture(new Outcome.BadArgument<>(first.argument(), first.reason()));
    }
    Control.Call call =
        new Control.Call(profile.get(), command.get(), ((ArgumentCheck.Fitting) check).values());
    if (command.get().kind() == Kind.STOP) {
      return Outcome.done(
          ending.press(live, call, press.actor(), "Pressed by the operator").sent());
    }
    if (press.nonce().isBlank()) {
      return Future.succeededFuture(
          new Outcome.BadArgument<>(
              "nonce",
              "is missing; give a new one for each press, so that no command is sent twice"));
    }
    return send(live, press, call);
  }

  private Future<Outcome<CommandRecord>> send(LiveSession live, Press press, Control.Call call) {
    Sending.Order order = Sending.Order.of(live, press, call);
    List<Refusal> refusals = new ArrayList<>(sending.broken(order));
    warnings.busy(order).ifPresent(refusals::add);
    if (live.used(press.nonce())) {
      refusals.add(repeated(press.nonce()));
    }
    if (!refusals.isEmpty()) {
      return sending.refused(order, refusals);
    }
    live.nonce(press.nonce());
    boolean warned = call.command().warning().isPresent();
    CommandRecord record = first(order);
    // What is warned of first has not begun yet.
    Optional<Motion> begins =
        call.command().kind() == Kind.MOTION && !warned
            ? Optional.of(new Motion(call.command().name(), room.clock.instant(), false))
            : live.motion();
    return room.commands
        .begin(record, press.nonce(), live.session(), begins, press.actor())
        .timeout(Sending.WRITTEN_MILLIS, TimeUnit.MILLISECONDS)
        .transform(
            begun -> {
              if (begun.failed()) {
                return room.serial(() -> unwritten(order, record, begun.cause()));
              }
              if (!begun.result()) {
                return sending.refused(order, List.of(repeated(press.nonce())));
              }
              return room.serial(
                  () -> warned ? warnings.warn(order, record) : sending.send(order, record));
            });
  }

  /**
   * What cannot be written down is not sent. Whether the row was written before the connection
   * broke is not known, so it is closed as failed, should it be there.
   */
  private Future<Outcome<CommandRecord>> unwritten(
      Sending.Order order, CommandRecord record, Throwable fault) {
    LiveSession live = order.live();
    live.released(order.press().nonce());
    if (!(fault instanceof TimeoutException) && !DatabaseUnavailable.isBehind(fault)) {
      return Future.failedFuture(fault);
    }
    Refusal refusal = Sending.notWritten();
    CommandRecord failed =
        room.control.stepped(record, Step.FAILED, "Not sent: " + refusal.detail());
    room.write("command " + failed.id(), () -> room.commands.step(failed));
    room.write(
        "motion of " + live.session().id(), () -> room.table.save(live.session(), live.motion()));
    return sending.refused(order, List.of(refusal));
  }

  /** The profile's stop of a machine, session or not. */
  Optional<CommandRecord> stop(String machine, Actor actor, String reason) {
    return room.floor
        .machine(machine)
        .map(known -> known.profile())
        .flatMap(profile -> stopOf(profile).map(command -> call(profile, command)))
        .map(
            call -> {
              Optional<LiveSession> live = room.on(machine);
              live.ifPresent(LiveSession::stopPressed);
              String session = live.map(any -> any.session().id()).orElse("");
              return ending
                  .press(session, machine, call, actor, "Stop pressed: " + reason, live)
                  .sent();
            });
  }

  private static Optional<Command> stopOf(Profile profile) {
    return profile
        .end()
        .flatMap(end -> profile.command(end.command()))
        .or(
            () ->
                profile.commands().stream()
                    .filter(command -> command.kind() == Kind.STOP)
                    .findFirst());
  }

  private static Control.Call call(Profile profile, Command stop) {
    return new Control.Call(
        profile,
        stop,
        profile
            .end()
            .filter(end -> end.command().equals(stop.name()))
            .map(end -> end.arguments())
            .orElse(Map.of()));
  }

  private CommandRecord first(Sending.Order order) {
    Control.Call call = order.call();
    Stepped step =
        call.command()
            .warning()
            .map(
                warning ->
                    new Stepped(
                        Step.WARNING,
                        room.clock.instant(),
                        "The room is warned for "
                            + warning.before().toMillis()
                            + " ms before it is sent"))
            .orElseGet(() -> new Stepped(Step.SENT, room.clock.instant(), ""));
    return new CommandRecord(
        order.id(),
        order.live().session().id(),
        order.live().session().machine(),
        call.command().name(),
        Ending.plain(call.arguments()),
        order.press().actor().person(),
        step.step(),
        List.of(step));
  }

  private static Refusal repeated(String nonce) {
    return new Refusal(
        "repeated", "one use", nonce, "This press was sent before; a new press needs a new nonce.");
  }
}
