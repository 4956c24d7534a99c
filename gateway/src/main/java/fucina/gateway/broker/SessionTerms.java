package fucina.gateway.broker;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Amends what an MQTT 5 client asks of its session where Artemis 2.55 would get it wrong. A session
 * of more than 24 days ends at once there, as its milliseconds overflow an int: it gets 23 days,
 * and CONNACK says so. A will without delay of a session that outlives its connection is never
 * sent: it gets a delay of one second.
 */
final class SessionTerms implements MQTTInterceptor {
  static final int LONGEST_SECONDS = 23 * 24 * 3600;
  static final int WILL_DELAY_SECONDS = 1;

  private static final int EXPIRY = MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL.value();
  private static final int DELAY = MqttProperties.MqttPropertyType.WILL_DELAY_INTERVAL.value();
  private static final int FOR_EVER = 0xFFFFFFFF;

  private final Map<RemotingConnection, Boolean> shortened =
      Collections.synchronizedMap(new WeakHashMap<>());

  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    if (packet instanceof MqttConnectMessage connect
        && connect.decoderResult().isSuccess()
        && connect.variableHeader().version() == MqttVersion.MQTT_5.protocolLevel()) {
      amend(connect, connection);
    } else if (packet instanceof MqttConnAckMessage answer
        && shortened.remove(connection) != null
        && answer.variableHeader().connectReturnCode().byteValue() == 0) {
      answer.variableHeader().properties().add(new IntegerProperty(EXPIRY, LONGEST_SECONDS));
    }
    return true;
  }

  private void amend(MqttConnectMessage connect, RemotingConnection connection) {
    MqttProperties terms = connect.variableHeader().properties();
    int expiry = seconds(terms, EXPIRY);
    // Unsigned on the wire: what is negative here is longer than 68 years.
    if (expiry != FOR_EVER && (expiry < 0 || expiry > LONGEST_SECONDS)) {
      terms.add(new IntegerProperty(EXPIRY, LONGEST_SECONDS));
      shortened.put(connection, true);
    }
    if (connect.variableHeader().isWillFlag() && expiry != 0) {
      MqttProperties will = connect.payload().willProperties();
      if (seconds(will, DELAY) == 0) {
        will.add(new IntegerProperty(DELAY, WILL_DELAY_SECONDS));
      }
    }
  }

  private static int seconds(MqttProperties properties, int property) {
    return properties.getProperty(property) instanceof IntegerProperty seconds
        ? seconds.value()
        : 0;
  }
}
