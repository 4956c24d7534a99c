package fucina.gateway.session;

import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.session.CommandRecord.Step;
import fucina.gateway.session.CommandRecord.Stepped;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.Command;
import fucina.profiles.Command.Confirmation;
import fucina.profiles.End;
import fucina.profiles.Profile;
import fucina.profiles.Value;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends one command and follows it to its end: sent, accepted, executing, confirmed by a measured
 * state, or failed. Runs on the session room's one context. Never sends twice, never waits for a
 * link to come back.
 */
final class Control {
  /** How often the measured state is looked at while a command is being followed. */
  static final long LOOK_MS = 40;

  /**
   * How long a state that held already before the command must go on holding to count: longer than
   * a machine takes to report the opposite.
   */
  static final Duration SETTLE = Duration.ofSeconds(1);

  private static final String NOT_SENT = "Not sent: ";

  private final Vertx vertx;
  private final Context context;
  private final Floor floor;
  private final InstantSource clock;

  Control(Vertx vertx, Context context, Floor floor, InstantSource clock) {
    this.vertx = vertx;
    this.context = context;
    this.floor = floor;
    this.clock = clock;
  }

  /** What to send, and to which machine. */
  record Call(Profile profile, Command command, Map<String, Value> arguments) {
    /** What proves it: its own confirmation, else that of the end where it is the end's command. */
    Optional<Confirmation> proof() {
      return command
          .confirmation()
          .or(
              () ->
                  profile
                      .end()
                      .filter(end -> end.command().equals(command.name()))
                      .map(End::confirmation));
    }
  }

  /**
   * Sends at once.
   *
   * @param record the command at its first step
   * @param onStep told of each further step, on the room's context
   * @return the record at its last step; never fails
   */
  Future<CommandRecord> follow(CommandRecord record, Call call, Consumer<CommandRecord> onStep) {
    Promise<CommandRecord> over = Promise.promise();
    Instant sent = clock.instant();
    floor
        .send(record.machine(), call.command(), call.arguments(), record.id())
        .whenComplete(
            (answer, fault) ->
                context.runOnContext(
                    ignored -> {
                      Answer known =
                          fault == null
                              ? answer
                              : new Answer.Unanswered("the link failed: " + fault.getMessage());
                      answered(record, call, known, sent, onStep).onComplete(over);
                      if (known instanceof Answer.Unanswered open) {
                        over.future().onSuccess(end -> note(end, open, sent, onStep));
                      }
                    }));
    return over.future();
  }

  /**
   * An answer that comes after its time-out changes nothing of the outcome, but stands on its
   * command.
   */
  private void note(
      CommandRecord end, Answer.Unanswered open, Instant sent, Consumer<CommandRecord> onStep) {
    open.late()
        .thenAccept(
            late ->
                context.runOnContext(
                    ignored ->
                        onStep.accept(
                            stepped(
                                end,
                                end.step(),
                                "A late answer came, "
                                    + Duration.between(sent, clock.instant()).toMillis()
                                    + " ms after sending: "
                                    + words(late)))));
  }

  private static String words(Answer answer) {
    if (answer instanceof Answer.Accepted yes) {
      return "accepted, " + yes.detail();
    }
    if (answer instanceof Answer.Rejected no) {
      return "refused, " + no.detail();
    }
    return answer instanceof Answer.Unanswered unsure ? unsure.detail() : "not sent";
  }

  /** A record with one more step. */
  CommandRecord stepped(CommandRecord record, Step step, String detail) {
    List<Stepped> steps = new ArrayList<>(record.steps());
    steps.add(new Stepped(step, clock.instant(), detail));
    return new CommandRecord(
        record.id(),
        record.session(),
        record.machine(),
        record.command(),
        record.arguments(),
        record.person(),
        step,
        steps);
  }

