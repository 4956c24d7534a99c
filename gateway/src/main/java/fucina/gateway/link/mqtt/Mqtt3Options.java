package fucina.gateway.link.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;

/** How we connect over MQTT 3.1.1; see {@link MqttOptions}. */
final class Mqtt3Options {
  private Mqtt3Options() {}

  static MqttConnectOptions of(
      BrokerAddress broker, MqttConnections.Setup setup, Optional<BrokerTls> tls) {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(!broker.durable());
    options.setKeepAliveInterval(MqttOptions.KEEP_ALIVE_SECONDS);
    options.setConnectionTimeout(MqttOptions.CONNECT_SECONDS);
    options.setAutomaticReconnect(false);
    options.setMaxInflight(MqttOptions.RECEIVE_MAXIMUM);
    broker.username().ifPresent(options::setUserName);
    broker.password().ifPresent(word -> options.setPassword(word.toCharArray()));
    options.setSocketFactory(
        tls.<javax.net.SocketFactory>map(made -> new PromptTlsSockets(made.sockets()))
            .orElseGet(PromptSockets::new));
    setup
        .will()
        .ifPresent(
            will ->
                options.setWill(
                    will.topic(), will.payload().get().getBytes(StandardCharsets.UTF_8), 1, true));
    return options;
  }
}
