package fucina.gateway.link.sparkplug;

import fucina.gateway.link.LinkState;
import fucina.gateway.link.mqtt.BrokerAddress;
import fucina.gateway.link.mqtt.MqttArrival;
import fucina.gateway.link.mqtt.MqttConnection;
import fucina.gateway.link.mqtt.MqttConnections;
import fucina.gateway.link.mqtt.MqttListener;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Says on {@code spBv1.0/STATE/<host>} that this host application is there (Sparkplug 3.0 §5.3):
 * online once connected, offline by its last will, both with the same timestamp.
 */
final class HostState implements MqttListener {
  private final String topic;
  private final InstantSource clock;
  private volatile Optional<MqttConnection> connection = Optional.empty();
  private volatile long timestamp;

  HostState(String hostId, InstantSource clock) {
    this.topic = "spBv1.0/STATE/" + hostId;
    this.clock = clock;
  }

  void listen(MqttConnections connections, BrokerAddress broker) {
    BrokerAddress.Will will = new BrokerAddress.Will(topic, this::death);
    connection = Optional.of(connections.listen(broker, Optional.of(will), this));
  }

  private String death() {
    timestamp = clock.millis();
    return state(false);
  }

  private String state(boolean online) {
    return "{\"online\":" + online + ",\"timestamp\":" + timestamp + "}";
  }

  @Override
  public Set<String> filters() {
    return Set.of(topic);
  }

  /** An old process's will may arrive after our birth: then we say again that we are here. */
  @Override
  public CompletableFuture<Void> arrived(MqttArrival message) {
    String text = new String(message.payload(), StandardCharsets.UTF_8);
    if (text.replace(" ", "").contains("\"online\":false")) {
      birth();
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void connected() {
    birth();
  }

  private void birth() {
    connection.ifPresent(open -> open.retain(topic, state(true)));
  }

  @Override
  public void disconnected(LinkState state, String sentence) {}

  @Override
  public void tick() {}
}
