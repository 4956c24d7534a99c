package fucina.gateway.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what waits for room at its receiver (Receive Maximum, MQTT 5 §3.3.4), where Artemis does
 * not: an acknowledgement makes it go on with the subscription that was acknowledged only, so the
 * client's other subscriptions wait for their next message, be it hours away.
 *
 * <p>And what is on its way when a connection breaks Artemis may count for ever, until it takes the
 * client for full; so where nothing is on its way, the count begins anew.
 */
final class StalledDelivery implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StalledDelivery.class);
  private static final long LOOK_MILLIS = 250;

  private final ActiveMQServer server;
  private final ScheduledExecutorService looker;

  /**
   * Sessions to which nothing was on its way though messages wait, and what they had acknowledged.
   */
  private Map<String, Long> stalled = new HashMap<>();

  StalledDelivery(ActiveMQServer server) {
    this.server = server;
    this.looker =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "broker-stalled-delivery");
              made.setDaemon(true);
              return made;
            });
    looker.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    Map<String, Long> now = new HashMap<>();
    for (ServerSession session : server.getSessions()) {
      try {
        look(session, now);
      } catch (Exception e) {
        // It may end while it is looked at; the next look is soon.
        log.debug("could not look at what waits for {}", session.getName(), e);
      }
    }
    stalled = now;
  }

  private void look(ServerSession session, Map<String, Long> now) throws Exception {
    long waiting = 0;
    long onTheirWay = 0;
    long acknowledged = 0;
    for (ServerConsumer consumer : Set.copyOf(session.getServerConsumers())) {
      Queue queue = consumer.getQueue();
      long delivering = queue.getDeliveringCount();
      long behind = queue.getMessageCount() - delivering;
      if (behind > 0) {
        consumer.promptDelivery();
      }
      waiting += behind;
      onTheirWay += delivering;
      acknowledged += queue.getMessagesAcknowledged();
    }
    if (waiting > 0 && onTheirWay == 0) {
      Long before = stalled.get(session.getName());
      if (before != null && before == acknowledged) {
        beginAnew(session.getRemotingConnection().getClientID());
      }
      now.put(session.getName(), acknowledged);
    }
  }

  private void beginAnew(String client) throws Exception {
    MQTTSessionState state = MQTTStateManager.getInstance(server).getSessionStates().get(client);
    if (state != null && state.getOutboundStore().getSendQuota() > 0) {
      log.info("Messages wait for {}, which was taken for full and is not", client);
      state.getOutboundStore().resetSendQuota();
    }
  }

  @Override
  public void close() {
    looker.shutdownNow();
  }
}
