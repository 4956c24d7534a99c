package fucina.simulators.opcua;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/**
 * Who alone may command a machine (OPC 10000-100, 7, LockingServicesType): one session at a time,
 * for as long as it renews. Safe for several threads.
 */
final class DeviceLock {
  static final int OK = 0;

  /** InitLock: somebody has it; the others: nobody has, or not the caller. */
  static final int REFUSED = -1;

  /** A lock not renewed for this long is free again. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Holder NOBODY = new Holder(NodeId.NULL_VALUE, "", "", Instant.MIN);
  private static final Holder SOMEBODY =
      new Holder(NodeId.NULL_VALUE, "urn:another:client", "operator", Instant.MAX);

  private final InstantSource clock;
  private Holder holder = NOBODY;

  DeviceLock(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Who has it.
   *
   * @param session the one that may command
   * @param client its application's URI
   * @param user its user
   * @param until when it ends, unless renewed
   */
  record Holder(NodeId session, String client, String user, Instant until) {}

  /** Takes it. */
  synchronized int init(NodeId session, String client, String user) {
    if (isHeld() && !holder.session().equals(session)) {
      return REFUSED;
    }
    holder = new Holder(session, client, user, clock.instant().plus(PATIENCE));
    return OK;
  }

  synchronized int renew(NodeId session) {
    if (!isHeld() || !holder.session().equals(session)) {
      return REFUSED;
    }
    holder = new Holder(session, holder.client(), holder.user(), clock.instant().plus(PATIENCE));
    return OK;
  }

  synchronized int exit(NodeId session) {
    if (!isHeld() || !holder.session().equals(session)) {
      return REFUSED;
    }
    holder = NOBODY;
    return OK;
  }

  /** Takes it from whoever has it. */
  synchronized int breakIt() {
    int answer = isHeld() ? OK : REFUSED;
    holder = NOBODY;
    return answer;
  }

  /** A client nobody here knows takes it, or gives it back. */
  synchronized void another(boolean held) {
    holder = held ? SOMEBODY : NOBODY;
  }

  synchronized boolean isClosedTo(NodeId session) {
    return isHeld() && !holder.session().equals(session);
  }

  synchronized boolean isHeld() {
    return clock.instant().isBefore(holder.until());
  }

  /** Whoever has it; empty texts where nobody has. */
  synchronized Holder holder() {
    return isHeld() ? holder : NOBODY;
  }

  /** ms until it ends; 0 where nobody has it. */
  synchronized double remainingMillis() {
    if (!isHeld()) {
      return 0;
    }
    Instant until =
        holder.until().equals(Instant.MAX) ? clock.instant().plus(PATIENCE) : holder.until();
    return Duration.between(clock.instant(), until).toMillis();
  }
}
