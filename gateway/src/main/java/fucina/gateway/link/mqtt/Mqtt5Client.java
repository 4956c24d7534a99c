package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client of a broker that speaks MQTT 5. */
final class Mqtt5Client implements BrokerClient, MqttCallback {
  private static final Logger LOG = LoggerFactory.getLogger(Mqtt5Client.class);

  private final BrokerAddress broker;
  private final Optional<BrokerTls> tls;
  private final MqttConnectionOptions options;
  private final MqttAsyncClient client;
  private boolean sessionKept;
  private final Optional<BrokerStamp> stamp;
  private final InstantSource clock;
  private final Events events;

  private Mqtt5Client(
      BrokerAddress broker,
      String clientId,
      Optional<BrokerTls> tls,
      MqttConnectionOptions options,
      Optional<BrokerStamp> stamp,
      InstantSource clock,
      Events events)
      throws MqttException, LinkFault {
    this.broker = broker;
    this.tls = tls;
    this.options = options;
    this.client = new MqttAsyncClient(broker.url(), clientId, new MemoryPersistence());
    this.stamp = stamp;
    this.clock = clock;
    this.events = events;
  }

  static Mqtt5Client of(
      BrokerAddress broker,
      String clientId,
      MqttConnections.Setup setup,
      InstantSource clock,
      Events events)
      throws LinkFault {
    Optional<BrokerTls> tls = BrokerTls.of(broker, setup.certificates());
    try {
      Mqtt5Client made =
          new Mqtt5Client(
              broker,
              clientId,
              tls,
              MqttOptions.of(broker, setup, tls),
              setup.stamp().filter(known -> known.isOf(broker)),
              clock,
              events);
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

  @Override
  public Map<String, String> subscribe(Map<String, Integer> retainHandling) throws LinkFault {
    Map<String, String> refused = new TreeMap<>();
    List<String> filters = new ArrayList<>(retainHandling.keySet());
    for (int from = 0; from < filters.size(); from += FILTERS_AT_ONCE) {
      List<String> part = filters.subList(from, Math.min(filters.size(), from + FILTERS_AT_ONCE));
      MqttSubscription[] wanted =
          part.stream()
              .map(filter -> subscription(filter, retainHandling.getOrDefault(filter, 1)))
              .toArray(MqttSubscription[]::new);
      int[] codes = granted(wanted);
      for (int i = 0; i < part.size(); i++) {
        if (codes.length > i && codes[i] >= REFUSED) {
          refused.put(part.get(i), MqttFaults.refusal(codes[i]));
        }
      }
    }
    return refused;
  }

  private static MqttSubscription subscription(String filter, int retainHandling) {
    MqttSubscription subscription = new MqttSubscription(filter, 1);
    subscription.setRetainHandling(retainHandling);
    return subscription;
  }

  private int[] granted(MqttSubscription[] wanted) throws LinkFault {
    try {
      IMqttToken token = client.subscribe(wanted);
      token.waitForCompletion(STEP_MILLIS);
      return Optional.ofNullable(token.getReasonCodes()).orElse(new int[0]);
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
    MqttProperties properties = new MqttProperties();
    if (outgoing.expirySeconds() > 0) {
      properties.setMessageExpiryInterval(outgoing.expirySeconds());
    }
    outgoing
        .reply()
        .ifPresent(
            reply -> {
              properties.setResponseTopic(reply.topic());
              properties.setCorrelationData(reply.correlation().getBytes(StandardCharsets.UTF_8));
            });
    message.setProperties(properties);
    try {
      client.publish(outgoing.topic(), message, null, told(outcome));
    } catch (MqttException e) {
      outcome.complete(
          new Published.NotSent("the broker is not connected (" + e.getReasonCode() + ")"));
    }
    return outcome;
  }

  /** A publish the broker refuses completes like a good one; only its reason code tells. */
  private static MqttActionListener told(CompletableFuture<Published> outcome) {
    return new MqttActionListener() {
      @Override
      public void onSuccess(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        outcome.complete(
            codes != null && codes.length > 0 && codes[0] >= REFUSED
                ? new Published.Refused(MqttFaults.refusal(codes[0]))
                : new Published.Taken());
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
    MqttProperties properties = message.getProperties();
    byte @org.jspecify.annotations.Nullable [] data =
        properties == null ? null : properties.getCorrelationData();
    events.arrived(
        message.getId(),
        message.getQos(),
        new MqttArrival(
            topic,
            message.getPayload(),
            message.isRetained(),
            clock.instant(),
            Optional.ofNullable(data).map(bytes -> new String(bytes, StandardCharsets.UTF_8)),
            stamp.flatMap(known -> known.in(properties)),
            message.getQos() > 0));
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    events.ended(MqttFaults.ending(response));
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
  public void mqttErrorOccurred(MqttException exception) {
    LOG.debug("mqtt", exception);
  }

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
