package fucina.gateway.link.opcua;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.NotificationMessage;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;

/**
 * When the server sent the keep-alives of each subscription (OPC 10000-4 §7.25, publishTime), which
 * Milo does not pass on: until then all it had seen was told. When one arrives says less, as it may
 * have been long on its way, and long in our queue. Thread-safe.
 */
final class KeepAlives {
  /** Nobody asks after those of every subscription. */
  private static final int MOST = 16;

  private final Map<UInteger, Deque<Instant>> sent = new HashMap<>();

  /** An answer of the server came; before anything is done with it. */
  synchronized void arrived(PublishResponse response) {
    NotificationMessage message = response.getNotificationMessage();
    ExtensionObject[] data = message.getNotificationData();
    DateTime published = message.getPublishTime();
    if (data == null || data.length == 0) {
      Deque<Instant> waiting =
          sent.computeIfAbsent(response.getSubscriptionId(), any -> new ArrayDeque<>());
      if (waiting.size() < MOST) {
        waiting.add(published == null ? Instant.MIN : published.getJavaInstant());
      }
    }
  }

  /** When the next keep-alive that is delivered was sent, by the server's clock. */
  synchronized Optional<Instant> next(UInteger subscription) {
    return Optional.ofNullable(sent.get(subscription)).map(Deque::poll);
  }
}
