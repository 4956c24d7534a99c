package fucina.gateway.link.opcua;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.UaException;

/** The LockingServices of one machine (OPC 10000-100 §7), on one session. Waits for the server. */
interface LockServices {
  /** What tells the session of this moment from others: to the machine a lock is a session's. */
  Object session();

  /** InitLock: 0 where it is ours now. */
  int init(String context) throws UaException;

  /** RenewLock: 0 where it is ours still. */
  int renew() throws UaException;

  /** ExitLock: 0 where it was ours. */
  int exit() throws UaException;

  /** BreakLock: takes it from whoever has it. */
  int breakIt() throws UaException;

  /** Who has it; empty where nobody has. */
  Optional<Holder> holder() throws UaException;

  /** How long it lasts from now if nobody renews it; empty where the machine does not say. */
  Optional<Duration> lasts() throws UaException;

  /**
   * Who has it, as the machine says.
   *
   * @param client the application's URI
   */
  record Holder(String client, String user) {}
}
