package fucina.gateway;

import fucina.gateway.broker.BrokerPassword;
import fucina.gateway.broker.BrokerUser;
import fucina.gateway.broker.BrokerUsers;
import fucina.gateway.link.Fingerprint;
import fucina.gateway.link.TrustFolder;
import fucina.simulators.lab.FaultPlay;
import fucina.simulators.lab.FaultScript;
import fucina.simulators.lab.FlawedFile;
import fucina.simulators.machine.SimulatedMachine;
import fucina.simulators.mqtt.BrokerAccess;
import fucina.simulators.opcua.OpcUaMachine;
import fucina.simulators.opcua.OpcUaSettings;
import fucina.simulators.printer.MoonrakerPrinter;
import fucina.simulators.printer.PrinterPace;
import fucina.simulators.printer.PrinterSettings;
import fucina.simulators.sparkplug.SparkplugLine;
import fucina.simulators.sparkplug.SparkplugSettings;
import io.vertx.core.Future;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gateway with a simulated lab around it, in one process. */
final class Demo implements AutoCloseable {
  /** What the demo's command line calls the ports. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "http.port", "--port",
          "management.port", "--management-port",
          "mqtt.embedded-port", "--mqtt-port");

  /** Each machine's own seed, so that every demo begins alike and no two machines do. */
  private static final long SEED = 2026;

  private final Settings settings;
  private final Gateway gateway;
  private final InstantSource clock = InstantSource.system();
  private final DemoCameras cameras = new DemoCameras(clock);
  private final List<SimulatedMachine> machines = new ArrayList<>();
  private final Optional<FaultScript> faults;
  private Optional<FaultPlay> play = Optional.empty();

  Demo(Settings settings, boolean fresh) {
    this(settings, fresh, Optional.empty());
  }

  /** A lab in which a script goes wrong once it delivers; a flawed script starts nothing. */
  Demo(Settings settings, boolean fresh, Optional<Path> faults) {
    this.faults = faults.map(Demo::script);
    this.settings = settings;
    this.gateway = new Gateway(settings, fresh, DemoLab.OPEN_RULES);
  }

  Gateway gateway() {
    return gateway;
  }

  /** The simulated machine of that name. */
  SimulatedMachine machine(String id) {
    return machines.stream().filter(machine -> machine.id().equals(id)).findFirst().orElseThrow();
  }

  /**
   * Starts all, and says so when the whole lab delivers.
   *
   * @param out where sign-ins, endpoints and the ready line are printed
   */
  Demo start(PrintStream out) {
    Ports.tryOut(settings, setting -> OPTIONS.getOrDefault(setting, setting));
    Path folder = settings.data().resolve("lab");
    OpcUaMachine robot = OpcUaMachine.robot(opcua(folder.resolve("robot-1")), clock, SEED);
    OpcUaMachine line = OpcUaMachine.line(opcua(folder.resolve("line-1")), clock, SEED + 1);
    machines.add(robot);
    machines.add(line);
    // The OPC UA machines need nothing of the gateway to start: they do it beside it.
    Future<Void> first = aside(robot);
    Future<Void> second = aside(line);
    // Devices knock as soon as the broker's port is open: whoever it knows is known before.
    String printerPassword = password();
    String cellPassword = password();
    brokerUsers(printerPassword, cellPassword);
    gateway.start();
    Startup.await("robot-1", first);
    Startup.await("line-1", second);
    Startup.await("the demo people", DemoLab.people().letIn(gateway.running().people()));
    trustEachOther(robot);
    trustEachOther(line);
    SimulatedMachine printer = printer(printerPassword);
    SimulatedMachine cell = cell(cellPassword);
    machines.add(printer);
    machines.add(cell);
    Startup.await("the machines on MQTT", Future.all(aside(printer), aside(cell)));
    DemoRegistry registry = new DemoRegistry(gateway);
    registry.register(
        "robot-1",
        "Robot a sei assi",
        "robot-arm-6axis",
        DemoRegistry.opcua(robot, cameras.lookAt(robot)),
        DemoLab.OPEN_RULES,
        Optional.of(DemoLab.PASSWORD));
    registry.register(
        "line-1",
        "Linea di confezionamento",
        "line-packml",
        DemoRegistry.opcua(line, cameras.lookAt(line)),
        DemoLab.LAB_RULES,
        Optional.of(DemoLab.PASSWORD));
    registry.register(
        "printer-1",
        "Stampante 3D FFF",
        "printer-fff-klipper",
        DemoRegistry.mqtt(Map.of("PREFIX", "printer-1"), cameras.lookAt(printer)),
        DemoLab.OPEN_RULES,
        Optional.empty());
    registry.register(
        "line-2",
        "Cella di smistamento",
        "line-sparkplug",
        DemoRegistry.mqtt(
            Map.of("GROUP", "made", "NODE", "cell-2", "DEVICE", "line-2"), cameras.lookAt(cell)),
        DemoLab.OPEN_RULES,
        Optional.empty());
    new DemoDelivery(gateway, machines).await();
    DemoNotice.print(gateway, machines, out);
    play =
        faults.map(
            script -> new FaultPlay(script, cameras.watching(machines), clock, out::println));
    play.ifPresent(FaultPlay::start);
    return this;
  }

