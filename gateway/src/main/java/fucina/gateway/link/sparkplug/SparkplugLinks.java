package fucina.gateway.link.sparkplug;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.LinkFactory;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineClock;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.StatusBoard;
import fucina.gateway.link.StoredReadings;
import fucina.gateway.link.mqtt.BrokerAddress;
import fucina.gateway.link.mqtt.MqttConnection;
import fucina.gateway.link.mqtt.MqttConnections;
import fucina.gateway.link.mqtt.Published;
import fucina.gateway.telemetry.Intake;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.tahu.message.model.MetricDataType;

/**
 * Makes links to devices of Sparkplug B edge nodes. Registration fills the profile's variables
 * {@code GROUP}, {@code NODE} and {@code DEVICE}. Machines of one edge node share its state, and
 * all of one broker and user share a connection, which is a clean session with the host's last
 * will, as Sparkplug 3.0 §5.3 wants it.
 */
public final class SparkplugLinks implements LinkFactory {
  private final MqttConnections connections;
  private final String hostId;
  private final Notebook notebook;
  private final DeadLetters deadLetters;
  private final InstantSource clock;
  private final Map<BrokerAddress, Host> hosts = new HashMap<>();
  private volatile StoredReadings stored = StoredReadings.NONE;

  /**
   * Makes the factory.
   *
   * @param connections the brokers' connections, shared with plain MQTT
   * @param hostId the gateway's host application id (Sparkplug 3.0 §5.3), e.g. {@code fucina}
   * @param notebook where clock offsets are kept
   * @param deadLetters where payloads go that cannot be decoded
   */
  public SparkplugLinks(
      MqttConnections connections,
      String hostId,
      Notebook notebook,
      DeadLetters deadLetters,
      InstantSource clock) {
    this.connections = connections;
    this.hostId = hostId;
    this.notebook = notebook;
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  /** What we are on one broker. */
  private record Host(HostState state, Map<String, EdgeNode> nodes) {}

  @Override
  public void stored(StoredReadings readings) {
    stored = readings;
  }

  @Override
  public MachineLink link(LinkSettings settings, Intake intake, Consumer<LinkStatus> onStatus) {
    LastKnown last = new LastKnown(settings.machine());
    stored.newest(settings.machine()).forEach(last::restore);
    return new SparkplugLink(
        settings,
        this,
        intake,
        new StatusBoard(clock, onStatus),
        last,
        new MachineClock(settings.machine(), notebook),
        deadLetters);
  }

  synchronized void join(LinkSettings settings, EdgeNode.Device device) {
    BrokerAddress broker = broker(settings);
    Host host = hosts.get(broker);
    if (host == null) {
      host = new Host(new HostState(hostId, clock), new HashMap<>());
      hosts.put(broker, host);
      host.state().listen(connections, broker);
    }
    EdgeNode node = host.nodes().get(node(settings));
    if (node != null) {
      node.add(settings.filled("{{DEVICE}}"), device);
      return;
    }
    EdgeNode fresh = new EdgeNode(settings.filled("{{GROUP}}"), settings.filled("{{NODE}}"), clock);
    fresh.add(settings.filled("{{DEVICE}}"), device);
    host.nodes().put(node(settings), fresh);
    MqttConnection open = connections.listen(broker, Optional.empty(), fresh);
    fresh.on(open);
  }

  void leave(LinkSettings settings) {
    BrokerAddress broker = broker(settings);
    Optional<EdgeNode> idle = Optional.empty();
    Optional<HostState> last = Optional.empty();
    synchronized (this) {
      Host host = hosts.get(broker);
      EdgeNode node = host == null ? null : host.nodes().get(node(settings));
      if (host == null || node == null || !node.remove(settings.filled("{{DEVICE}}"))) {
        return;
      }
      host.nodes().remove(node(settings));
      idle = Optional.of(node);
      if (host.nodes().isEmpty()) {
        hosts.remove(broker);
        last = Optional.of(host.state());
      }
    }
    idle.ifPresent(node -> connections.leave(broker, node));
    last.ifPresent(state -> connections.leave(broker, state));
  }

  /** Writes one metric of a device; the broker's acknowledgement is all the answer there is. */
  CompletableFuture<Answer> send(
      LinkSettings settings, String metric, MetricDataType type, Value value, Duration timeout) {
    Optional<MqttConnection> open = find(settings).flatMap(EdgeNode::connection);
    if (open.isEmpty()) {
      return CompletableFuture.completedFuture(new Answer.NotSent("the broker is not connected"));
    }
    byte[] payload;
    try {
      payload = SparkplugCodec.command(metric, type, value, clock.instant());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedFuture(new Answer.NotSent(String.valueOf(e.getMessage())));
    }
    // Sparkplug publishes commands with QoS 0, where a refusal cannot be told from success; with
    // QoS 1 the broker says, and the edge node, which subscribes QoS 1, sees no difference.
    return open.get()
        .publish(
            settings.filled("spBv1.0/{{GROUP}}/DCMD/{{NODE}}/{{DEVICE}}"),
            payload,
            1,
            Math.max(1, timeout.toSeconds()))
        .thenApply(SparkplugLinks::answer)
        .completeOnTimeout(
            new Answer.Unanswered("the broker did not answer in time"),
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static Answer answer(Published published) {
    if (published instanceof Published.Refused refused) {
      return new Answer.Rejected(refused.reason());
    }
    if (published instanceof Published.NotSent not) {
      return new Answer.NotSent(not.reason());
    }
    return published instanceof Published.Unsure unsure
        ? new Answer.Unanswered(unsure.reason())
        : new Answer.Accepted("the broker has it; Sparkplug machines answer by what they do");
  }

  private synchronized Optional<EdgeNode> find(LinkSettings settings) {
    return Optional.ofNullable(hosts.get(broker(settings)))
        .flatMap(host -> Optional.ofNullable(host.nodes().get(node(settings))));
  }

  private static String node(LinkSettings settings) {
    return settings.filled("{{GROUP}}/{{NODE}}");
  }

  private static BrokerAddress broker(LinkSettings settings) {
    return new BrokerAddress(
        settings.endpoint(),
        settings.username(),
        settings.password(),
        "sparkplug",
        false,
        settings.mqtt());
  }
}
