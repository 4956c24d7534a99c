package fucina.gateway.session;

import fucina.gateway.link.LinkState;
import fucina.gateway.session.CommandRecord.Step;
import fucina.profiles.MachineState;
import fucina.scheduler.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops that were pressed and could not be sent, as their machine's link was away. When it is back
 * and the machine is still moved by what the stop was meant for, the gateway sends it once more, in
 * its own name; a machine at rest, or moved by somebody else since, gets nothing. Runs on the
 * session room's one context.
 */
final class MissedStops {
  private static final Logger LOG = LoggerFactory.getLogger(MissedStops.class);

  /** So long a returned link may take to say what the machine does. */
  static final Duration SETTLED = Duration.ofSeconds(15);

  private static final String AGAIN = "Sent again by the gateway";

  private final SessionRoom room;
  private final Map<String, Missed> byMachine = new HashMap<>();

  MissedStops(SessionRoom room) {
    this.room = room;
  }

  /**
   * A stop that was not sent.
   *
   * @param motion what it was meant for; empty where no session had begun any
   */
  private record Missed(
      CommandRecord stop, Control.Call call, Optional<Motion> motion, Instant at) {}

  /** Sends a stop again, by the gateway. */
  @FunctionalInterface
  interface Press {
    void again(String session, String machine, Control.Call call, String detail);
  }

  /** A stop that came to its last step. */
  void over(CommandRecord stop, Control.Call call, Optional<Motion> motion) {
    boolean unsent = stop.step() == Step.FAILED && Control.notSent(stop);
    // Where the link stands and still nothing goes out, trying on and on would help nobody.
    boolean inVain =
        stop.steps().get(0).detail().startsWith(AGAIN)
            && room.floor.link(stop.machine()).state() == LinkState.ONLINE;
    if (!unsent || inVain) {
      byMachine.remove(stop.machine());
      return;
    }
    Optional<Motion> meant =
        motion.or(() -> Optional.ofNullable(byMachine.get(stop.machine())).flatMap(Missed::motion));
    byMachine.put(stop.machine(), new Missed(stop, call, meant, room.clock.instant()));
  }

  /** Looks at every machine that missed one. */
  void look(Press press) {
    for (Map.Entry<String, Missed> each : Map.copyOf(byMachine).entrySet()) {
      String machine = each.getKey();
      Missed missed = each.getValue();
      var link = room.floor.link(machine);
      if (link.state() != LinkState.ONLINE) {
        continue;
      }
      if (settled(machine, missed)) {
        byMachine.remove(machine);
      } else if (moving(machine)) {
        byMachine.remove(machine);
        LOG.warn("{} is back and still moves: the stop it missed is sent again", machine);
        press.again(
            missed.stop().session(),
            machine,
            missed.call(),
            AGAIN + ": the link was away when it was pressed at " + missed.at());
      } else if (link.since().plus(SETTLED).isBefore(room.clock.instant())) {
        byMachine.remove(machine);
      }
    }
  }

  /** Whether whatever moves now is not what the stop was meant for, or others look after it. */
  private boolean settled(String machine, Missed missed) {
    Optional<Motion> running = room.on(machine).flatMap(LiveSession::motion);
    boolean ours = running.filter(motion -> !motion.since().isAfter(missed.at())).isPresent();
    boolean quarantined =
        room.floor.machine(machine).filter(known -> !known.inService()).isPresent();
    boolean local =
        missed
            .motion()
            .filter(
                motion ->
                    SafeEnd.takenLocally(room.floor, machine, missed.call().profile(), motion))
            .isPresent();
    return !(ours || quarantined) || local;
  }

  private boolean moving(String machine) {
    MachineState state = room.floor.state(machine);
    return state == MachineState.RUNNING || state == MachineState.HELD;
  }

  /** Sends one again in the session it was pressed in, where that still runs. */
  static Press by(SessionRoom room, Ending ending) {
    return (session, machine, call, detail) -> {
      Optional<LiveSession> live =
          room.on(machine).filter(known -> known.session().id().equals(session));
      live.ifPresent(LiveSession::stopPressed);
      ending.press(session, machine, call, Actor.GATEWAY, detail, live);
    };
  }
}
