package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of a broker that speaks MQTT 3.1.1. What MQTT 5 adds is missing here: a publish the
 * broker does not allow looks like a good one, a message does not expire, and how many messages may
 * wait unacknowledged is the broker's to say.
 */
final class Mqtt3Client implements BrokerClient, MqttCallback {
  private static final Logger LOG = LoggerFactory.getLogger(Mqtt3Client.class);

  private final BrokerAddress broker;
  private final Optional<BrokerTls> tls;
  private final MqttConnectOptions options;
  private final MqttAsyncClient client;
  private final InstantSource clock;
  private final Events events;
  private boolean sessionKept;

  private Mqtt3Client(
      BrokerAddress broker,
      String clientId,
      Optional<BrokerTls> tls,
      MqttConnectOptions options,
      InstantSource clock,
      Events events)
      throws MqttException, LinkFault {
    this.broker = broker;
    this.tls = tls;
    this.options = options;
    this.client = new MqttAsyncClient(broker.url(), clientId, new MemoryPersistence());
    this.clock = clock;
    this.events = events;
  }

  static Mqtt3Client of(
      BrokerAddress broker,
      String clientId,
      MqttConnections.Setup setup,
      InstantSource clock,
      Events events)
      throws LinkFault {
    Optional<BrokerTls> tls = BrokerTls.of(broker, setup.certificates());
    try {
      Mqtt3Client made =
          new Mqtt3Client(
              broker, clientId, tls, Mqtt3Options.of(broker, setup, tls), clock, events);
      made.client.setManualAcks(true);
      made.client.setCallback(made);
      return made;
    } catch (MqttException e) {
      throw MqttFaults.fault(e, broker, tls);
    }
  }

  @Override
  public boolean sessionKept() {
    return sessionKept;
  }

  @Override
  public void connect() throws LinkFault {
    try {
      IMqttToken token = client.connect(options);
      token.waitForCompletion(2 * STEP_MILLIS);
      sessionKept = token.getSessionPresent();
    } catch (MqttException e) {
      throw MqttFaults.noBroker(broker, options.getSocketFactory(), e)
          .orElseGet(() -> MqttFaults.fault(e, broker, tls));
    }
  }

  /**
   * 3.1.1 knows no retain handling: what the broker's session holds already is not subscribed
   * again, so that old kept values do not come with every connect.
   */
  @Override
  public Map<String, String> subscribe(Map<String, Integer> retainHandling) throws LinkFault {
    Map<String, String> refused = new TreeMap<>();
    List<String> filters = new ArrayList<>(retainHandling.keySet());
    filters.removeIf(filter -> sessionKept && retainHandling.getOrDefault(filter, 1) == 1);
    for (int from = 0; from < filters.size(); from += FILTERS_AT_ONCE) {
      List<String> part = filters.subList(from, Math.min(filters.size(), from + FILTERS_AT_ONCE));
      int[] codes = granted(part.toArray(new String[0]));
      for (int i = 0; i < part.size(); i++) {
        if (codes.length > i && codes[i] >= REFUSED) {
          refused.put(part.get(i), "the broker does not allow it");
        }
      }
    }
    return refused;
  }

  private int[] granted(String[] filters) throws LinkFault {
    int[] qos = new int[filters.length];
    java.util.Arrays.fill(qos, 1);
    try {
      IMqttToken token = client.subscribe(filters, qos);
      token.waitForCompletion(STEP_MILLIS);
      return Optional.ofNullable(token.getGrantedQos()).orElse(new int[0]);
    } catch (MqttException e) {
      throw new LinkFault(
          LinkState.UNREACHABLE, "The broker does not answer a subscription in time.", e);
    }
  }

  @Override
  public void unsubscribe(List<String> filters) {
    try {
      client.unsubscribe(filters.toArray(new String[0])).waitForCompletion(STEP_MILLIS);
    } catch (MqttException e) {
      LOG.debug("unsubscribe", e);
    }
  }

  @Override
  public CompletableFuture<Published> publish(Outgoing outgoing) {
    CompletableFuture<Published> outcome = new CompletableFuture<>();
    MqttMessage message = new MqttMessage(outgoing.payload());
    message.setQos(outgoing.qos());
    message.setRetained(outgoing.retained());
    try {
      client.publish(outgoing.topic(), message, null, told(outcome));
    } catch (MqttException e) {
      outcome.complete(
          new Published.NotSent("the broker is not connected (" + e.getReasonCode() + ")"));
    }
    return outcome;
  }

  private static IMqttActionListener told(CompletableFuture<Published> outcome) {
    return new IMqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        outcome.complete(new Published.Taken());
      }

      @Override
      public void onFailure(IMqttToken token, Throwable failure) {
        outcome.complete(
            new Published.Unsure("the broker was lost while the message was on its way"));
      }
    };
  }

  @Override
  public void acknowledge(int id) {
    try {
      client.messageArrivedComplete(id, 1);
    } catch (MqttException e) {
      LOG.debug("acknowledge {}", id, e);
    }
  }

  @Override
  public boolean connected() {
    return client.isConnected();
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    events.arrived(
        message.getId(),
        message.getQos(),
        new MqttArrival(
            topic,
            message.getPayload(),
            message.isRetained(),
            clock.instant(),
            Optional.empty(),
            Optional.empty(),
            message.getQos() > 0));
  }

  @Override
  public void connectionLost(@Nullable Throwable cause) {
    events.ended(MqttFaults.ending(cause));
  }

  @Override
  public void close() {
    try {
      if (client.isConnected()) {
        client.disconnect(0).waitForCompletion(1_000);
      } else {
        client.disconnectForcibly(0, 0, false);
      }
    } catch (MqttException e) {
      LOG.debug("disconnect", e);
    }
    try {
      client.close(true);
    } catch (MqttException e) {
      LOG.debug("close", e);
    }
  }

  @Override
  public void deliveryComplete(IMqttDeliveryToken token) {}
}
