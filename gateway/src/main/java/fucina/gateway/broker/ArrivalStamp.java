package fucina.gateway.broker;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Stamps each message once, as it comes in and before it is on the disk, with its arrival: the user
 * property (MQTT 5 §3.3.2.3.7) {@link EmbeddedBroker#ARRIVED}, microseconds since 1970. Whoever
 * gets the message again, after any break or kill, gets the same stamp. No two messages have the
 * same one, as long as the clock does not go back by more than a second. A publisher's own property
 * of this name is overwritten; publishers of MQTT 3.1.1 are stamped like those of 5.
 */
final class ArrivalStamp implements ActiveMQServerMessagePlugin {
  /** Under these Artemis keeps a publisher's user properties: prefix, place, dot, name. */
  private static final String COUNT = MQTTUtil.MQTT_USER_PROPERTY_EXISTS_KEY;

  private static final String PREFIX = MQTTUtil.MQTT_USER_PROPERTY_KEY_PREFIX;
  private static final String FIRST = PREFIX + "0." + EmbeddedBroker.ARRIVED;
  private static final long STEP_BACK_MICROS = 1_000_000;

  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();

  ArrivalStamp(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void beforeSend(
      ServerSession session,
      Transaction transaction,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue) {
    String stamp = Long.toString(next());
    if (!message.containsProperty(COUNT)) {
      message.putIntProperty(COUNT, 1);
      message.putStringProperty(FIRST, stamp);
      return;
    }
    if (!overwritten(message, stamp)) {
      int count = message.getIntProperty(COUNT);
      message.putStringProperty(PREFIX + count + "." + EmbeddedBroker.ARRIVED, stamp);
      message.putIntProperty(COUNT, count + 1);
    }
  }

  /** Whether the publisher gave a stamp of its own; it is ours now. */
  private static boolean overwritten(Message message, String stamp) {
    boolean found = false;
    for (SimpleString name : message.getPropertyNames().toArray(new SimpleString[0])) {
      if (isStamp(name.toString())) {
        message.putStringProperty(name.toString(), stamp);
        found = true;
      }
    }
    return found;
  }

  private static boolean isStamp(String name) {
    int place = name.indexOf('.', PREFIX.length());
    return name.startsWith(PREFIX)
        && place > 0
        && name.substring(place + 1).equals(EmbeddedBroker.ARRIVED);
  }

  /** The clock, or the last stamp and a microsecond; a clock set back by more is followed. */
  long next() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return last.updateAndGet(
        before -> now > before || before - now > STEP_BACK_MICROS ? now : before + 1);
  }
}
