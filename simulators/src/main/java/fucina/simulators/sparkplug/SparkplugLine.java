package fucina.simulators.sparkplug;

import fucina.simulators.line.LineScene;
import fucina.simulators.line.LineSnapshot;
import fucina.simulators.line.PackLineBehaviour;
import fucina.simulators.machine.Fault;
import fucina.simulators.machine.Scene;
import fucina.simulators.machine.SimulatedMachine;
import fucina.simulators.mqtt.MqttDevice;
import fucina.simulators.mqtt.MqttWire;
import fucina.simulators.mqtt.WireMessage;
import fucina.simulators.sparkplug.Metrics.Measured;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line {@code line-2}: a packaging line as the device of a Sparkplug B 3.0 edge node. It is
 * born with every metric on connecting and when asked for a rebirth; sends what changed, states and
 * flags at once, measurements and counters every second, and everything every 2 s so that their age
 * can be judged; takes {@code Command/…} as DCMD and answers with {@code Command/Status} (0 done, 1
 * wrong state). Births, data and commands go at QoS 0, deaths at QoS 1, nothing is retained. While
 * it runs and its primary host goes offline, or the broker is lost, it stops by itself within 3 s;
 * without such a host it is not watched.
 */
public final class SparkplugLine implements SimulatedMachine {
  private static final Logger log = LoggerFactory.getLogger(SparkplugLine.class);
  private static final long BEAT_MILLIS = 100;
  private static final String STATUS = "Command/Status";
  private static final long RESTART_MILLIS = 1_000;

  private final SparkplugSettings settings;
  private final InstantSource clock;
  private final LineMemory memory;
  private final PackLineBehaviour line;
  private final PrimaryHost host = new PrimaryHost();
  private final MqttWire wire;
  private final EdgeNode node;
  private final ScheduledExecutorService thread;
  private final DueMetrics due = new DueMetrics();

  private int status;
  private boolean born;
  private boolean deviceLost;
  private volatile LineSnapshot seen;
  private volatile boolean frozen;
  private volatile boolean noRebirth;
  private volatile boolean started;

