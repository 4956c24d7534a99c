package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SignalStatus;
import fucina.gateway.link.SomeProfiles;
import fucina.gateway.link.UserKey;
import fucina.gateway.link.Wire;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Command;
import fucina.profiles.Command.Argument;
import fucina.profiles.CommandAddress;
import fucina.profiles.Event;
import fucina.profiles.Label;
import fucina.profiles.NodeAddress;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.OpcUaNode;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The link against a server of another stack: its security, its users, its deaths. */
@Timeout(240)
class OpcUaForeignIT {
  private static final Duration PATIENCE = Patience.LONG;

  @TempDir private Path folder;
  private ForeignBench bench;
  private final List<AutoCloseable> links = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    bench = new ForeignBench(folder);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable link : links) {
      link.close();
    }
    if (bench != null) {
      bench.close();
    }
  }

  private MachineLink online(LinkSettings settings) {
    MachineLink link = bench.online(settings);
    links.add(link);
    return link;
  }

  private void hear(String signal) {
    bench.hear(signal);
  }

  private List<String> unexplained(String signal) {
    return bench.unexplained(signal);
  }

  @Test
  void everySecurityIsSpokenWithAUserAndAPassword() throws Exception {
    bench.server.start("accept");
    for (String security :
        List.of(
            "Sign/Basic256Sha256",
            "SignAndEncrypt/Basic256Sha256",
            "Sign/Aes128_Sha256_RsaOaep",
            "SignAndEncrypt/Aes128_Sha256_RsaOaep",
            "Sign/Aes256_Sha256_RsaPss",
            "SignAndEncrypt/Aes256_Sha256_RsaPss")) {
      try (MachineLink link =
          online(bench.settings(List.of(ForeignBench.number("Plain")), List.of(), security))) {
        hear("Plain");
        assertThat(link.status().detail()).as(security).isEmpty();
      }
    }
  }

  @Test
  void withoutSecurityOnlyWhereItIsAllowed() throws Exception {
    bench.server.start("accept");
    LinkSettings none = bench.settings(List.of(ForeignBench.number("Plain")), List.of(), "None");
    online(bench.as(none, Optional.empty(), Optional.empty()));
    hear("Plain");
    MachineLink refused =
        bench.start(
            new LinkSettings(
                "plc-2",
                none.profile(),
                none.endpoint(),
                "None",
                Optional.empty(),
                Optional.empty(),
                Map.of()));
    links.add(refused);
    await().atMost(PATIENCE).until(() -> refused.status().state() == LinkState.MISCONFIGURED);
    assertThat(refused.status().detail()).contains("must be allowed for this machine");
  }

  @Test
  void aMachineThatTurnsOurCertificateAwayIsWaitedForUntilItsOperatorAcceptsIt() throws Exception {
    bench.server.start();
    MachineLink link = bench.start(bench.settings(ForeignBench.number("Plain")));
    links.add(link);
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.CERTIFICATE_UNTRUSTED);
    assertThat(link.status().detail()).contains("SHA-256");
    bench.trustServer();
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.WAITING_FOR_TRUST);
    bench.server.trustRejected("pki");
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.ONLINE);
    hear("Plain");
  }

  @Test
  void aUserSignsInWithACertificate() throws Exception {
    bench.server.start("accept");
    UserKey key =
        new UserKey(SomeCertificates.named("operator"), SomeCertificates.key().getPrivate());
    online(
        bench.as(bench.settings(ForeignBench.number("Plain")), Optional.empty(), Optional.of(key)));
    hear("Plain");
  }

  @Test
  void nodesAreFoundByPathAndPickedOutOfArraysAndTheBadAreSetAsideAlone() throws Exception {
    bench.server.start("accept", "small");
    Signal element =
        SomeProfiles.signal(
            "temperature",
            ValueType.NUMBER,
            new OpcUaNode(ForeignBench.path("Temperatures"), Optional.of(2), List.of()));
    Signal byPath =
        SomeProfiles.signal(
            "counter",
            ValueType.NUMBER,
            new OpcUaNode(ForeignBench.path("Counter"), Optional.empty(), List.of()));
    Signal moved =
        SomeProfiles.signal(
            "moved",
            ValueType.STRING,
            new OpcUaNode(
                new NodeAddress(
                    Optional.of("nsu=urn:test:plc;s=WhereItWas"),
                    ForeignBench.path("Localized").browsePath()),
                Optional.empty(),
                List.of()));
    Signal bytes =
        SomeProfiles.signal("picture", ValueType.STRING, new OpcUaNode("nsu=urn:test:plc;s=Bytes"));
    Signal gone = ForeignBench.number("NoSuchThing");
    MachineLink link =
        online(
            bench.settings(
                element, byPath, moved, bytes, gone, celsius("Celsius"), celsius("Fahrenheit")));
    hear("temperature");
    hear("counter");
    await().atMost(PATIENCE).until(() -> bench.intake.last("moved").isPresent());
    assertThat(bench.intake.last("moved").orElseThrow().value()).isEqualTo(Value.of("Idle"));
    assertThat(number("temperature") - number("counter")).isBetween(35.0, 45.0);
    assertThat(setAside(link, "picture")).contains("ByteString");
    assertThat(setAside(link, "NoSuchThing")).contains("Bad_NodeIdUnknown");
    assertThat(setAside(link, "Fahrenheit")).contains("FAH").contains("CEL");
    SignalStatus flowing = ForeignBench.status(link, "counter");
    assertThat(flowing.state()).isEqualTo(SignalStatus.State.FLOWING);
    assertThat(flowing.sampling()).isPresent();
    assertThat(flowing.queue()).isPresent();
    assertThat(link.status().detail()).contains("3 of 7 signals are set aside");
  }

  private double number(String signal) {
    return bench.intake.last(signal).orElseThrow().value() instanceof Value.Number n
        ? n.value()
        : Double.NaN;
  }

  private static String setAside(MachineLink link, String signal) {
    SignalStatus status = ForeignBench.status(link, signal);
    assertThat(status.state()).isEqualTo(SignalStatus.State.SET_ASIDE);
    return status.detail();
  }

  private static Signal celsius(String node) {
    Signal plain = ForeignBench.number(node);
    return new Signal(
        plain.name(),
        plain.title(),
        plain.type(),
        Optional.of(new Signal.Unit("°C", "CEL")),
        plain.minimum(),
        plain.maximum(),
        plain.enumeration(),
        plain.texts(),
        plain.role(),
        plain.sampling(),
        plain.publishing(),
        0,
        plain.address());
  }

  @Test
  void aFrozenServerIsNoticedAndWhatItMissedIsReadFromItsHistoryOrDeclared() throws Exception {
    bench.server.start("accept");
    MachineLink link =
        online(bench.settings(ForeignBench.number("Counter"), ForeignBench.number("Plain")));
    hear("Counter");
    bench.server.freeze();
    await().atMost(PATIENCE).until(() -> link.status().state() != LinkState.ONLINE);
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.UNREACHABLE);
    bench.server.thaw();
    Instant thawed = Instant.now();
    await()
        .atMost(PATIENCE)
        .until(() -> bench.intake.lastIs("Counter", r -> r.time().isAfter(thawed.plusSeconds(3))));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(unexplained("Counter")).isEmpty());
    assertThat(unexplained("Plain")).isEmpty();
  }

  @Test
  void whatAGatewayMissedBetweenTwoLivesIsReadFromHistoryOrDeclared() throws Exception {
    bench.server.start("accept");
    LinkSettings settings =
        bench.settings(ForeignBench.number("Counter"), ForeignBench.number("Plain"));
    try (MachineLink first = online(settings)) {
      hear("Counter");
      hear("Plain");
    }
    Instant gone = Instant.now();
    await().until(() -> Instant.now().isAfter(gone.plusSeconds(3)));
    bench.links.stored(
        machine ->
            Stream.of("Counter", "Plain").flatMap(s -> bench.intake.last(s).stream()).toList());
    online(settings);
    Instant back = Instant.now();
    for (String signal : List.of("Counter", "Plain")) {
      await().until(() -> bench.intake.lastIs(signal, r -> r.time().isAfter(back.plusSeconds(1))));
      await().untilAsserted(() -> assertThat(unexplained(signal)).isEmpty());
    }
    assertThat(bench.intake.gaps())
        .as("one stretch of the signal without history, and no more of it than was missed")
        .allSatisfy(gap -> assertThat(gap.signal()).isEqualTo("Plain"))
        .isNotEmpty();
  }

  @Test
  void aQuietSignalsGapDoesNotBeginAtItsLastChangeLongAgo() throws Exception {
    bench.server.start("accept");
    LinkSettings settings = bench.settings(ForeignBench.number("Mode"));
    try (MachineLink first = online(settings)) {
      await().until(() -> bench.intake.last("Mode").isPresent());
      await().atMost(PATIENCE).until(() -> noted().isPresent());
    }
    Reading quiet = bench.intake.last("Mode").orElseThrow();
    Instant noted = noted().orElseThrow();
    assertThat(noted).isAfter(quiet.time().plusSeconds(1));
    bench.links.stored(machine -> List.of(quiet));
    bench.server.say("mode 5");
    online(settings);
    await().atMost(PATIENCE).until(() -> !bench.intake.gaps().isEmpty());
    assertThat(bench.intake.gaps().get(0).from()).isAfterOrEqualTo(noted);
  }

  private Optional<Instant> noted() {
    return new Owed("plc-1", new Notebook(folder.resolve("notebook"))).whole();
  }

  @Test
  void aLineThatBreaksForAWhileLosesNothingThatTheServerRecorded() throws Exception {
    bench.server.start("accept");
    try (Wire wire = new Wire(URI.create(bench.server.endpoint()).getPort())) {
      LinkSettings direct =
          bench.settings(ForeignBench.number("Counter"), ForeignBench.number("Plain"));
      MachineLink link =
          online(
              new LinkSettings(
                  direct.machine(),
                  direct.profile(),
                  "opc.tcp://127.0.0.1:" + wire.port(),
                  direct.security(),
                  direct.username(),
                  direct.password(),
                  Map.of()));
      hear("Counter");
      wire.cut();
      await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.UNREACHABLE);
      wire.mend();
      Instant mended = Instant.now();
      await()
          .atMost(PATIENCE)
          .until(
              () -> bench.intake.lastIs("Counter", r -> r.time().isAfter(mended.plusSeconds(1))));
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(unexplained("Plain")).isEmpty());
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(unexplained("Counter")).isEmpty());
      assertThat(bench.intake.gaps()).extracting(Gap::signal).containsOnly("Plain");
    }
  }

  @Test
  void killedAndRestartedWithItsNamespacesShuffledItIsBackWithinFiveSeconds() throws Exception {
    bench.server.start("accept");
    online(
        bench.settings(
            ForeignBench.number("Counter"),
            ForeignBench.number("Plain"),
            ForeignBench.number("Mode")));
    await()
        .atMost(PATIENCE)
        .until(() -> bench.intake.lastIs("Counter", r -> ForeignBench.value(r) > 40));
    List<ForeignRestarts.Restart> restarts = ForeignRestarts.times(bench, "Counter", 5);
    List<Instant> heard = restarts.stream().map(ForeignRestarts.Restart::heard).toList();
    List<Duration> took = restarts.stream().map(ForeignRestarts.Restart::took).sorted().toList();
    System.out.println("values flow again after " + took);
    assertThat(took.get(2)).isLessThan(Duration.ofSeconds(5));
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(unexplained("Counter")).isEmpty());
    // A value that had not changed for long before the break does not make its gap longer.
    assertThat(bench.intake.gaps())
        .allSatisfy(
            gap -> assertThat(heard).anyMatch(at -> !gap.from().isBefore(at.minusSeconds(3))));
  }

  @Test
  void writesAndArgumentsKeepTheTypeTheMachineWants() throws Exception {
    bench.server.start("accept");
    List<Signal> signals = new ArrayList<>();
    List<Command> commands = new ArrayList<>();
    for (String type :
        List.of(
            "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "Float", "Double")) {
      signals.add(ForeignBench.number("Set" + type));
      commands.add(write("Set" + type, ValueType.NUMBER));
    }
    signals.add(
        SomeProfiles.signal(
            "SetBoolean", ValueType.BOOLEAN, new OpcUaNode("nsu=urn:test:plc;s=SetBoolean")));
    commands.add(write("SetBoolean", ValueType.BOOLEAN));
    MachineLink link = online(bench.settings(signals, commands, "SignAndEncrypt/Basic256Sha256"));
    for (Command command : commands) {
      Value value = command.name().equals("SetBoolean") ? Value.of(true) : Value.of(7);
      assertThat(link.execute(command, Map.of("value", value), "w").get(10, TimeUnit.SECONDS))
          .as(command.name())
          .isInstanceOf(Answer.Accepted.class);
      await()
          .atMost(PATIENCE)
          .until(() -> bench.intake.lastIs(command.name(), r -> r.value().equals(value)));
    }
    Command echo =
        new Command(
            "Echo",
            Label.of("Echo"),
            Command.Kind.READ,
            List.of(
                argument("whole", ValueType.INTEGER, "Int64"),
                argument("part", ValueType.NUMBER, "Float"),
                argument("word", ValueType.STRING, "String"),
                argument("flag", ValueType.BOOLEAN, "Boolean")),
            false,
            List.of(),
            Optional.empty(),
            Duration.ofSeconds(5),
            Map.of(),
            new CommandAddress.OpcUaMethod(
                ForeignBench.path("Echo").parent().orElseThrow(), ForeignBench.path("Echo")));
    MachineLink caller =
        online(
            bench.settings(
                List.of(ForeignBench.number("Plain")),
                List.of(echo),
                "SignAndEncrypt/Basic256Sha256"));
    Map<String, Value> said =
        Map.of(
            "whole",
            Value.of(5),
            "part",
            Value.of(1.5),
            "word",
            Value.of("x"),
            "flag",
            Value.of(true));
    assertThat(caller.execute(echo, said, "e").get(10, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Answer.Accepted.class,
            done ->
                assertThat(done.detail())
                    .contains("Int64=0,5")
                    .contains("Float=1.5")
                    .contains("String=x")
                    .contains("Boolean=true"));
  }

  @Test
  void anAlarmIsToldWhenItComesAndWhenItGoes() throws Exception {
    bench.server.start("accept");
    LinkSettings plain = bench.settings(ForeignBench.number("Celsius"));
    Profile without = plain.profile();
    Event alarms =
        new Event(
            "alarms",
            Label.of("Alarms"),
            100,
            new Event.Source.OpcUaEvents(
                NodeAddress.byId("i=2253"), Optional.of(NodeAddress.byId("i=2915")), true));
    Profile with =
        new Profile(
            without.id(),
            without.version(),
            without.title(),
            without.family(),
            List.of(),
            List.of(),
            without.protocol(),
            without.signals(),
            List.of(),
            List.of(alarms),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            without.offlineAfter(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            "");
    online(
        new LinkSettings(
            "plc-1",
            with,
            plain.endpoint(),
            plain.security(),
            plain.username(),
            plain.password(),
            Map.of()));
    bench.server.say("celsius 95");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                bench.links.events().standing("plc-1").stream()
                    .anyMatch(alarm -> alarm.active().equals(Optional.of(true))));
    assertThat(bench.links.events().standing("plc-1").get(0).condition())
        .hasValueSatisfying(
            condition -> assertThat(condition).as("of no branch").doesNotContain("branch"));
    bench.server.say("celsius 20");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                bench.links.events().recent("plc-1").stream()
                    .anyMatch(alarm -> alarm.active().equals(Optional.of(false))));
  }

  private static Argument argument(String name, ValueType type, String uaType) {
    return new Argument(
        name,
        Label.of(name),
        type,
        true,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        uaType.isEmpty() ? Optional.empty() : Optional.of(uaType),
        false);
  }

  private static Command write(String node, ValueType type) {
    return new Command(
        node,
        Label.of(node),
        Command.Kind.SETUP,
        List.of(argument("value", type, "")),
        false,
        List.of(),
        Optional.empty(),
        Duration.ofSeconds(5),
        Map.of(),
        new CommandAddress.OpcUaWrite(
            NodeAddress.byId("nsu=urn:test:plc;s=" + node), Optional.empty()));
  }
}
