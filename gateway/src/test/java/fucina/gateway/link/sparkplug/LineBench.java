package fucina.gateway.link.sparkplug;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MachineLinkContract.Bench;
import fucina.gateway.link.MachineLinkContract.Call;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.Wire;
import fucina.gateway.link.mqtt.BrokerBench;
import fucina.gateway.link.mqtt.MqttConnections;
import fucina.profiles.Catalogue;
import fucina.profiles.Command;
import fucina.profiles.Profile;
import fucina.profiles.Value;
import fucina.simulators.mqtt.BrokerAccess;
import fucina.simulators.sparkplug.SparkplugLine;
import fucina.simulators.sparkplug.SparkplugSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The simulated Sparkplug line on the embedded broker. */
final class LineBench implements Bench {
  static final Profile PROFILE = Catalogue.builtIn().profile("line-sparkplug").orElseThrow();

  final SparkplugLine line;
  private final InstantSource clock = Clock.systemUTC();
  private final BrokerBench broker;
  private final MqttConnections connections =
      new MqttConnections("gateway", Optional.empty(), clock);
  private final SparkplugLinks links;

  LineBench(Path folder) {
    broker = new BrokerBench(folder);
    line =
        new SparkplugLine(
            SparkplugSettings.demo(
                new BrokerAccess(broker.direct(), "cell-2", BrokerBench.PASSWORD),
                Optional.empty()),
            clock,
            7);
    line.start();
    links =
        new SparkplugLinks(
            connections,
            "fucina",
            new Notebook(folder.resolve("notebook")),
            new DeadLetters(clock),
            clock);
  }

  @Override
  public MachineLink link(FakeIntake intake, Consumer<LinkStatus> onStatus) {
    LinkSettings settings =
        new LinkSettings(
            "line-2",
            PROFILE,
            broker.throughWire(),
            "",
            Optional.of("gateway"),
            Optional.of(BrokerBench.PASSWORD),
            Map.of("GROUP", "made", "NODE", "cell-2", "DEVICE", "line-2"));
    return links.link(settings, intake, onStatus);
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
    return command("reset");
  }

  @Override
  public Map<String, Value> arguments() {
    return Map.of();
  }

  @Override
  public Optional<Call> refused() {
    return Optional.empty();
  }

  @Override
  public void restart() {
    broker.restart();
  }

  @Override
  public Wire wire() {
    return broker.wire();
  }

  @Override
  public String threads() {
    return "mqtt mqtt://";
  }

  @Override
  public void close() {
    line.close();
    connections.close();
    broker.close();
  }
}
