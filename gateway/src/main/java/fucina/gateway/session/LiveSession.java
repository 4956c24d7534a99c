package fucina.gateway.session;

import fucina.scheduler.Lease;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A session whose window is open, in memory; confined to the session room's one context, but for
 * {@link #session()}, which any thread may read.
 */
final class LiveSession {
  private volatile Session session;
  private Optional<Lease> lease;
  private Optional<Motion> motion = Optional.empty();
  private Optional<Instant> present = Optional.empty();
  private volatile Optional<Instant> keptUntil = Optional.empty();
  private int stopPresses;
  private int withdrawals;
  private final Set<String> nonces = new HashSet<>();
  private final Map<String, CommandRecord> commands = new LinkedHashMap<>();

  LiveSession(Session session, Optional<Lease> lease) {
    this.session = session;
    this.lease = lease;
  }

  Session session() {
    return session;
  }

  void session(Session next) {
    session = next;
  }

  Optional<Lease> lease() {
    return lease;
  }

  void lease(Lease next) {
    lease = Optional.of(next);
  }

  Optional<Motion> motion() {
    return motion;
  }

  void motion(Optional<Motion> next) {
    motion = next;
  }

  Optional<Instant> present() {
    return present;
  }

  void present(Instant at) {
    present = Optional.of(at);
  }

  /** Until when it is kept for who booked and does not come; empty: to its end. */
  Optional<Instant> keptUntil() {
    return keptUntil;
  }

  void keptUntil(Optional<Instant> until) {
    keptUntil = until;
  }

  /** How often a stop was pressed: motion asked for before one is not sent after it. */
  int stopPresses() {
    return stopPresses;
  }

  void stopPressed() {
    stopPresses++;
  }

  /** How often the consent was taken back: one that is being given meanwhile does not count. */
  int withdrawals() {
    return withdrawals;
  }

  void withdrawn() {
    withdrawals++;
  }

  /** Takes a nonce; false where it was taken before. */
  boolean nonce(String nonce) {
    return nonces.add(nonce);
  }

  /** Gives back the nonce of a press that came to nothing. */
  void released(String nonce) {
    nonces.remove(nonce);
  }

  void command(CommandRecord record) {
    commands.put(record.id(), record);
  }

  /** Whether a nonce was taken. */
  boolean used(String nonce) {
    return nonces.contains(nonce);
  }

  Map<String, CommandRecord> commands() {
    return commands;
  }
}
