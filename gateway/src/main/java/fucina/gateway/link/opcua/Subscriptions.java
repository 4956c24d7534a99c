package fucina.gateway.link.opcua;

import java.time.Duration;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;

/** Subscriptions as this link wants them (OPC 10000-4 §5.14.2). */
final class Subscriptions {
  private static final double KEEP_ALIVE_MILLIS = 1_000;
  private static final double LIFETIME_MILLIS = 60_000;
  private static final Duration SILENT_AT_LEAST = Duration.ofSeconds(5);

  private Subscriptions() {}

  /** Opens one that tells at least each second that it lives, and lives a minute unheard. */
  static OpcUaSubscription open(
      OpcUaClient client, Duration interval, OpcUaSubscription.SubscriptionListener listener)
      throws UaException {
    double publishing = interval.toMillis();
    OpcUaSubscription subscription = new OpcUaSubscription(client, publishing);
    double keepAlives = Math.max(1, Math.ceil(KEEP_ALIVE_MILLIS / publishing));
    double lifetime = Math.max(3 * keepAlives, Math.ceil(LIFETIME_MILLIS / publishing));
    subscription.setLifetimeAndKeepAliveCalculated(false);
    subscription.setMaxKeepAliveCount(Unsigned.uint((long) keepAlives));
    subscription.setLifetimeCount(Unsigned.uint((long) lifetime));
    subscription.setSubscriptionListener(listener);
    subscription.create();
    return subscription;
  }

  /** Three keep-alive intervals as the server granted them, 5 s at least. */
  static Duration patience(OpcUaSubscription subscription) {
    double interval = subscription.getRevisedPublishingInterval().orElse(KEEP_ALIVE_MILLIS);
    long count = subscription.getRevisedMaxKeepAliveCount().map(c -> c.longValue()).orElse(1L);
    Duration three = Duration.ofMillis((long) (3 * interval * count));
    return three.compareTo(SILENT_AT_LEAST) > 0 ? three : SILENT_AT_LEAST;
  }
}
