package fucina.gateway.link.opcua;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MachineLinkContract.Bench;
import fucina.gateway.link.MachineLinkContract.Call;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.TrustFolder;
import fucina.gateway.link.Wire;
import fucina.profiles.Catalogue;
import fucina.profiles.Command;
import fucina.profiles.Profile;
import fucina.profiles.Value;
import fucina.simulators.machine.Fault;
import fucina.simulators.opcua.OpcUaMachine;
import fucina.simulators.opcua.OpcUaSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The simulated robot behind a line, and links to it. */
final class RobotBench implements Bench {
  static final Profile PROFILE = Catalogue.builtIn().profile("robot-arm-6axis").orElseThrow();

  final InstantSource clock = Clock.systemUTC();
  final OpcUaMachine robot;
  final TrustFolder trust;
  final DeadLetters deadLetters = new DeadLetters(clock);
  final OpcUaLinks links;
  private final Wire wire;

  /** A robot and a gateway that trust each other. */
  static RobotBench trusting(Path folder) {
    RobotBench bench = new RobotBench(folder, Clock.systemUTC());
    bench.robot.trust(bench.links.ownCertificate());
    bench.trustRobot();
    return bench;
  }

  /** A robot and a gateway that have never met. */
  static RobotBench strangers(Path folder) {
    return new RobotBench(folder, Clock.systemUTC());
  }

  RobotBench(Path folder, InstantSource robotsClock) {
    OpcUaSettings settings =
        new OpcUaSettings(0, folder.resolve("robot"), "gateway", "secret", false);
    robot = OpcUaMachine.robot(settings, robotsClock, 7);
    robot.start();
    trust = new TrustFolder(folder.resolve("trust"), clock);
    links =
        new OpcUaLinks(
            folder.resolve("pki"),
            "urn:fucina:test",
            trust,
            new Notebook(folder.resolve("notebook")),
            deadLetters,
            clock);
    wire = new Wire(URI.create(robot.endpoint()).getPort());
  }

  void trustRobot() {
    trust.presented("robot-1", robot.certificate());
    trust.list().forEach(entry -> trust.decide(entry, TrustFolder.Decision.TRUSTED));
  }

  LinkSettings settings(Profile profile, String security, String password) {
    return new LinkSettings(
        "robot-1",
        profile,
        "opc.tcp://127.0.0.1:" + wire.port() + "/robot-1",
        security,
        Optional.of("gateway"),
        Optional.of(password),
        Map.of());
  }

  LinkSettings settings() {
    return settings(PROFILE, "SignAndEncrypt/Basic256Sha256", "secret");
  }

  @Override
  public MachineLink link(FakeIntake intake, Consumer<LinkStatus> onStatus) {
    return links.link(settings(), intake, onStatus);
  }

  @Override
  public String lively() {
    return "energy.power";
  }

  static Command command(String name) {
    return PROFILE.command(name).orElseThrow();
  }

  @Override
  public Command taken() {
    return command("load");
  }

  @Override
  public Map<String, Value> arguments() {
    return Map.of("Name", Value.of("PickAndPlace_demo"));
  }

  @Override
  public Optional<Call> refused() {
    // Nothing is loaded: the robot answers E_SystemState.
    return Optional.of(new Call(command("start"), Map.of()));
  }

  @Override
  public void restart() {
    robot.suffer(new Fault.Offline(true));
    robot.suffer(new Fault.Offline(false));
  }

  @Override
  public Wire wire() {
    return wire;
  }

  @Override
  public String threads() {
    return "opcua robot-1";
  }

  @Override
  public void close() {
    links.close();
    wire.close();
    robot.close();
  }
}
