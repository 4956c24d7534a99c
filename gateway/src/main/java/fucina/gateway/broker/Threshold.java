package fucina.gateway.broker;

import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * Where every connection waits until it is admitted: one CONNECT, then nothing before our CONNACK.
 * Artemis 2.55 works on what comes behind a CONNECT even if that is refused, and a SUBSCRIBE there
 * deletes the queue it names, whosesoever it is; a second CONNECT takes another client id unasked.
 * MQTT lets a client send on without waiting for CONNACK; no such client is known to us, and here
 * it is disconnected.
 */
final class Threshold {
  private final Map<RemotingConnection, Boolean> admitted =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Sees what clients send; false ends the connection. */
  MQTTInterceptor incoming() {
    return this::mayPass;
  }

  /** Sees what is sent to them. */
  MQTTInterceptor outgoing() {
    return this::admit;
  }

  private boolean mayPass(MqttMessage packet, RemotingConnection connection) {
    if (packet instanceof MqttConnectMessage) {
      return admitted.putIfAbsent(connection, false) == null;
    }
    return Boolean.TRUE.equals(admitted.get(connection));
  }

  private boolean admit(MqttMessage packet, RemotingConnection connection) {
    if (packet instanceof MqttConnAckMessage answer
        && answer.variableHeader().connectReturnCode()
            == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
      admitted.put(connection, true);
    }
    return true;
  }
}