  @Override
  public void close() {
    play.ifPresent(FaultPlay::close);
    cameras.close();
    machines.forEach(SimulatedMachine::close);
    gateway.close();
  }

  private static FaultScript script(Path file) {
    try {
      return FaultScript.read(file, SEED);
    } catch (FlawedFile e) {
      throw new StartFailure(String.valueOf(e.getMessage()));
    }
  }

  private Future<Void> aside(SimulatedMachine machine) {
    return gateway
        .vertx()
        .executeBlocking(
            () -> {
              machine.start();
              return null;
            },
            false);
  }

  private static OpcUaSettings opcua(Path folder) {
    // Any client may look, with the password; commands and values stay behind it.
    return new OpcUaSettings(0, folder, "gateway", DemoLab.PASSWORD, true);
  }

  private void trustEachOther(OpcUaMachine machine) {
    Gateway.Running running = gateway.running();
    machine.trust(running.on().opcua().ownCertificate());
    TrustFolder trust = running.on().trust();
    trust.presented(machine.id(), machine.certificate());
    trust.entries(Fingerprint.sha256(machine.certificate())).stream()
        .filter(entry -> entry.machine().equals(machine.id()))
        .forEach(entry -> trust.decide(entry, TrustFolder.Decision.TRUSTED));
  }

  private SimulatedMachine printer(String password) {
    return new MoonrakerPrinter(
        new PrinterSettings(
            "printer-1",
            access("printer-1", password),
            PrinterPace.DEMO,
            Optional.of(settings.data().resolve("lab/printer-1"))),
        clock,
        SEED + 2);
  }

  private SimulatedMachine cell(String password) {
    return new SparkplugLine(
        SparkplugSettings.demo(
            access("cell-2", password), Optional.of(settings.data().resolve("lab/line-2"))),
        clock,
        SEED + 3);
  }

  private BrokerAccess access(String user, String password) {
    String url =
        gateway
            .running()
            .on()
            .broker()
            .map(broker -> broker.url())
            .orElseGet(() -> settings.mqtt().broker().orElseThrow());
    return new BrokerAccess(url, user, password);
  }

  private static String password() {
    return HexFormat.of().formatHex(SecureRandom.getSeed(16));
  }

  /** Everyone the broker knows here: the machines, and those who want to look or send. */
  private void brokerUsers(String printer, String cell) {
    BrokerUsers users = gateway.brokerUsers();
    users.put(BrokerUser.below("printer-1", "printer-1", BrokerPassword.of(printer)));
    users.put(BrokerUser.edgeNode("made", "cell-2", "cell-2", BrokerPassword.of(cell)));
    users.put(BrokerUser.watching("watch", BrokerPassword.of(DemoLab.PASSWORD)));
    users.put(BrokerUser.below("sensors", "sensor", BrokerPassword.of(DemoLab.PASSWORD)));
  }
}
