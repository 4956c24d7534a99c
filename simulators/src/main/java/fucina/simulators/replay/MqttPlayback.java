package fucina.simulators.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fucina.simulators.machine.Fault;
import fucina.simulators.machine.SimulatedMachine;
import fucina.simulators.machine.Told;
import fucina.simulators.mqtt.BrokerAccess;
import fucina.simulators.mqtt.MqttDevice;
import fucina.simulators.mqtt.MqttWire;
import fucina.simulators.mqtt.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A recording over MQTT 5: every row as one JSON object on {@code {prefix}/recording} at QoS 1,
 * with {@code t}, when it is now, in ms; none is left out, however fast it plays, unless the
 * connection is away.
 */
public final class MqttPlayback implements SimulatedMachine {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final long BEAT_MILLIS = 20;
  private static final int ROWS_A_BEAT = 200;

  private final String id;
  private final String prefix;
  private final BrokerAccess broker;
  private final Playback playback;
  private final InstantSource clock;
  private final MqttWire wire;
  private final ScheduledExecutorService thread;

  /** Sent, and not taken by the broker yet; a broken connection may have lost them. */
  private final Set<WireMessage> unanswered = Collections.synchronizedSet(new LinkedHashSet<>());

  private volatile boolean again;
  private volatile Told told = Told.NOTHING;
  private long sent;
  private volatile boolean frozen;
  private volatile boolean started;

  /**
   * A recording that is not sent yet.
   *
   * @param prefix what its topics begin with
   */
  public MqttPlayback(
      String id,
      String prefix,
      BrokerAccess broker,
      Playback playback,
      InstantSource clock,
      long seed) {
    this.id = id;
    this.prefix = prefix;
    this.broker = broker;
    this.playback = playback;
    this.clock = clock;
    this.wire = new MqttWire(broker, new Device(), seed);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, id);
              made.setDaemon(true);
              return made;
            });
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String endpoint() {
    if (!started) {
      throw new IllegalStateException(id + " is not started");
    }
    return broker.url();
  }

  @Override
  public void start() {
    wire.start();
    thread.scheduleAtFixedRate(this::beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    started = true;
  }

  @Override
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.Frozen freeze) {
      frozen = freeze.frozen();
      return true;
    }
    return wire.suffer(fault);
  }

  private void beat() {
    long now = playback.position(clock.instant());
    if (again && wire.isConnected()) {
      again = !List.copyOf(unanswered).stream().allMatch(wire::publish);
    }
    if (frozen || !wire.isConnected()) {
      sent = now; // a machine that is not heard is not heard
      return;
    }
    for (int row = 0; row < ROWS_A_BEAT && sent < now; row++) {
      WireMessage message = message(sent + 1);
      unanswered.add(message);
      if (!wire.publish(message)) {
        unanswered.remove(message);
        return;
      }
      sent++;
      told = told.with(sent);
    }
  }

  private WireMessage message(long position) {
    ObjectNode payload = JSON.objectNode().put("t", playback.at(position).toEpochMilli());
    List<Object> cells = playback.cells(position);
    for (int signal = 0; signal < cells.size(); signal++) {
      String name = playback.recording().columns().get(signal).name();
      if (cells.get(signal) instanceof Double number) {
        payload.set(name, number.isNaN() ? JSON.nullNode() : JSON.numberNode(number));
      } else {
        payload.put(name, cells.get(signal).toString());
      }
    }
    return new WireMessage(
        prefix + "/" + ReplayProfile.TOPIC,
        payload.toString().getBytes(StandardCharsets.UTF_8),
        1,
        false);
  }

  @Override
  public Optional<Told> told() {
    return Optional.of(told);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    wire.close();
    started = false;
  }

  private final class Device implements MqttDevice {
    @Override
    public WireMessage will() {
      return new WireMessage(
          prefix + "/status", "offline".getBytes(StandardCharsets.UTF_8), 1, false);
    }

    @Override
    public List<String> subscriptions() {
      return List.of();
    }

    @Override
    public void connected() {
      again = true; // the next beat sends, what was lost first
    }

    @Override
    public void acknowledged(WireMessage message) {
      unanswered.remove(message);
    }

    @Override
    public void arrived(String topic, byte[] payload) {
      // it listens to nothing
    }
  }
}
