package fucina.gateway.loss;

import fucina.gateway.DemoProcess;
import fucina.gateway.JarProcess;
import fucina.gateway.journey.LabClient;
import fucina.gateway.link.Wire;
import fucina.gateway.link.mqtt.Mosquitto;
import fucina.gateway.loss.MqttSource.Way;
import fucina.gateway.scale.Registering;
import fucina.gateway.scale.Store;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/** The gateway, its sources, and the lines between them. */
final class LossScene implements Scene {
  private static final String SENSOR = "sensor";
  private static final String PLAIN = "numbered";
  private static final String COUNTED = "numbered-counted";

  private final Path root;
  private final Path folder;
  private final DemoProcess demo;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<NumberedSource> sources = new ArrayList<>();
  private final List<MqttSource> sensors = new ArrayList<>();
  private final List<Wire> lines = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private Optional<Mosquitto> mosquitto = Optional.empty();
  private Optional<OpcUaSource> mortal = Optional.empty();
  private Optional<JarProcess> gateway = Optional.empty();

  LossScene(Path root, Path folder) {
    this.root = root;
    this.folder = folder;
    this.demo = new DemoProcess(root.resolve("gateway"), folder).brief();
  }

  @Override
  public void start() throws Exception {
    gateway = Optional.of(demo.start());
    List<JsonObject> bodies = new ArrayList<>();
    Wire own = line(demo.mqttPort());
    bodies.add(
        json("embedded-1", new Way("MQTT QoS 1, embedded broker", own.port(), SENSOR, true), 1)
            .registration(PLAIN, "", topic("embedded-1")));
    Way once = new Way("MQTT QoS 0, embedded broker", demo.mqttPort(), SENSOR, false);
    bodies.add(json("embedded-0", once, 0).registration(PLAIN, "", topic("embedded-0")));
    Way counted = new Way("MQTT QoS 0 counted, embedded broker", own.port(), SENSOR, false);
    bodies.add(json("counted-0", counted, 0).registration(COUNTED, "", topic("counted-0")));
    bodies.addAll(inMemory());
    Path jar = root.resolve("simulators/target/simulators.jar");
    OpcUaSource without =
        source(new OpcUaSource("opcua-plain", false, jar, folder.resolve("plain")));
    OpcUaSource with =
        source(new OpcUaSource("opcua-history", true, jar, folder.resolve("history")));
    mortal = Optional.of(without);
    bodies.add(without.registration());
    bodies.add(with.registration());
    List<String> profiles =
        new ArrayList<>(
            List.of(
                MqttSource.profile(true), MqttSource.profile(false), SparkplugSpeech.profile()));
    profiles.addAll(without.profiles());
    new Registering(technician()).all(profiles, bodies);
    for (NumberedSource source : sources) {
      source.begin();
    }
  }

  /** What hangs on a broker that acknowledges from memory. */
  private List<JsonObject> inMemory() throws Exception {
    try {
      Mosquitto broker = keep(Mosquitto.inMemory(folder.resolve("mosquitto")));
      mosquitto = Optional.of(broker);
      int there = line(broker.port()).port();
      String here = "mqtt://127.0.0.1:" + line(broker.port()).port();
      Way counted = new Way("MQTT QoS 1 counted, mosquitto in memory", there, "", false);
      Way edge = new Way("Sparkplug B, mosquitto in memory", there, "", false);
      return List.of(
          json("memory-1", counted, 1).registration(COUNTED, here, topic("memory-1")),
          sensor(new MqttSource("sparkplug-1", edge, new SparkplugSpeech("sparkplug-1")))
              .registration(
                  "numbered-sparkplug",
                  here,
                  Map.of("GROUP", "loss", "NODE", "node-sparkplug-1", "DEVICE", "sparkplug-1")));
    } catch (TestAbortedException e) {
      notes.add("Left out: a broker that acknowledges from memory (" + e.getMessage() + ").");
      return List.of();
    }
  }

  private static Map<String, String> topic(String machine) {
    return Map.of("TOPIC", "sensors/" + machine);
  }

  private MqttSource json(String machine, Way way, int qos) {
    return sensor(new MqttSource(machine, way, Speech.json("sensors/" + machine, qos)));
  }

  private <T extends AutoCloseable> T keep(T part) {
    open.push(part);
    return part;
  }

  private Wire line(int port) {
    Wire wire = keep(new Wire(port));
    lines.add(wire);
    return wire;
  }

  private MqttSource sensor(MqttSource sensor) {
    keep(sensor);
    sources.add(sensor);
    sensors.add(sensor);
    return sensor;
  }

  private OpcUaSource source(OpcUaSource source) {
    sources.add(keep(source));
    lines.add(source.wire());
    return source;
  }

  @Override
  public Store store() {
    return Store.of(technician());
  }

  private LabClient technician() {
    return LabClient.signedIn(demo.url(), "technician");
  }

  @Override
  public List<NumberedSource> sources() {
    return sources;
  }

  @Override
  public List<MqttSource> sensors() {
    return sensors;
  }

  @Override
  public int signals(NumberedSource source) {
    return source instanceof OpcUaSource ? OpcUaSource.SIGNALS : 1;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public int lines() {
    return lines.size();
  }

  @Override
  public boolean strike(Blow blow) throws Exception {
    Wire line = lines.get(blow.line());
    switch (blow.kind()) {
      case GATEWAY -> gateway.orElseThrow().kill();
      case BROKER -> {
        if (mosquitto.isEmpty()) {
          return false;
        }
        mosquitto.get().kill();
      }
      case OPC_UA_SERVER -> mortal.orElseThrow().kill();
      case RESET -> line.cut();
      case BLACKHOLE -> line.goDumb();
      case SLOW -> line.crawl();
      case HALF_OPEN -> line.loseOneSide();
    }
    return true;
  }

  @Override
  public void mend(Blow blow) throws Exception {
    switch (blow.kind()) {
      case GATEWAY -> gateway = Optional.of(demo.start());
      case BROKER -> mosquitto.orElseThrow().start();
      case OPC_UA_SERVER -> mortal.orElseThrow().startAgain();
      default -> lines.get(blow.line()).mend();
    }
  }

  @Override
  public void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
    if (gateway.isPresent()) {
      gateway.get().close();
    }
  }
}
