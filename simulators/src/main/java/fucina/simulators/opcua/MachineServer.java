package fucina.simulators.opcua;

import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.SessionManager;
import org.eclipse.milo.opcua.sdk.server.subscriptions.Subscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteSubscriptionsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of a machine's OPC UA server, from bind to unbind. */
final class MachineServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MachineServer.class);
  private static final long SECONDS_TO_CLOSE = 5;

  private static final RequestHeader NO_HEADER =
      new RequestHeader(
          NodeId.NULL_VALUE,
          DateTime.MIN_VALUE,
          UInteger.MIN,
          UInteger.MIN,
          null,
          UInteger.MIN,
          null);

  private final OpcUaServer server;
  private final MachineSpace space;
  private final int port;

  MachineServer(OpcUaServer server, MachineSpace space, int port) {
    this.server = server;
    this.space = space;
    this.port = port;
  }

  int port() {
    return port;
  }

  /** The machine has reached a point of its time grid. */
  void beat(Instant at) {
    space.beat(at);
  }

  /** The machine may have changed between two points of its grid. */
  void changed(Instant at) {
    space.changed(at);
  }

  /** Forgets every session, and what it subscribed to; a client learns it from its next request. */
  void loseSessions() {
    SessionManager sessions = server.getSessionManager();
    sessions
        .getAllSessions()
        .forEach(session -> sessions.killSession(session.getSessionId(), true));
  }

  /** Forgets every subscription; the sessions stay. */
  void loseSubscriptions() {
    for (Session session : server.getSessionManager().getAllSessions()) {
      UInteger[] all =
          session.getSubscriptionManager().getSubscriptions().stream()
              .map(Subscription::getId)
              .toArray(UInteger[]::new);
      if (all.length > 0) {
        session
            .getSubscriptionManager()
            .deleteSubscriptions(new DeleteSubscriptionsRequest(NO_HEADER, all));
      }
    }
  }

  @Override
  public void close() {
    space.shutdown();
    try {
      server.shutdown().get(SECONDS_TO_CLOSE, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.warn("the server on port {} did not close cleanly", port, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
