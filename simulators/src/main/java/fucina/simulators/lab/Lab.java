package fucina.simulators.lab;

import fucina.simulators.lab.LabFile.Entry;
import fucina.simulators.machine.SimulatedMachine;
import fucina.simulators.mqtt.BrokerAccess;
import fucina.simulators.opcua.OpcUaMachine;
import fucina.simulators.opcua.OpcUaSettings;
import fucina.simulators.printer.MoonrakerPrinter;
import fucina.simulators.printer.PrinterPace;
import fucina.simulators.printer.PrinterSettings;
import fucina.simulators.replay.MqttPlayback;
import fucina.simulators.replay.Playback;
import fucina.simulators.replay.Recording;
import fucina.simulators.replay.ReplayProfile;
import fucina.simulators.replay.ReplayProfile.Wire;
import fucina.simulators.sparkplug.SparkplugLine;
import fucina.simulators.sparkplug.SparkplugSettings;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machines of a lab file, to be started and closed together. */
public final class Lab implements AutoCloseable {
  private static final int ROWS = 3_600;

  private final LabFile file;
  private final Ground ground;
  private final List<SimulatedMachine> machines = new ArrayList<>();

  /**
   * Where a lab stands.
   *
   * @param folder a folder for each machine below it
   * @param user the one user OPC UA machines admit
   * @param password of that user, and of each machine's own user at the broker
   * @param broker where machines on MQTT connect, each as a user of its own name
   * @param trusted client certificates OPC UA machines trust; none: every one
   */
  public record Ground(
      Path folder,
      String user,
      String password,
      String broker,
      List<X509Certificate> trusted,
      InstantSource clock) {
    @Override
    public String toString() {
      return folder + ", broker " + broker;
    }
  }

  /** A lab that is off. */
  public Lab(LabFile file, Ground ground) {
    this.file = file;
    this.ground = ground;
    file.machines().forEach(entry -> machines.add(machine(entry)));
  }

  public List<SimulatedMachine> machines() {
    return List.copyOf(machines);
  }

  /** Starts them side by side; what has started is closed should one fail. */
  public void start() {
    try {
      machines.parallelStream().forEach(SimulatedMachine::start);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private SimulatedMachine machine(Entry entry) {
    return switch (entry.kind()) {
      case ROBOT ->
          trusting(OpcUaMachine.robot(entry.id(), settings(entry), ground.clock(), entry.seed()));
      case READ_ONLY_ROBOT ->
          trusting(
              OpcUaMachine.readOnlyRobot(
                  entry.id(), settings(entry), ground.clock(), entry.seed()));
      case LINE ->
          trusting(OpcUaMachine.line(entry.id(), settings(entry), ground.clock(), entry.seed()));
      case PRINTER ->
          new MoonrakerPrinter(
              new PrinterSettings(
                  entry.id(), access(entry), PrinterPace.DEMO, Optional.of(folder(entry))),
              ground.clock(),
              entry.seed());
      case SPARKPLUG ->
          new SparkplugLine(
              new SparkplugSettings(
                  "lab",
                  "node-" + entry.id(),
                  entry.id(),
                  "fucina",
                  access(entry),
                  Optional.of(folder(entry))),
              ground.clock(),
              entry.seed());
      case PANEL -> panel(entry);
    };
  }

  private SimulatedMachine panel(Entry entry) {
    Recording recording = recording(entry.panel(), ROWS, entry.seed());
    long rate = entry.panel().rate();
    if (entry.panel().mqtt()) {
      Playback playback = new Playback(recording, ground.clock().instant(), rate, true);
      return new MqttPlayback(
          entry.id(),
          entry.panel().prefix(),
          access(entry),
          playback,
          ground.clock(),
          entry.seed());
    }
    return trusting(
        OpcUaMachine.recording(
            entry.id(),
            new OpcUaMachine.Played(recording, rate, true, entry.panel().history()),
            settings(entry),
            ground.clock(),
            entry.seed()));
  }

  private static Recording recording(LabFile.Panel panel, int rows, long seed) {
    return panel.numbered()
        ? Recording.numbered(panel.signals())
        : Recording.madeUp(panel.signals(), rows, seed);
  }

  private OpcUaMachine trusting(OpcUaMachine machine) {
    ground.trusted().forEach(machine::trust);
    return machine;
  }

  private Path folder(Entry entry) {
    return ground.folder().resolve(entry.id());
  }

  private OpcUaSettings settings(Entry entry) {
    return new OpcUaSettings(
        entry.port(), folder(entry), ground.user(), ground.password(), ground.trusted().isEmpty());
  }

  private BrokerAccess access(Entry entry) {
    return new BrokerAccess(ground.broker(), entry.id(), entry.user(), ground.password());
  }

  /**
   * The bodies with which the machines are registered ({@code POST /machines}), without rules.
   *
   * @param centre id of the centre
   */
  public List<Map<String, Object>> registrations(String centre) {
    List<Map<String, Object>> bodies = new ArrayList<>();
    for (int index = 0; index < machines.size(); index++) {
      Entry entry = file.machines().get(index);
      Map<String, Object> connection = new LinkedHashMap<>();
      connection.put("endpoint", entry.overMqtt() ? "" : machines.get(index).endpoint());
      if (!entry.overMqtt()) {
        connection.put("security", "SignAndEncrypt/Basic256Sha256");
        connection.put("username", ground.user());
        connection.put("password", ground.password());
      }
      connection.put("variables", variables(entry));
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("id", entry.id());
      body.put("name", entry.id());
      body.put("centre", centre);
      body.put("profile", profile(entry));
      body.put("connection", connection);
      bodies.add(body);
    }
    return bodies;
  }

  private static Map<String, Object> variables(Entry entry) {
    return switch (entry.kind()) {
      case PRINTER -> Map.of("PREFIX", entry.id());
      case SPARKPLUG -> Map.of("GROUP", "lab", "NODE", "node-" + entry.id(), "DEVICE", entry.id());
      case PANEL -> entry.panel().mqtt() ? Map.of("PREFIX", entry.panel().prefix()) : Map.of();
      default -> Map.of();
    };
  }

  private static String profile(Entry entry) {
    return switch (entry.kind()) {
      case ROBOT -> "robot-arm-6axis";
      case READ_ONLY_ROBOT -> "robot-arm-readonly";
      case LINE -> "line-packml";
      case PRINTER -> "printer-fff-klipper";
      case SPARKPLUG -> "line-sparkplug";
      case PANEL -> profile(entry.panel());
    };
  }

  private static String profile(LabFile.Panel panel) {
    return "panel-"
        + panel.signals()
        + (panel.numbered() ? "-numbered" : "")
        + (panel.rate() == 1 ? "" : "-" + panel.rate() + "hz")
        + (panel.mqtt() ? "-mqtt" : "-opcua");
  }

  /** The profiles its panels need beside the packaged ones, as YAML by id. */
  public Map<String, String> profiles() {
    Map<String, String> profiles = new LinkedHashMap<>();
    for (Entry entry : file.machines()) {
      if (entry.kind() == LabFile.Kind.PANEL) {
        LabFile.Panel panel = entry.panel();
        profiles.computeIfAbsent(
            profile(panel),
            id ->
                ReplayProfile.of(
                    recording(panel, 1, 0),
                    panel.mqtt() ? Wire.MQTT : Wire.OPC_UA,
                    id,
                    panel.rate()));
      }
    }
    return profiles;
  }

  @Override
  public void close() {
    machines.forEach(SimulatedMachine::close);
  }
}
