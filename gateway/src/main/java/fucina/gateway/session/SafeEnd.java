package fucina.gateway.session;

import fucina.gateway.registry.Machine;
import fucina.gateway.session.CommandRecord.Step;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.Command;
import fucina.profiles.End;
import fucina.profiles.MachineState;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.profiles.StateRule;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a machine to its safe end when control is over. It stops only what the session began and
 * what is still under remote control; a machine found running otherwise, by a local operator or
 * after a restart, gets no command: its technician is called.
 */
final class SafeEnd {
  private static final Logger LOG = LoggerFactory.getLogger(SafeEnd.class);

  /** A stop may be pressed again; each time is recorded. */
  private static final int PRESSES = 3;

  private final Floor floor;

  SafeEnd(Floor floor) {
    this.floor = floor;
  }

  /** How a machine was left. */
  enum Outcome {
    /** Nothing of the session was running. */
    IDLE,
    /** The end command was sent and its effect measured. */
    CONFIRMED_SAFE,
    /** It runs, and is not ours to stop: locally operated, or allowed to finish its job. */
    LEFT_RUNNING,
    /** The stop could not be confirmed by measurement. */
    UNCONFIRMED;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Ends it.
   *
   * @param mayFinish whether a job may outlast this end, where its profile lets it
   * @param press sends the end command once and follows it to its last step
   */
  Future<Outcome> end(
      LiveSession live, boolean mayFinish, Function<Command, Future<CommandRecord>> press) {
    String id = live.session().machine();
    Optional<Machine> machine = floor.machine(id);
    Optional<End> end = machine.flatMap(known -> known.profile().end());
    if (machine.isEmpty() || end.isEmpty()) {
      return Future.succeededFuture(Outcome.IDLE);
    }
    Profile profile = machine.get().profile();
    if (live.motion().isEmpty()) {
      return Future.succeededFuture(
          running(id) ? leftRunning(id, "it was started by nobody in this session") : Outcome.IDLE);
    }
    if (takenLocally(floor, id, profile, live.motion().get())) {
      return Future.succeededFuture(
          running(id) ? leftRunning(id, "it is no longer under remote control") : Outcome.IDLE);
    }
    if (mayFinish && end.get().overrun() == End.Overrun.FINISH && running(id)) {
      return Future.succeededFuture(leftRunning(id, "its profile lets a job finish"));
    }
    return profile
        .command(end.get().command())
        .map(stop -> press(stop, press, PRESSES))
        .orElseGet(() -> Future.succeededFuture(Outcome.UNCONFIRMED));
  }

  private Future<Outcome> press(
      Command stop, Function<Command, Future<CommandRecord>> press, int left) {
    return press
        .apply(stop)
        .compose(
            record -> {
              if (record.step() == Step.CONFIRMED) {
                return Future.succeededFuture(Outcome.CONFIRMED_SAFE);
              }
              return left > 1
                  ? press(stop, press, left - 1)
                  : Future.succeededFuture(Outcome.UNCONFIRMED);
            });
  }

  private boolean running(String machine) {
    MachineState state = floor.state(machine);
    return state == MachineState.RUNNING || state == MachineState.HELD;
  }

  /**
   * Whether a mode or release that the motion needed is measured as withdrawn: someone is at the
   * machine.
   */
  static boolean takenLocally(Floor floor, String machine, Profile profile, Motion motion) {
    String state = profile.states().map(StateRule::signal).orElse("");
    return profile.command(motion.command()).stream()
        .flatMap(command -> command.preconditions().stream())
        // The state the command itself changes says nothing about who is in control.
        .filter(needed -> !needed.signal().equals(state))
        .filter(
            needed ->
                profile
                    .signal(needed.signal())
                    .filter(signal -> signal.role() == Signal.Role.INTERLOCK)
                    .isPresent())
        .anyMatch(
            needed ->
                floor
                    .measured(machine, needed.signal())
                    .filter(measured -> measured.quality() == Quality.GOOD)
                    .filter(measured -> !measured.value().isOneOf(needed.in()))
                    .isPresent());
  }

  private static Outcome leftRunning(String machine, String why) {
    LOG.warn(
        "{} is left running at the end of its session: {}; its technician is called", machine, why);
    return Outcome.LEFT_RUNNING;
  }
}
