package fucina.gateway.broker;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/** An MQTT 5 client that is none of the product's own. */
final class Foreign5 implements AutoCloseable {
  static final long PATIENCE_MS = 60_000;

  final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
  private final MqttAsyncClient client;
  private boolean gone;
  private Optional<Long> sessionExpiry = Optional.empty();

  record Heard(
      String topic,
      byte[] payload,
      boolean retained,
      int qos,
      int id,
      List<UserProperty> properties) {
    List<String> said(String property) {
      return properties.stream()
          .filter(each -> each.getKey().equals(property))
          .map(UserProperty::getValue)
          .toList();
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  private Foreign5(MqttAsyncClient client) {
    this.client = client;
  }

  static Foreign5 connect(String url, String user, String password) throws MqttException {
    return connect(url, user, password, user + "-" + UUID.randomUUID(), options());
  }

  static MqttConnectionOptions options() {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setCleanStart(true);
    options.setSessionExpiryInterval(0L);
    options.setConnectionTimeout(60);
    options.setAutomaticReconnect(false);
    options.setUseSubscriptionIdentifiers(false);
    return options;
  }

  static MqttConnectionOptions persistent() {
    MqttConnectionOptions options = options();
    options.setCleanStart(false);
    options.setSessionExpiryInterval(86_400L);
    return options;
  }

  static Foreign5 connect(
      String url, String user, String password, String clientId, MqttConnectionOptions options)
      throws MqttException {
    return connect(client(url, clientId), user, password, options);
  }

  /** One that acknowledges only what it is told to. */
  static Foreign5 acknowledgingByHand(
      String url, String user, String password, String clientId, MqttConnectionOptions options)
      throws MqttException {
    MqttAsyncClient client = client(url, clientId);
    client.setManualAcks(true);
    return connect(client, user, password, options);
  }

  private static MqttAsyncClient client(String url, String clientId) throws MqttException {
    return new MqttAsyncClient(url.replace("mqtt://", "tcp://"), clientId, new MemoryPersistence());
  }

  private static Foreign5 connect(
      MqttAsyncClient client, String user, String password, MqttConnectionOptions options)
      throws MqttException {
    Foreign5 foreign = new Foreign5(client);
    client.setCallback(foreign.new Ears());
    if (!user.isEmpty()) {
      options.setUserName(user);
      options.setPassword(password.getBytes(StandardCharsets.UTF_8));
    }
    try {
      IMqttToken token = client.connect(options);
      token.waitForCompletion(PATIENCE_MS);
      foreign.sessionExpiry =
          Optional.ofNullable(token.getResponseProperties())
              .map(MqttProperties::getSessionExpiryInterval);
    } catch (MqttException e) {
      client.close(true);
      throw e;
    }
    return foreign;
  }

  /** Publishes, and says the reason code of the acknowledgement (0 done, 16 nobody listens). */
  int publish(String topic, String text, int qos, boolean retained) throws MqttException {
    return publish(topic, text.getBytes(StandardCharsets.UTF_8), qos, retained);
  }

  int publish(String topic, byte[] payload, int qos, boolean retained) throws MqttException {
    IMqttToken token = client.publish(topic, payload, qos, retained);
    try {
      token.waitForCompletion(PATIENCE_MS);
    } catch (MqttException refused) {
      return refused.getReasonCode(); // how Paho reports a refused QoS 2
    }
    int[] codes = token.getReasonCodes();
    return codes == null || codes.length == 0 ? 0 : codes[0];
  }

  /** Publishes at QoS 1 with user properties. */
  void publish(String topic, String text, List<UserProperty> properties) throws MqttException {
    MqttProperties said = new MqttProperties();
    said.setUserProperties(properties);
    MqttMessage message = new MqttMessage(text.getBytes(StandardCharsets.UTF_8), 1, false, said);
    client.publish(topic, message).waitForCompletion(PATIENCE_MS);
  }

  /** Publishes at QoS 1 without waiting; tells once the broker has acknowledged. */
  void publish(String topic, String text, Runnable acknowledged) throws MqttException {
    MqttMessage message = new MqttMessage(text.getBytes(StandardCharsets.UTF_8), 1, false, null);
    client.publish(
        topic,
        message,
        null,
        new MqttActionListener() {
          @Override
          public void onSuccess(IMqttToken token) {
            acknowledged.run();
          }

          @Override
          public void onFailure(IMqttToken token, Throwable cause) {
            // not acknowledged
          }
        });
  }

  int subscribe(String filter, int qos) throws MqttException {
    IMqttToken token = client.subscribe(new MqttSubscription(filter, qos));
    try {
      token.waitForCompletion(PATIENCE_MS);
    } catch (MqttException e) {
      if (token.getReasonCodes() == null) {
        throw e;
      }
    }
    return token.getReasonCodes()[0];
  }

  /** Unsubscribes, and says the reason code of the acknowledgement. */
  int unsubscribe(String filter) throws MqttException {
    IMqttToken token = client.unsubscribe(filter);
    try {
      token.waitForCompletion(PATIENCE_MS);
    } catch (MqttException refused) {
      return refused.getReasonCode();
    }
    int[] codes = token.getReasonCodes();
    return codes == null || codes.length == 0 ? 0 : codes[0];
  }

  /** How long the broker says it keeps the session, in seconds; empty: as long as asked for. */
  Optional<Long> sessionExpiry() {
    return sessionExpiry;
  }

  /** Acknowledges a message. */
  void acknowledge(Heard message) throws MqttException {
    client.messageArrivedComplete(message.id(), message.qos());
  }

  boolean connected() {
    return client.isConnected();
  }

  /** Goes without saying goodbye, so that the broker sends the will. */
  void vanish() throws MqttException {
    client.disconnectForcibly(0, 0, false);
    client.close(true);
    gone = true;
  }

  @Override
  public void close() throws MqttException {
    if (gone) {
      return;
    }
    if (client.isConnected()) {
      client.disconnect(0).waitForCompletion(PATIENCE_MS);
    }
    client.close(true);
  }

  private final class Ears implements MqttCallback {
    @Override
    public void messageArrived(String topic, MqttMessage message) {
      heard.add(
          new Heard(
              topic,
              message.getPayload(),
              message.isRetained(),
              message.getQos(),
              message.getId(),
              message.getProperties().getUserProperties()));
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
  }
}
