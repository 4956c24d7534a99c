package fucina.gateway.link.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A client of the broker that is not the gateway. */
final class SomeSender implements MqttCallback, AutoCloseable {
  final List<String> heard = new CopyOnWriteArrayList<>();
  private final MqttAsyncClient client;
  private volatile Optional<MqttMessage> last = Optional.empty();

  SomeSender(String url, String user) throws MqttException {
    client =
        new MqttAsyncClient(
            url.replace("mqtt://", "tcp://"), user + "-test", new MemoryPersistence());
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setUserName(user);
    options.setPassword(BrokerBench.PASSWORD.getBytes(StandardCharsets.UTF_8));
    options.setSocketFactory(new PromptSockets());
    client.setCallback(this);
    client.connect(options).waitForCompletion(60_000);
  }

  SomeSender listening(String filter) throws MqttException {
    client.subscribe(filter, 1).waitForCompletion(60_000);
    return this;
  }

  void send(String topic, String payload) throws MqttException {
    send(topic, payload.getBytes(StandardCharsets.UTF_8), false);
  }

  void send(String topic, byte[] payload, boolean retained) throws MqttException {
    while (true) {
      try {
        client.publish(topic, payload, 1, retained).waitForCompletion(60_000);
        return;
      } catch (MqttException e) {
        if (e.getReasonCode() != MqttClientException.REASON_CODE_MAX_INFLIGHT) {
          throw e;
        }
        // A token is complete a moment before its place is free again.
        Thread.onSpinWait();
      }
    }
  }

  /** Answers the last request as MQTT 5 has it: where it asks for, with its correlation data. */
  void answer(String payload) throws MqttException {
    MqttProperties asked = last.orElseThrow().getProperties();
    MqttProperties properties = new MqttProperties();
    properties.setCorrelationData(asked.getCorrelationData());
    MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
    message.setQos(1);
    message.setProperties(properties);
    client.publish(asked.getResponseTopic(), message).waitForCompletion(10_000);
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    last = Optional.of(message);
    heard.add(new String(message.getPayload(), StandardCharsets.UTF_8));
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {}

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}

  @Override
  public void close() throws MqttException {
    if (client.isConnected()) {
      client.disconnect(0).waitForCompletion(60_000);
    }
    client.close(true);
  }
}
