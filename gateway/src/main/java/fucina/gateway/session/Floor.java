package fucina.gateway.session;

import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.LockHold;
import fucina.gateway.link.MachineLink;
import fucina.gateway.registry.Machine;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.Command;
import fucina.profiles.MachineState;
import fucina.profiles.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The shop floor as a session sees it: what machines are, measure and answer. Calls never block.
 */
public interface Floor {

  Optional<Machine> machine(String id);

  LinkStatus link(String machine);

  /** The machine's state in the six words, from its newest values. */
  MachineState state(String machine);

  /** The newest value of a signal; empty where none was ever heard. */
  Optional<Measured> measured(String machine, String signal);

  /** Sends a command once; always completes normally. */
  CompletableFuture<MachineLink.Answer> send(
      String machine, Command command, Map<String, Value> arguments, String reference);

  /** Feeds the machine's watchdog once, where it has one. */
  void feedWatchdog(String machine);

  /** Wants the machine's own lock for a session; again and again, as links come and go. */
  void holdLock(String machine, String context);

  /** Gives the machine's own lock back. */
  void releaseLock(String machine);

  /** Who has the machine's own lock. */
  LockHold lock(String machine);

  /** Takes a machine out of service until a technician says otherwise. */
  void quarantine(String machine, String reason);

  /**
   * A value as it was heard.
   *
   * @param value the value
   * @param quality how far it may be trusted
   * @param changed when this value arrived at the gateway
   * @param fresh last instant at which it was known to hold: its arrival or, on a wire that reports
   *     only changes, the last sign of life of the subscription that would have reported one
   */
  record Measured(Value value, Quality quality, Instant changed, Instant fresh) {}
}
