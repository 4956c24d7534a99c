package fucina.gateway.broker;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** An MQTT 3.1.1 client that is none of the product's own. */
final class Foreign3 implements AutoCloseable {
  final Queue<Foreign5.Heard> heard = new ConcurrentLinkedQueue<>();
  private final MqttAsyncClient client;

  private Foreign3(MqttAsyncClient client) {
    this.client = client;
  }

  static Foreign3 connect(String url, String user, String password) throws MqttException {
    return connect(url, user, password, user + "-" + UUID.randomUUID(), true);
  }

  static Foreign3 connect(String url, String user, String password, String clientId, boolean clean)
      throws MqttException {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
    options.setCleanSession(clean);
    options.setConnectionTimeout(60);
    if (!user.isEmpty()) {
      options.setUserName(user);
      options.setPassword(password.toCharArray());
    }
    MqttAsyncClient client =
        new MqttAsyncClient(url.replace("mqtt://", "tcp://"), clientId, new MemoryPersistence());
    Foreign3 foreign = new Foreign3(client);
    client.setCallback(foreign.new Ears());
    try {
      client.connect(options).waitForCompletion(Foreign5.PATIENCE_MS);
    } catch (MqttException e) {
      client.close(true);
      throw e;
    }
    return foreign;
  }

  void publish(String topic, String text, int qos) throws MqttException {
    client
        .publish(topic, text.getBytes(StandardCharsets.UTF_8), qos, false)
        .waitForCompletion(Foreign5.PATIENCE_MS);
  }

  int subscribe(String filter, int qos) throws MqttException {
    IMqttToken token = client.subscribe(filter, qos);
    try {
      token.waitForCompletion(Foreign5.PATIENCE_MS);
    } catch (MqttException e) {
      if (token.getGrantedQos() == null || token.getGrantedQos().length == 0) {
        throw e;
      }
    }
    return token.getGrantedQos()[0];
  }

  boolean connected() {
    return client.isConnected();
  }

  @Override
  public void close() throws MqttException {
    if (client.isConnected()) {
      client.disconnectForcibly(0, 1000);
    }
    client.close(true);
  }

  private final class Ears implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      heard.add(
          new Foreign5.Heard(
              topic,
              message.getPayload(),
              message.isRetained(),
              message.getQos(),
              message.getId(),
              java.util.List.of()));
    }

    @Override
    public void connectionLost(Throwable cause) {}

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
  }
}
