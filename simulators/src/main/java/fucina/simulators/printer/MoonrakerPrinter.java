package fucina.simulators.printer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fucina.simulators.machine.CounterFile;
import fucina.simulators.machine.Fault;
import fucina.simulators.machine.MachineUnavailable;
import fucina.simulators.machine.Scene;
import fucina.simulators.machine.SimulatedMachine;
import fucina.simulators.mqtt.MqttDevice;
import fucina.simulators.mqtt.MqttWire;
import fucina.simulators.mqtt.WireMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The printer {@code printer-1}: Klipper and Moonraker over MQTT 5. Below its id: {@code
 * klipper/state/{object}/{field}} with {@code {"eventtime": s since it was switched on, "value":
 * …}}, retained, what changed every 250 ms and everything on connecting and every 5 s; JSON-RPC on
 * {@code moonraker/api/request} and {@code …/response}; {@code moonraker/status} with {@code
 * {"server":"online"}}, or {@code "offline"} as its last will; and its smart plug's {@code
 * plug/energy} with {@code {"power": W, "energy": Wh}} every second. Unlike Moonraker's default it
 * publishes at QoS 1, so that what the broker acknowledged is never lost.
 */
public final class MoonrakerPrinter implements SimulatedMachine {
  private static final Logger log = LoggerFactory.getLogger(MoonrakerPrinter.class);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final long BEAT_MILLIS = 250;
  private static final Duration REFRESH = Duration.ofSeconds(5);
  private static final Duration METERING = Duration.ofSeconds(1);
  private static final String ENERGY = "energy";
  private static final long RESTART_MILLIS = 1_000;
  private static final Set<Class<? extends Fault>> OF_THE_PRINTER =
      Set.of(
          Fault.EmergencyStop.class,
          Fault.HotHeater.class,
          Fault.NoLayers.class,
          Fault.EnergyJump.class,
          Fault.EnergyLost.class,
          Fault.EnergyAsFloat.class);

  private final PrinterSettings settings;
  private final InstantSource clock;
  private Instant switchedOn;
  private final Optional<CounterFile> counters;
  private final PrinterBehaviour printer;
  private final MoonrakerApi api;
  private final ApiTrouble trouble = new ApiTrouble();
  private final MqttWire wire;
  private final ScheduledExecutorService thread;
  private final Map<String, JsonNode> shown = new HashMap<>();

  private Instant refreshed = Instant.MIN;
  private Instant metered = Instant.MIN;
  private volatile PrinterSnapshot seen;
  private volatile boolean frozen;
  private volatile boolean started;

