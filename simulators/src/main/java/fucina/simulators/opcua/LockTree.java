package fucina.simulators.opcua;

import static fucina.simulators.opcua.Vocabulary.DI;

import java.util.List;
import java.util.Objects;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.stack.core.NodeIds;

/**
 * The machine's lock, as OPC 10000-100 lays LockingServicesType out.
 *
 * @param lock who has it
 * @param tree where it grows
 */
record LockTree(DeviceLock lock, NodeTree tree) {
  private static final String LOCK = "Lock";

  void layOut() {
    tree.object(LOCK, DI, StandardType.LOCKING_SERVICES);
    tree.capability(6387, DI, "MaxInactiveLockTime", (double) DeviceLock.PATIENCE.toMillis());
    variable("Locked", Signal.onChange(NodeIds.Boolean, lock::isHeld));
    variable("LockingClient", Signal.onChange(NodeIds.String, () -> lock.holder().client()));
    variable("LockingUser", Signal.onChange(NodeIds.String, () -> lock.holder().user()));
    variable(
        "RemainingLockTime", Signal.every(1000, NodeIds.Duration, () -> lock.remainingMillis()));
    tree.lockMethod(
        LOCK + ".InitLock",
        List.of(
            StatusMethod.argument("Context", NodeIds.String, "who asks, in the client's words")),
        "InitLockStatus",
        session -> lock.init(session.getSessionId(), client(session), user(session)));
    tree.lockMethod(
        LOCK + ".RenewLock",
        List.of(),
        "RenewLockStatus",
        session -> lock.renew(session.getSessionId()));
    tree.lockMethod(
        LOCK + ".ExitLock",
        List.of(),
        "ExitLockStatus",
        session -> lock.exit(session.getSessionId()));
    tree.lockMethod(LOCK + ".BreakLock", List.of(), "BreakLockStatus", session -> lock.breakIt());
  }

  private void variable(String name, Signal signal) {
    tree.variable(LOCK + "." + name, DI, signal);
  }

  private static String client(Session session) {
    return Objects.requireNonNullElse(session.getClientDescription().getApplicationUri(), "");
  }

  private static String user(Session session) {
    return Objects.requireNonNullElse(session.getClientUserId(), "");
  }
}
