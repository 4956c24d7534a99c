package fucina.gateway.link.opcua;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;

/**
 * When the server sent the keep-alives of each subscription (OPC 10000-4 §7.25, publishTime), which
 * Milo does not pass on: until then all it had seen was told. When one arrives says less, as it may
 * have been long on its way, and long in our queue. Knows also whose notification is in parts.
 * Thread-safe.
 */
final class KeepAlives {
  /** More answers than ever wait to be delivered; of some subscriptions nobody asks after them. */
  static final int MOST = 16;

  private final Map<UInteger, Deque<Optional<Instant>>> sent = new HashMap<>();

  /** How many answers more may be of a notification that came in parts. */
  private final Map<UInteger, Integer> inParts = new HashMap<>();

  /** An answer of the server came; before anything is done with it. */
  synchronized void arrived(PublishResponse response) {
    UInteger subscription = response.getSubscriptionId();
    if (Boolean.TRUE.equals(response.getMoreNotifications())) {
      inParts.put(subscription, MOST);
    } else {
      inParts.computeIfPresent(subscription, (any, left) -> left > 1 ? left - 1 : null);
    }
    NotificationMessage message = response.getNotificationMessage();
    ExtensionObject[] data = message.getNotificationData();
    if (data == null || data.length == 0) {
      Deque<Optional<Instant>> waiting =
          sent.computeIfAbsent(subscription, any -> new ArrayDeque<>());
      if (waiting.size() < MOST) {
        // Some servers leave the publish time out, and stamp the answer all the same (§7.33).
        waiting.add(
            OpcUaValues.instant(message.getPublishTime())
                .or(() -> OpcUaValues.instant(response.getResponseHeader().getTimestamp())));
      }
    }
  }

  /**
   * Whether the server may have more to tell of the same time (moreNotifications): what of it comes
   * later may be older than what came. Also where its last part has arrived: the parts may wait to
   * be delivered yet, and never be. So it stays true for as many answers as can wait.
   */
  synchronized boolean unfinished(UInteger subscription) {
    return inParts.containsKey(subscription);
  }

  /**
   * When the next keep-alive that is delivered was sent, by the server's clock; empty where the
   * server has none.
   */
  synchronized Optional<Instant> next(UInteger subscription) {
    return Optional.ofNullable(sent.get(subscription)).map(Deque::poll).flatMap(stamp -> stamp);
  }
}
