package fucina.gateway.broker;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the connection of a client that sends what we cannot keep rightly: a payload over 1 MiB, or
 * a topic with {@code \} or {@code ::}, which mean something else in Artemis's addresses.
 */
final class PacketRules implements MQTTInterceptor {
  /** A name Artemis refuses by itself, before we are asked. */
  private static final String CLUSTER = ActiveMQDefaultConfiguration.getDefaultClusterUser();

  private final TooLarge tooLarge;

  PacketRules(TooLarge tooLarge) {
    this.tooLarge = tooLarge;
  }

  /** Told of a payload that is not taken; on a thread that must not wait. */
  @FunctionalInterface
  interface TooLarge {
    void sent(RemotingConnection by, String topic, int bytes);
  }

  private static final Logger log = LoggerFactory.getLogger(PacketRules.class);

  @Override
  public boolean intercept(MqttMessage packet, RemotingConnection connection) {
    if (packet.decoderResult().isFailure()) {
      return true; // Artemis says itself what is wrong with it
    }
    if (packet instanceof MqttPublishMessage publish) {
      return isSmall(publish, connection) && isPlain(publish.variableHeader().topicName());
    }
    if (packet instanceof MqttSubscribeMessage subscribe) {
      return subscribe.payload().topicSubscriptions().stream()
          .allMatch(each -> isPlain(each.topicFilter()));
    }
    if (packet instanceof MqttConnectMessage connect) {
      return !CLUSTER.equals(connect.payload().userName())
          && (!connect.variableHeader().isWillFlag() || isPlain(connect.payload().willTopic()));
    }
    return true;
  }

  private boolean isSmall(MqttPublishMessage publish, RemotingConnection connection) {
    int bytes = publish.payload().readableBytes();
    if (bytes > ArtemisConfiguration.MAX_PACKET_BYTES) {
      log.warn("A client sent {} bytes on one topic and is disconnected", bytes);
      tooLarge.sent(connection, publish.variableHeader().topicName(), bytes);
      return false;
    }
    return true;
  }

  private static boolean isPlain(String topic) {
    if (topic.contains("\\") || topic.contains("::")) {
      log.warn("A client named the topic {} and is disconnected", topic);
      return false;
    }
    return true;
  }
}
