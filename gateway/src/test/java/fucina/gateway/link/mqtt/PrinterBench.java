package fucina.gateway.link.mqtt;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MachineLinkContract.Bench;
import fucina.gateway.link.MachineLinkContract.Call;
import fucina.gateway.link.MqttTerms;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.Wire;
import fucina.profiles.Catalogue;
import fucina.profiles.Command;
import fucina.profiles.Profile;
import fucina.profiles.Value;
import fucina.simulators.mqtt.BrokerAccess;
import fucina.simulators.printer.MoonrakerPrinter;
import fucina.simulators.printer.PrinterPace;
import fucina.simulators.printer.PrinterSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The simulated printer on the embedded broker. */
final class PrinterBench implements Bench {
  static final Profile PROFILE = Catalogue.builtIn().profile("printer-fff-klipper").orElseThrow();

  private final InstantSource clock = Clock.systemUTC();
  private final MqttTerms.Version version;
  private final BrokerBench broker;
  private final MoonrakerPrinter printer;
  private final MqttConnections connections =
      new MqttConnections("gateway", Optional.empty(), clock);
  private final MqttLinks links;

  /** The printer, reached over this version of MQTT. */
  PrinterBench(Path folder, MqttTerms.Version version) {
    this.version = version;
    broker = new BrokerBench(folder);
    printer =
        new MoonrakerPrinter(
            new PrinterSettings(
                "printer-1",
                new BrokerAccess(broker.direct(), "printer-1", BrokerBench.PASSWORD),
                PrinterPace.DEMO,
                Optional.empty()),
            clock,
            7);
    printer.start();
    links =
        new MqttLinks(
            connections, new Notebook(folder.resolve("notebook")), new DeadLetters(clock), clock);
  }

  @Override
  public MachineLink link(FakeIntake intake, Consumer<LinkStatus> onStatus) {
    LinkSettings settings =
        new LinkSettings(
            "printer-1",
            PROFILE,
            broker.throughWire(),
            "",
            Optional.of("gateway"),
            Optional.of(BrokerBench.PASSWORD),
            Map.of("PREFIX", "printer-1"),
            new MqttTerms(
                version, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    return links.link(settings, intake, onStatus);
  }

  @Override
  public String lively() {
    return "energy.power";
  }

  @Override
  public Command taken() {
    return PROFILE.command("start").orElseThrow();
  }

  @Override
  public Map<String, Value> arguments() {
    return Map.of("filename", Value.of("benchy.gcode"));
  }

  @Override
  public Optional<Call> refused() {
    return Optional.of(new Call(taken(), Map.of("filename", Value.of("nowhere.gcode"))));
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
    printer.close();
    connections.close();
    broker.close();
  }
}