  /**
   * A printer that is off.
   *
   * @param settings who and where
   * @param clock the time it lives in
   * @param seed of all its chance
   */
  public MoonrakerPrinter(PrinterSettings settings, InstantSource clock, long seed) {
    this.settings = settings;
    this.clock = clock;
    this.switchedOn = clock.instant();
    this.counters = settings.folder().map(CounterFile::new);
    double energy =
        counters
            .map(file -> file.load().getOrDefault(ENERGY, "0"))
            .map(Double::parseDouble)
            .orElse(0.0);
    this.printer = new PrinterBehaviour(seed, switchedOn, settings.pace(), energy);
    this.seen = printer.snapshot();
    this.api = new MoonrakerApi(printer, settings.id());
    this.wire = new MqttWire(settings.broker(), new Device(), seed);
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, settings.id());
              made.setDaemon(true);
              return made;
            });
  }

  @Override
  public String id() {
    return settings.id();
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
    settings.folder().ifPresent(MoonrakerPrinter::make);
    wire.start();
    thread.scheduleAtFixedRate(() -> guarded(this::beat), 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    started = true;
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new MachineUnavailable("cannot make the machine's folder " + folder, e);
    }
  }

  @Override
  public Optional<Scene> scene() {
    return Optional.of(new PrinterScene(() -> seen));
  }

  @Override
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.Frozen freeze) {
      frozen = freeze.frozen();
    } else if (fault instanceof Fault.Restarted) {
      onThread(this::restart);
    } else if (OF_THE_PRINTER.contains(fault.getClass())) {
      onThread(() -> printer.suffer(fault));
    } else {
      return trouble.suffer(fault) || wire.suffer(fault);
    }
    return true;
  }

  /** Its host goes down and comes up: what it published before stays with the broker, retained. */
  private void restart() {
    wire.cut();
    switchedOn = clock.instant();
    thread.schedule(wire::restore, RESTART_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    wire.publish(status("offline"));
    wire.close();
    started = false;
  }

  private void beat() {
    Instant now = clock.instant();
    printer.tick(now);
    seen = printer.snapshot();
    if (frozen) {
      return;
    }
    if (!now.isBefore(refreshed.plus(REFRESH))) {
      shown.clear();
      refreshed = now;
    }
    showChanges();
    if (!now.isBefore(metered.plus(METERING))) {
      metered = now;
      showEnergy();
    }
  }

  private void showChanges() {
    PrinterSnapshot snapshot = printer.snapshot();
    double eventTime = Duration.between(switchedOn, snapshot.at()).toNanos() / 1e9;
    MoonrakerFields.of(snapshot)
        .forEach(
            (field, value) -> {
              if (!value.equals(shown.get(field)) && wire.publish(field(field, value, eventTime))) {
                shown.put(field, value);
              }
            });
  }

  private WireMessage field(String field, JsonNode value, double eventTime) {
    ObjectNode payload = JSON.objectNode().put("eventtime", eventTime);
    payload.set("value", value);
    return message("klipper/state/" + field, payload, true);
  }

  private void showEnergy() {
    PrinterSnapshot snapshot = printer.snapshot();
    // Kept before it is shown: a counter that was seen never runs backwards.
    counters.ifPresent(file -> file.save(Map.of(ENERGY, Double.toString(printer.counted()))));
    if (Double.isNaN(snapshot.energy())) {
      return; // the plug does not answer
    }
    ObjectNode payload =
        JSON.objectNode()
            .put("power", Math.round(snapshot.power() * 10) / 10.0)
            .put("energy", Math.round(snapshot.energy() * 1e4) / 1e4);
    wire.publish(message("plug/energy", payload, false));
  }

  private WireMessage status(String word) {
    return message("moonraker/status", JSON.objectNode().put("server", word), true);
  }

  private WireMessage message(String topic, JsonNode payload, boolean retained) {
    return new WireMessage(
        settings.id() + "/" + topic,
        payload.toString().getBytes(StandardCharsets.UTF_8),
        1,
        retained);
  }

  private void call(byte[] request) {
    printer.tick(clock.instant());
    (trouble.refuses() ? MoonrakerApi.refusal(request) : api.answer(request))
        .filter(answer -> !trouble.silent())
        .map(answer -> new WireMessage(settings.id() + "/moonraker/api/response", answer, 1, false))
        .ifPresent(this::reply);
    if (!frozen) {
      showChanges();
    }
  }

  private void reply(WireMessage answer) {
    long wait = trouble.late().toMillis();
    if (wait == 0) {
      wire.publish(answer);
    } else {
      thread.schedule(() -> wire.publish(answer), wait, TimeUnit.MILLISECONDS);
    }
  }

  private void onThread(Runnable work) {
    try {
      thread.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      log.debug("{} is off", id());
    }
  }

  /** A fault is told of; the printer lives on, as its schedule would silently end otherwise. */
  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("{} stumbled", id(), e);
    }
  }

  private final class Device implements MqttDevice {
    @Override
    public WireMessage will() {
      return status("offline");
    }

    @Override
    public List<String> subscriptions() {
      return List.of(settings.id() + "/moonraker/api/request");
    }

    @Override
    public void connected() {
      wire.publish(status("online"));
      onThread(() -> refreshed = Instant.MIN);
    }

    @Override
    public void arrived(String topic, byte[] payload) {
      onThread(() -> call(payload));
    }
  }
}
