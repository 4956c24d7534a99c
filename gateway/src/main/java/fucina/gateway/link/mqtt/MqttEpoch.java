package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.MqttTerms.Version;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, from its connect to its end, on a client of its own: an acknowledgement that
 * comes after the end of its client would block the next connect of that client for good, so
 * acknowledgements go to the client that delivered, and no client is used twice.
 */
final class MqttEpoch implements BrokerClient.Events, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MqttEpoch.class);

  private final BrokerClient client;
  private final Function<MqttArrival, CompletableFuture<Void>> arrived;
  private final HeldBack held;
  private final Runnable changed;
  private final AckLine acks;
  private volatile boolean over;
  private volatile boolean stuck;
  private volatile String ending = "";

  /**
   * Makes one that is not connected yet.
   *
   * @param arrived takes a message in
   * @param changed told when this epoch ended or cannot go on
   * @throws LinkFault if the address or a certificate is not sound
   */
  MqttEpoch(
      BrokerAddress broker,
      String clientId,
      MqttConnections.Setup setup,
      InstantSource clock,
      Function<MqttArrival, CompletableFuture<Void>> arrived,
      Runnable changed)
      throws LinkFault {
    this.arrived = arrived;
    this.held = new HeldBack(this::dispatched);
    this.changed = changed;
    this.client =
        broker.terms().version() == Version.V5
            ? Mqtt5Client.of(broker, clientId, setup, clock, this)
            : Mqtt3Client.of(broker, clientId, setup, clock, this);
    this.acks = new AckLine(client::acknowledge, this::onStuck);
  }

  /** Connects, with a deadline. */
  void connect() throws LinkFault {
    client.connect();
  }

  /** See {@link BrokerClient#sessionKept}. */
  boolean sessionKept() {
    return client.sessionKept();
  }

  /** See {@link BrokerClient#subscribe}. */
  Map<String, String> subscribe(Map<String, Integer> retainHandling) throws LinkFault {
    return client.subscribe(retainHandling);
  }

  void unsubscribe(List<String> filters) {
    client.unsubscribe(filters);
  }

  CompletableFuture<Published> publish(Outgoing message) {
    return client.publish(message);
  }

  boolean alive() {
    return !over && client.connected();
  }

  /** Whether a message was not taken, so that only a new connection brings it again. */
  boolean stuck() {
    return stuck;
  }

  /** Why it ended. */
  String ending() {
    return ending;
  }

  int unacknowledged() {
    return acks.waiting();
  }

  private void onStuck() {
    stuck = true;
    changed.run();
  }

  /** Takes in what found no room before; whether some of it still does not. */
  boolean catchUp() {
    return held.again();
  }

  /** What the broker does not send again finds room now or never. */
  @Override
  public void arrived(int id, int qos, MqttArrival message) {
    if (qos > 0) {
      acks.add(id, held.take(message));
    } else {
      dispatched(message);
    }
  }

  private CompletableFuture<Void> dispatched(MqttArrival message) {
    try {
      return arrived.apply(message);
    } catch (RuntimeException e) {
      // A fault of ours in this one message must neither end the connection nor come back for ever.
      LOG.error("a message on {} could not be handled and is given up", message.topic(), e);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void ended(String how) {
    ending = how;
    end();
    changed.run();
  }

  private void end() {
    over = true;
    acks.end();
    held.forget();
  }

  @Override
  public void close() {
    end();
    client.close();
  }
}
