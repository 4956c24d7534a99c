package fucina.gateway.link.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/** How we connect. */
final class MqttOptions {
  /** So many messages may wait for their acknowledgement; then the broker holds the rest back. */
  static final int RECEIVE_MAXIMUM = 1000;

  /** Larger than any payload we read, so that one too large is told of and not just missing. */
  private static final long PACKET_AT_MOST = 16 << 20;

  private static final long SESSION_EXPIRY_SECONDS = 86_400;
  static final int KEEP_ALIVE_SECONDS = 10;
  static final int CONNECT_SECONDS = 5;

  private MqttOptions() {}

  static MqttConnectionOptions of(
      BrokerAddress broker, MqttConnections.Setup setup, Optional<BrokerTls> tls) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(!broker.durable());
    options.setSessionExpiryInterval(broker.durable() ? SESSION_EXPIRY_SECONDS : 0L);
    options.setReceiveMaximum(RECEIVE_MAXIMUM);
    options.setMaximumPacketSize(PACKET_AT_MOST);
    options.setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(CONNECT_SECONDS);
    options.setAutomaticReconnect(false);
    options.setUseSubscriptionIdentifiers(false);
    broker.username().ifPresent(options::setUserName);
    broker.password().ifPresent(word -> options.setPassword(word.getBytes(StandardCharsets.UTF_8)));
    options.setSocketFactory(
        tls.<SocketFactory>map(made -> new PromptTlsSockets(made.sockets()))
            .orElseGet(PromptSockets::new));
    setup.will().ifPresent(will -> options.setWill(will.topic(), last(will)));
    return options;
  }

  private static MqttMessage last(BrokerAddress.Will will) {
    MqttMessage message = new MqttMessage(will.payload().get().getBytes(StandardCharsets.UTF_8));
    message.setQos(1);
    message.setRetained(true);
    return message;
  }
}
