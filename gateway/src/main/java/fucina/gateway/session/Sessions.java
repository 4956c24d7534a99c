package fucina.gateway.session;

import fucina.scheduler.Actor;
import fucina.scheduler.Window;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The sessions of all machines: the one door to consent, commands and the end. */
public interface Sessions {

  /** Opens every session whose window has begun; called after a booking for now was granted. */
  Future<Void> openDue();

  /**
   * A session this actor may see: of the own organisation, or of the own centre's machines for
   * staff.
   */
  Future<Optional<Session>> find(String id, Actor actor);

  /** The session that is under way on a machine, its safe end included; answers from memory. */
  Optional<Session> on(String machine);

  /** Sessions this actor may see, newest window first. */
  Future<List<Session>> list(Actor actor, boolean activeOnly, int limit, Optional<String> after);

  /** Makes the actor the operator of an active session of the own organisation. */
  Future<Outcome<Session>> join(String id, Actor actor);

  /**
   * Hands control to a colleague of the same organisation; a new fencing number voids the old
   * lease.
   */
  Future<Outcome<Session>> handOver(String id, Actor actor, String toPerson);

  /**
   * Ends a session early, by its operator or by a technician; the rest of the window is given back.
   */
  Future<Outcome<Session>> end(String id, Actor actor);

  /** Lengthens a running session where the machine is free; never shortens. */
  Future<Outcome<Session>> extend(String id, Actor actor, Duration by);

  /** A technician of the machine's centre allows remote motion in this session. */
  Future<Outcome<Session>> consent(String id, Actor actor);

  /** Takes the consent back; a program the session started is stopped. */
  Future<Outcome<Session>> withdrawConsent(String id, Actor actor);

  /** Sends a command; the answer is the record at its first step, later steps come as events. */
  Future<Outcome<CommandRecord>> command(
      String id, Actor actor, String command, Map<String, Object> arguments, String nonce);

  /** The commands of a session, oldest first. */
  Future<Outcome<List<CommandRecord>>> commands(String id, Actor actor);

  /** One command of a session. */
  Future<Outcome<CommandRecord>> findCommand(String id, String commandId, Actor actor);

  /** The profile's stop, session or not; no nonce, no expiry, always audited. */
  Future<Outcome<CommandRecord>> stopMachine(String machine, Actor actor, String reason);

  /** A stop of a machine by its id: for the centre's staff, and whoever pressed it. */
  Future<Outcome<CommandRecord>> findStop(String machine, String commandId, Actor actor);

  /** The operator's desk is attended; called at least every 2 s while motion runs. */
  void present(String id, Actor actor);

  /**
   * The stretches of a machine's readings an organisation may read: its own sessions from their
   * start to their end, or to now while they run, in order of time.
   */
  Future<List<Window>> readable(String machine, String organisation);

  /**
   * Whether an organisation may read a machine's live values at this instant; answers from memory.
   */
  boolean mayWatch(String machine, String organisation, Instant now);

  /** Tells of every event from now on, on any thread; the listener must not block. */
  void onEvent(Consumer<SessionEvent> listener);
}
