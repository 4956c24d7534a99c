package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SignalStatus;
import fucina.gateway.link.SomeProfiles;
import fucina.gateway.link.TrustFolder;
import fucina.gateway.link.UserKey;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Command;
import fucina.profiles.Label;
import fucina.profiles.NodeAddress;
import fucina.profiles.NodeAddress.Step;
import fucina.profiles.Protocol;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.OpcUaNode;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The foreign server, and links to it. */
final class ForeignBench implements AutoCloseable {
  static final String PLC = "urn:test:plc";
  static final String UA = "http://opcfoundation.org/UA/";

  private volatile Duration ahead = Duration.ZERO;
  final InstantSource clock = () -> Clock.systemUTC().instant().plus(ahead);
  final DeadLetters deadLetters = new DeadLetters(clock);
  final FakeIntake intake = new FakeIntake();
  final ForeignServer server;
  final TrustFolder trust;
  final OpcUaLinks links;

  ForeignBench(Path folder) throws IOException {
    server = new ForeignServer(folder.resolve("server"));
    trust = new TrustFolder(folder.resolve("trust"), clock);
    links =
        new OpcUaLinks(
            folder.resolve("pki"),
            "urn:fucina:test",
            trust,
            new Notebook(folder.resolve("notebook")),
            deadLetters,
            clock);
  }

  /** Looked at four times as often as it changes, so that every number counts. */
  static Signal number(String name) {
    return new Signal(
        name,
        Label.of(name),
        ValueType.NUMBER,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        Signal.Role.MEASUREMENT,
        Duration.ofMillis(50),
        Duration.ofMillis(200),
        0,
        new OpcUaNode("nsu=" + PLC + ";s=" + name));
  }

  /** A node by its browse path alone. */
  static NodeAddress path(String name) {
    return new NodeAddress(
        Optional.empty(),
        List.of(new Step(UA, "Objects"), new Step(PLC, "Cell"), new Step(PLC, name)));
  }

  LinkSettings settings(List<Signal> signals, List<Command> commands, String security) {
    return new LinkSettings(
        "plc-1",
        SomeProfiles.of(Protocol.OPC_UA, signals, commands),
        server.endpoint(),
        security,
        Optional.of("gateway"),
        Optional.of("secret"),
        Map.of(),
        Optional.empty(),
        true);
  }

  LinkSettings settings(Signal... signals) {
    return settings(List.of(signals), List.of(), "SignAndEncrypt/Basic256Sha256");
  }

  LinkSettings as(LinkSettings settings, Optional<String> user, Optional<UserKey> key) {
    return new LinkSettings(
        settings.machine(),
        settings.profile(),
        settings.endpoint(),
        settings.security(),
        user,
        user.map(any -> "secret"),
        Map.of(),
        key,
        true);
  }

  MachineLink start(LinkSettings settings) {
    MachineLink link = links.link(settings, intake, status -> {});
    link.start();
    return link;
  }

  /** Puts the gateway's clock so far ahead. */
  void advance(Duration by) {
    ahead = by;
  }

  /** Trusts whatever the server has shown. */
  void trustServer() {
    trust.list().forEach(entry -> trust.decide(entry, TrustFolder.Decision.TRUSTED));
  }

  /** Starts a link and waits until it is online, trusting the server where it is not. */
  MachineLink online(LinkSettings settings) {
    MachineLink link = start(settings);
    await()
        .atMost(Patience.LONG)
        .untilAsserted(
            () -> {
              // A busy server may not have shown its certificate the first time.
              trustServer();
              assertThat(link.status())
                  .as("%s: %s", settings.security(), link.status().detail())
                  .extracting(LinkStatus::state)
                  .isEqualTo(LinkState.ONLINE);
            });
    return link;
  }

  /** Waits until a signal was heard three times more. */
  void hear(String signal) {
    int before = intake.of(signal).size();
    await().atMost(Patience.LONG).until(() -> intake.of(signal).size() > before + 2);
  }

  /** Numbers that neither arrived nor lie in a gap: there must never be any. */
  List<String> unexplained(String signal) {
    List<Reading> readings =
        intake.of(signal).stream().distinct().sorted(Comparator.comparing(Reading::time)).toList();
    List<String> holes = new ArrayList<>();
    for (int i = 1; i < readings.size(); i++) {
      Reading before = readings.get(i - 1);
      Reading after = readings.get(i);
      double step = value(after) - value(before);
      if (step != 1 && !declared(signal, before.time(), after.time())) {
        holes.add(
            value(before)
                + " at "
                + before.time()
                + " then "
                + value(after)
                + " at "
                + after.time());
      }
    }
    return holes;
  }

  private boolean declared(String signal, Instant from, Instant to) {
    return intake.gaps().stream()
        .filter(gap -> gap.signal().isEmpty() || gap.signal().equals(signal))
        .anyMatch(gap -> !gap.from().isAfter(from) && !gap.to().isBefore(to));
  }

  static double value(Reading reading) {
    return reading.value() instanceof Value.Number n ? n.value() : Double.NaN;
  }

  static SignalStatus status(MachineLink link, String signal) {
    return link.signals().stream()
        .filter(each -> each.signal().equals(signal))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    links.close();
    server.close();
  }
}
