package fucina.gateway.link.sparkplug;

import fucina.gateway.link.LinkState;
import fucina.gateway.link.mqtt.MqttArrival;
import fucina.gateway.link.mqtt.MqttConnection;
import fucina.gateway.link.mqtt.MqttListener;
import fucina.gateway.link.mqtt.Published;
import fucina.gateway.link.sparkplug.SparkplugCodec.Payload;
import fucina.gateway.link.sparkplug.SparkplugCodec.Sample;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.model.MetricDataTypeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One edge node as this host application sees it (Sparkplug 3.0 §6.4.27): born or not, the next
 * sequence number it must send, and the machines that are its devices. Where something is missing,
 * it is asked to be born again, at most every ten seconds.
 */
final class EdgeNode implements MqttListener {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeNode.class);
  private static final Duration REBIRTH_EVERY = Duration.ofSeconds(10);
  private static final String REBIRTH = "Node Control/Rebirth";

  /** What an edge node says; commands to it come by the same filter (§4.1.3). */
  private static final Set<String> SPOKEN =
      Set.of("NBIRTH", "NDEATH", "NDATA", "DBIRTH", "DDATA", "DDEATH");

  private final String group;
  private final String node;
  private final InstantSource clock;
  private final Map<String, Device> devices = new ConcurrentHashMap<>();
  private volatile Optional<MqttConnection> connection = Optional.empty();
  private volatile boolean up;
  private boolean born;
  private final ReorderWindow window = new ReorderWindow(this::missed);
  private Optional<Object> birthSequence = Optional.empty();
  private Instant askAgainAt = Instant.MIN;

  EdgeNode(String group, String node, InstantSource clock) {
    this.group = group;
    this.node = node;
    this.clock = clock;
  }

  /** What an edge node tells the machine that is its device; in order, one at a time. */
  interface Device {
    /** It is there, with these metrics; {@code types} keeps what the birth says of their types. */
    CompletableFuture<Void> born(Payload birth, Instant arrived);

    /** Whether its birth came, and named all that this message speaks of. */
    boolean understands(Payload data);

    CompletableFuture<Void> data(Payload data, Instant arrived);

    /** It is gone, as the edge node or the broker says. */
    CompletableFuture<Void> died(Instant at, String sentence);

    /** The types of its metrics, by name and alias. */
    MetricDataTypeMap types();

    /** What comes from here on until its next birth may be missing. */
    default void interrupted() {}

    /** Messages are missing. */
    void missed(Instant arrived);

    /** It could not be read. */
    void unreadable(String topic, String reason, byte[] payload);

    /** The connection to the broker came or went. */
    void broker(boolean there, LinkState state, String sentence);
  }

  /** The connection, while it is there. */
  Optional<MqttConnection> connection() {
    return up ? connection : Optional.empty();
  }

  void on(MqttConnection open) {
    connection = Optional.of(open);
  }

  void add(String device, Device machine) {
    devices.put(device, machine);
    synchronized (this) {
      // Its birth may have been before it was listened to.
      askAgainAt = Instant.MIN;
      if (up) {
        machine.broker(true, LinkState.CONNECTING, "");
      }
    }
  }

  /** Whether the last device is gone. */
  boolean remove(String device) {
    devices.remove(device);
    return devices.isEmpty();
  }

  /**
   * One for all it says: a broker may keep the order within a subscription only, and births, data
   * and deaths have topics of their own.
   */
  @Override
  public Set<String> filters() {
    return Set.of("spBv1.0/" + group + "/+/" + node + "/#");
  }

  @Override
  public synchronized CompletableFuture<Void> arrived(MqttArrival message) {
    String[] levels = message.topic().split("/", -1);
    if (message.retained() || levels.length < 4 || !SPOKEN.contains(levels[2])) {
      return done();
    }
    Optional<Device> device =
        levels.length > 4 ? Optional.ofNullable(devices.get(levels[4])) : Optional.empty();
    Payload payload;
    try {
      payload =
          SparkplugCodec.read(
              message.payload(), device.map(Device::types).orElseGet(MetricDataTypeMap::new));
    } catch (IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      (device.isPresent() ? List.of(device.get()) : List.copyOf(devices.values()))
          .forEach(each -> each.unreadable(message.topic(), reason, message.payload()));
      return done();
    }
    return switch (levels[2]) {
      case "NBIRTH" -> nodeBorn(payload);
      case "NDEATH" -> nodeDied(payload, message.at());
      default -> inTurn(levels[2], device, payload, message.at());
    };
  }

  /** In the order of the sequence numbers; what comes of an unborn node only asks for its birth. */
  private CompletableFuture<Void> inTurn(
      String kind, Optional<Device> device, Payload payload, Instant at) {
    if (!born) {
      askForBirth();
    }
    return payload
        .sequence()
        .map(
            sequence ->
                window.take(
                    sequence, kind.equals("DBIRTH"), at, () -> device(kind, device, payload, at)))
        .orElseGet(() -> device(kind, device, payload, at));
  }

  private CompletableFuture<Void> nodeBorn(Payload birth) {
    born = true;
    window.begin(birth.sequence());
    birthSequence = sequenceOf(birth);
    return done();
  }

  /** A death counts only for the birth it was announced with (§6.4.21). */
  private CompletableFuture<Void> nodeDied(Payload death, Instant at) {
    Optional<Object> of = sequenceOf(death);
    if (of.isPresent() && birthSequence.isPresent() && !same(of.get(), birthSequence.get())) {
      return done();
    }
    born = false;
    window.stop();
    devices.values().forEach(Device::interrupted);
    return all(
        devices.values().stream()
            .map(
                device ->
                    device.died(
                        at,
                        "The cell's edge node "
                            + node
                            + " is gone from the broker: is it switched on?"))
            .toList());
  }

  private CompletableFuture<Void> device(
      String kind, Optional<Device> device, Payload payload, Instant at) {
    if (device.isEmpty()) {
      return done();
    }
    return switch (kind) {
      case "DBIRTH" -> device.get().born(payload, at);
      case "NDATA" -> done();
      case "DDEATH" -> device.get().died(at, "The cell's edge node says that the machine is gone.");
      default -> data(device.get(), payload, at);
    };
  }

  private CompletableFuture<Void> data(Device device, Payload payload, Instant at) {
    if (!device.understands(payload)) {
      device.missed(at);
      askForBirth();
    }
    return device.data(payload, at);
  }

  private static Optional<Object> sequenceOf(Payload payload) {
    return payload.samples().stream()
        .filter(sample -> sample.name().filter("bdSeq"::equals).isPresent())
        .findFirst()
        .flatMap(Sample::value);
  }

  private static boolean same(Object one, Object other) {
    return one instanceof Number a && other instanceof Number b && a.longValue() == b.longValue();
  }

  /** Asks for all births again, with a little jitter so that hosts do not ask in step. */
  private void askForBirth() {
    Instant now = clock.instant();
    Optional<MqttConnection> open = connection.filter(any -> up);
    if (open.isEmpty() || now.isBefore(askAgainAt)) {
      return;
    }
    askAgainAt = now.plus(REBIRTH_EVERY).plusMillis(ThreadLocalRandom.current().nextLong(2_000));
    byte[] command =
        SparkplugCodec.command(REBIRTH, MetricDataType.Boolean, Value.of(true), clock.instant());
    open.get()
        .publish("spBv1.0/" + group + "/NCMD/" + node, command, 1, REBIRTH_EVERY.toSeconds())
        .thenAccept(
            published -> {
              if (!(published instanceof Published.Taken)) {
                LOG.warn("edge node {}/{} was not asked to be born: {}", group, node, published);
              }
            });
  }

  @Override
  public synchronized void connected() {
    up = true;
    born = false;
    window.stop();
    askAgainAt = Instant.MIN;
    devices.values().forEach(device -> device.broker(true, LinkState.CONNECTING, ""));
    askForBirth();
  }

  @Override
  public synchronized void disconnected(LinkState state, String sentence) {
    up = false;
    born = false;
    window.stop();
    devices.values().forEach(Device::interrupted);
    devices.values().forEach(device -> device.broker(false, state, sentence));
  }

  @Override
  public synchronized void tick() {
    if (window.overdue(clock.instant()).isPresent()) {
      askForBirth();
      window.giveUp();
    }
    if (up && (!born || devices.values().stream().anyMatch(EdgeNode::waiting))) {
      askForBirth();
    }
  }

  /** Messages are missing, of whichever device; what came behind them arrived then. */
  private void missed(Instant arrived) {
    LOG.warn("edge node {}/{}: messages are missing", group, node);
    devices.values().forEach(device -> device.missed(arrived));
  }

  private static boolean waiting(Device device) {
    return device.types().isEmpty();
  }

  private static CompletableFuture<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(new CompletableFuture<?>[0]));
  }
}