  private Future<CommandRecord> answered(
      CommandRecord record,
      Call call,
      Answer answer,
      Instant sent,
      Consumer<CommandRecord> onStep) {
    CommandRecord accepted = record;
    String unanswered = "";
    Optional<String> refusal = refusal(answer);
    if (refusal.isPresent()) {
      if (!seemsStopped(record.machine(), call)) {
        return last(record, Step.FAILED, refusal.get(), onStep);
      }
      unanswered = refusal.get() + "; ";
    }
    if (answer instanceof Answer.Accepted yes) {
      accepted = stepped(record, Step.ACCEPTED, yes.detail());
      onStep.accept(accepted);
    } else if (answer instanceof Answer.Unanswered no) {
      unanswered = "No answer from the machine (" + no.detail() + "); ";
    }
    Optional<Confirmation> confirmation = call.proof();
    if (confirmation.isEmpty() && unanswered.isEmpty()) {
      return last(
          accepted,
          Step.CONFIRMED,
          "The answer is all the proof there is: the profile names no state that shows it.",
          onStep);
    }
    if (confirmation.isEmpty()) {
      // What may have begun is this session's to stop.
      CommandRecord open =
          stepped(accepted, Step.EXECUTING, unanswered + "it may act all the same");
      onStep.accept(open);
      return last(
          open,
          Step.FAILED,
          "Whether it acted is not known: the profile names no state that shows it.",
          onStep);
    }
    CommandRecord executing =
        stepped(
            accepted,
            Step.EXECUTING,
            unanswered
                + "waiting for "
                + wanted(call.profile(), confirmation.get())
                + " to be measured");
    onStep.accept(executing);
    return measured(record.machine(), confirmation.get(), sent)
        .compose(
            proven ->
                proven
                    ? last(
                        executing,
                        Step.CONFIRMED,
                        "Measured: " + now(call.profile(), record.machine(), confirmation.get()),
                        onStep)
                    : last(
                        executing,
                        Step.FAILED,
                        "After "
                            + confirmation.get().within().toMillis()
                            + " ms "
                            + now(call.profile(), record.machine(), confirmation.get())
                            + ", not "
                            + wanted(call.profile(), confirmation.get()),
                        onStep));
  }

  /** Whether a command that failed never left the gateway. */
  static boolean notSent(CommandRecord over) {
    return over.steps().stream().anyMatch(step -> step.detail().startsWith(NOT_SENT));
  }

  private static Optional<String> refusal(Answer answer) {
    return answer instanceof Answer.Rejected rejected
        ? Optional.of("The machine refused: " + rejected.detail())
        : answer instanceof Answer.NotSent notSent
            ? Optional.of(NOT_SENT + notSent.detail())
            : Optional.empty();
  }

  /**
   * Whether a stop that came to nothing may have had nothing to stop: the machine, which is heard,
   * shows the state that proves it. It counts only when measured anew.
   */
  private boolean seemsStopped(String machine, Call call) {
    return call.command().kind() == Command.Kind.STOP
        && floor.link(machine).state() == LinkState.ONLINE
        && call.proof().filter(wanted -> shown(machine, wanted).isPresent()).isPresent();
  }

  private Future<CommandRecord> last(
      CommandRecord record, Step step, String detail, Consumer<CommandRecord> onStep) {
    CommandRecord over = stepped(record, step, detail);
    onStep.accept(over);
    return Future.succeededFuture(over);
  }

  /** Whether a state is measured within its time; looks until it is, or the time is over. */
  private Future<Boolean> measured(String machine, Confirmation wanted, Instant sent) {
    if (proven(machine, wanted, sent)) {
      return Future.succeededFuture(true);
    }
    Promise<Boolean> proof = Promise.promise();
    Instant deadline = clock.instant().plus(wanted.within());
    vertx.setPeriodic(
        LOOK_MS,
        timer -> {
          if (proven(machine, wanted, sent)) {
            vertx.cancelTimer(timer);
            proof.tryComplete(true);
          } else if (clock.instant().isAfter(deadline)) {
            vertx.cancelTimer(timer);
            proof.tryComplete(false);
          }
        });
    return proof.future();
  }

  private boolean proven(String machine, Confirmation wanted, Instant sent) {
    return shown(machine, wanted)
        .filter(
            measured ->
                measured.changed().isAfter(sent) || !measured.fresh().isBefore(sent.plus(SETTLE)))
        .isPresent();
  }

  /** The state that proves it, whenever it was measured. */
  private Optional<Floor.Measured> shown(String machine, Confirmation wanted) {
    return floor
        .measured(machine, wanted.signal())
        .filter(measured -> measured.quality() == Quality.GOOD)
        .filter(measured -> measured.value().isOneOf(wanted.in()));
  }

  private static String wanted(Profile profile, Confirmation confirmation) {
    return confirmation.signal()
        + " = "
        + Preconditions.words(profile, confirmation.signal(), confirmation.in());
  }

  private String now(Profile profile, String machine, Confirmation confirmation) {
    return confirmation.signal()
        + " is "
        + floor
            .measured(machine, confirmation.signal())
            .map(
                measured ->
                    Preconditions.words(profile, confirmation.signal(), List.of(measured.value())))
            .orElse("unknown");
  }
}
