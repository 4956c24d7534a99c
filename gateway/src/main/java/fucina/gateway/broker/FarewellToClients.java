package fucina.gateway.broker;

import java.util.Set;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.core.remoting.server.RemotingService;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Ends the clients' connections while the broker still works, so that what was read is kept and
 * acknowledged and wills are sent; Artemis by itself closes its journal under them.
 */
final class FarewellToClients {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long BLINK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private FarewellToClients() {}

  static void of(ActiveMQServer server) {
    RemotingService remoting = server.getRemotingService();
    if (remoting == null) {
      return; // the server never came that far
    }
    remoting.pauseAcceptors();
    Set<RemotingConnection> connections = remoting.getConnections();
    connections.forEach(FarewellToClients::readNoMore);
    awaitIdle(server);
    for (RemotingConnection connection : connections) {
      connection.fail(new ActiveMQDisconnectedException("the broker stops"));
    }
    awaitIdle(server);
  }

  private static void readNoMore(RemotingConnection connection) {
    if (connection.getTransportConnection() instanceof NettyConnection netty) {
      netty.getChannel().config().setAutoRead(false);
    }
  }

  /** Artemis offers nothing to wait on; so it is looked at, for two seconds at most. */
  private static void awaitIdle(ActiveMQServer server) {
    if (!(server.getThreadPool() instanceof ThreadPoolExecutor pool)) {
      return;
    }
    long begun = System.nanoTime();
    int idleLooks = 0;
    while (idleLooks < 3 && System.nanoTime() - begun < PATIENCE_NANOS) {
      idleLooks = pool.getActiveCount() == 0 && pool.getQueue().isEmpty() ? idleLooks + 1 : 0;
      LockSupport.parkNanos(BLINK_NANOS);
    }
  }
}