  /**
   * A line that is off.
   *
   * @param settings who and where
   * @param clock the time it lives in
   * @param seed of all its chance
   */
  public SparkplugLine(SparkplugSettings settings, InstantSource clock, long seed) {
    this.settings = settings;
    this.clock = clock;
    this.memory = new LineMemory(settings.folder());
    this.line = new PackLineBehaviour(seed, clock.instant(), memory.counters());
    this.seen = line.snapshot();
    this.wire = new MqttWire(settings.broker(), new Ears(), seed);
    this.node = new EdgeNode(settings, memory, wire::publish);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, settings.device());
              made.setDaemon(true);
              return made;
            });
  }

  @Override
  public String id() {
    return settings.device();
  }

  @Override
  public String endpoint() {
    if (!started) {
      throw new IllegalStateException(id() + " is not started");
    }
    return settings.broker().url();
  }

  @Override
  public void start() {
    wire.start();
    thread.scheduleAtFixedRate(() -> guarded(this::beat), 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    started = true;
  }

  @Override
  public Optional<Scene> scene() {
    return Optional.of(new LineScene(() -> seen));
  }

  @Override
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.Frozen freeze) {
      frozen = freeze.frozen();
    } else if (fault instanceof Fault.NoRebirth deaf) {
      noRebirth = deaf.deaf();
    } else if (fault instanceof Fault.MissedSeq missed) {
      onThread(() -> node.skip(missed.count()));
    } else if (fault instanceof Fault.DeviceLost lost) {
      onThread(() -> device(!lost.lost()));
    } else if (fault instanceof Fault.Restarted) {
      wire.cut();
      onThread(() -> thread.schedule(wire::restore, RESTART_MILLIS, TimeUnit.MILLISECONDS));
    } else if (LineFaults.contain(fault)) {
      onThread(() -> line.suffer(fault));
    } else {
      return wire.suffer(fault);
    }
    return true;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    wire.publish(node.death(clock.instant())); // a goodbye keeps the will from being sent
    wire.close();
    started = false;
  }

  private void beat() {
    Instant now = clock.instant();
    watchHost();
    line.tick(now);
    seen = line.snapshot();
    if (!born || deviceLost || frozen) {
      return;
    }
    boolean sampling = due.sampling(now);
    if (sampling) {
      memory.keep(line.counters());
    }
    show(sampling);
  }

  /** The host being there feeds the line's watchdog. */
  private void watchHost() {
    if (!wire.isConnected()) {
      born = false;
      host.unheard();
    }
    if (host.online()) {
      line.heartbeat();
    }
  }

  /** Sends what changed; measurements only when they are sampled. */
  private void show(boolean sampling) {
    LineSnapshot now = line.snapshot();
    Map<String, Measured> changed = due.of(Metrics.of(now), sampling);
    if (!changed.isEmpty()) {
      data(changed, now.at());
    }
  }

  private void data(Map<String, Measured> changed, Instant at) {
    if (node.device("DDATA", changed, at)) {
      due.told(changed);
    }
  }

  /** The node's birth, then the device's, with every metric. */
  private void beBorn() {
    Instant now = clock.instant();
    line.tick(now);
    born = node.beBorn(now) && deviceBirth(now);
    due.refreshed(now);
  }

  private boolean deviceBirth(Instant now) {
    if (deviceLost) {
      return true;
    }
    LineSnapshot snapshot = line.snapshot();
    Map<String, Measured> measured = Metrics.of(snapshot);
    Map<String, Measured> device = new LinkedHashMap<>(measured);
    Metrics.COMMANDS.keySet().forEach(command -> device.put(command, Metrics.flag(false)));
    device.put(STATUS, Metrics.number(status));
    due.told(measured);
    due.refreshed(now);
    return node.device("DBIRTH", device, snapshot.at());
  }

  /** The node has its device, or has it no more. */
  private void device(boolean there) {
    if (deviceLost == there && born) {
      Instant now = clock.instant();
      deviceLost = !there;
      if (there) {
        line.tick(now);
        deviceBirth(now);
      } else {
        node.device("DDEATH", Map.of(), now);
      }
    } else {
      deviceLost = !there;
    }
  }

  private void command(byte[] payload) {
    for (String wish : Payloads.wishes(payload)) {
      var command = Metrics.COMMANDS.get(wish);
      if (command == null) {
        log.warn("{} knows no {}", id(), wish);
      } else {
        line.tick(clock.instant());
        status = command.applyAsInt(line);
        log.info("{} {} answers {}", id(), wish, status);
        if (born) {
          data(Map.of(STATUS, Metrics.number(status)), line.snapshot().at());
        }
      }
    }
    if (born && !frozen) {
      show(false);
    }
  }

  private void heard(String topic, byte[] payload) {
    try {
      if (topic.equals(settings.stateTopic())) {
        host.said(payload);
      } else if (topic.equals(settings.deviceTopic("DCMD"))) {
        if (!deviceLost) {
          command(payload);
        }
      } else if (Payloads.wishes(payload).contains(EdgeNode.REBIRTH) && !noRebirth) {
        beBorn();
      }
    } catch (IllegalArgumentException e) {
      log.warn("{} does not understand a message on {}: {}", id(), topic, e.getMessage());
    }
  }

  private void onThread(Runnable work) {
    try {
      thread.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      log.debug("{} is off", id());
    }
  }

  /** A fault is told of; the line lives on, as its schedule would silently end otherwise. */
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("{} stumbled", id(), e);
    }
  }

  private final class Ears implements MqttDevice {
    @Override
    public WireMessage will() {
      return node.nextWill(clock.instant());
    }

    @Override
    public List<String> subscriptions() {
      return List.of(
          settings.nodeTopic("NCMD"), settings.deviceTopic("DCMD"), settings.stateTopic());
    }

    @Override
    public void connected() {
      onThread(SparkplugLine.this::beBorn);
    }

    @Override
    public void arrived(String topic, byte[] payload) {
      onThread(() -> heard(topic, payload));
    }
  }
}
