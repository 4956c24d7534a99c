package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.link.DeadLetter;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SomeProfiles;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Command;
import fucina.profiles.CommandAddress.MqttRequest;
import fucina.profiles.CommandAddress.MqttResponse;
import fucina.profiles.Label;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import fucina.profiles.SignalAddress.MqttTopic;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between a gateway, a broker and a machine. */
@Timeout(400)
class MqttTroubleIT {
  private static final Duration PATIENCE = Patience.LONG;

  @TempDir private Path folder;
  private final InstantSource clock = Clock.systemUTC();
  private final FakeIntake intake = new FakeIntake();
  private final DeadLetters deadLetters = new DeadLetters(clock);

  /** What the links were, one after the other: a machine is silent again after three seconds. */
  private final List<LinkState> seen = new CopyOnWriteArrayList<>();

  private final List<AutoCloseable> toClose = new ArrayList<>();
  private MqttConnections connections;
  private BrokerBench broker;
  private SomeSender machine;

  @BeforeEach
  void open() throws Exception {
    broker = keep(new BrokerBench(folder));
    connections = keep(new MqttConnections("gateway", Optional.empty(), clock));
    machine = keep(new SomeSender(broker.direct(), "sensor"));
  }

  @AfterEach
  void close() throws Exception {
    for (int i = toClose.size() - 1; i >= 0; i--) {
      toClose.get(i).close();
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    toClose.add(part);
    return part;
  }

  private static Command command(Duration timeout) {
    return new Command(
        "go",
        Label.of("Go"),
        Command.Kind.SETUP,
        List.of(),
        false,
        List.of(),
        Optional.empty(),
        timeout,
        Map.of(),
        new MqttRequest(
            "sensors/{{NAME}}/request",
            1,
            "{\"id\":\"${requestId}\"}",
            Optional.of(
                new MqttResponse("sensors/{{NAME}}/response", "/id", "/result", "/error"))));
  }

  private static Profile profile() {
    return SomeProfiles.of(
        Protocol.MQTT,
        List.of(
            SomeProfiles.signal(
                "n", ValueType.NUMBER, new MqttTopic("sensors/{{NAME}}/n", "/value", 2)),
            SomeProfiles.signal(
                "bare", ValueType.NUMBER, new MqttTopic("sensors/{{NAME}}/bare", "", 1)),
            SomeProfiles.signal(
                "word", ValueType.STRING, new MqttTopic("sensors/{{NAME}}/word", "", 1))),
        List.of(command(Duration.ofSeconds(5))));
  }

  private MachineLink started(String name, String user, MqttConnections on) {
    LinkSettings settings =
        new LinkSettings(
            name,
            profile(),
            broker.throughWire(),
            "",
            Optional.of(user),
            Optional.of(BrokerBench.PASSWORD),
            Map.of("NAME", name));
    Notebook notebook = new Notebook(folder.resolve("notebook"));
    MachineLink link =
        new MqttLinks(on, notebook, deadLetters, clock)
            .link(settings, intake, status -> seen.add(status.state()));
    toClose.add(link);
    link.start();
    return link;
  }

  private MachineLink started() {
    MachineLink link = started("a", "gateway", connections);
    await()
        .atMost(PATIENCE)
        .until(() -> link.status().detail().contains("waiting to hear from the machine"));
    return link;
  }

  private void sendNumber(int n) throws Exception {
    machine.send("sensors/a/n", "{\"value\":" + n + ",\"eventtime\":" + (1000 + n / 1e3) + "}");
  }

  private List<Double> numbers() {
    return intake.of("n").stream().map(r -> ((Value.Number) r.value()).value()).toList();
  }

  @Test
  void aPayloadThatIsNoJsonIsADeadLetterAndTheRestGoesOn() throws Exception {
    started();
    machine.send("sensors/a/n", "not json {");
    machine.send("sensors/a/n", "{\"value\":\"a text\"}");
    machine.send("sensors/a/n", new byte[70_000], false);
    machine.send("sensors/a/n", new byte[] {(byte) 0xff, 0, 7}, false);
    machine.send("sensors/a/n", "{\"other\":1}");
    machine.send("sensors/a/bare", "21.5");
    machine.send("sensors/a/word", "on");
    sendNumber(4);
    await().atMost(PATIENCE).until(() -> numbers().contains(8.0));
    assertThat(deadLetters.recent("a"))
        .extracting(DeadLetter::reason)
        .containsExactly(
            "the payload holds nothing at /value, where the profile looks for n",
            "the payload is no JSON",
            "n is a number, but the machine sent a text (\"a text\")");
    assertThat(deadLetters.count("a")).isEqualTo(5);
    assertThat(intake.last("bare").orElseThrow().value()).isEqualTo(Value.of(21.5));
    assertThat(intake.last("word").orElseThrow().value()).isEqualTo(Value.of("on"));
    await().atMost(PATIENCE).until(() -> seen.contains(LinkState.ONLINE));
  }

  @Test
  void anAcknowledgementAfterTheLinkBrokeNeitherWedgesNorLosesNorShiftsAnything() throws Exception {
    MachineLink link = started();
    intake.hold();
    for (int n = 1; n <= 50; n++) {
      sendNumber(n);
    }
    await().atMost(PATIENCE).until(() -> intake.heldOffers() == 50);
    broker.wire().cut();
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.UNREACHABLE);
    intake.release();
    broker.wire().mend();
    await().atMost(PATIENCE).until(() -> numbers().size() >= 100);
    sendNumber(51);
    await().atMost(PATIENCE).until(() -> numbers().contains(102.0));
    // Sent again, the same reading: machine, signal, time and content land on themselves.
    assertThat(intake.of("n").stream().map(r -> r.time() + " " + r.content()).distinct().count())
        .isEqualTo(51);
  }

  @Test
  void whatAProcessHadNotMadeDurableComesAgainToTheNextOne() throws Exception {
    started();
    intake.hold();
    for (int n = 1; n <= 20; n++) {
      sendNumber(n);
    }
    await().atMost(PATIENCE).until(() -> intake.heldOffers() == 20);
    // The process dies: nothing is acknowledged, nobody says goodbye.
    broker.wire().cut();
    connections.close();
    for (int n = 21; n <= 30; n++) {
      sendNumber(n);
    }
    FakeIntake next = new FakeIntake();
    broker.wire().mend();
    MqttConnections again = keep(new MqttConnections("gateway", Optional.empty(), clock));
    LinkSettings settings =
        new LinkSettings(
            "a",
            profile(),
            broker.throughWire(),
            "",
            Optional.of("gateway"),
            Optional.of(BrokerBench.PASSWORD),
            Map.of("NAME", "a"));
    MachineLink link =
        keep(
            new MqttLinks(again, new Notebook(folder.resolve("notebook")), deadLetters, clock)
                .link(settings, next, status -> {}));
    link.start();
    await().atMost(PATIENCE).until(() -> next.of("n").size() == 30);
    intake.release();
    assertThat(next.of("n").stream().map(Reading::time).toList())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void whatFoundNoRoomComesAgainByItself() throws Exception {
    MachineLink link = started();
    sendNumber(1);
    await().atMost(PATIENCE).until(() -> numbers().contains(2.0));
    intake.overload(true);
    sendNumber(2);
    sendNumber(3);
    Patience.holds(Duration.ofMillis(500), () -> numbers().size() == 1);
    intake.overload(false);
    await().atMost(PATIENCE).until(() -> numbers().contains(6.0));
    assertThat(numbers())
        .as("in order, and without a new connection")
        .containsExactly(2.0, 4.0, 6.0);
    assertThat(seen).doesNotContain(LinkState.UNREACHABLE);
    assertThat(link.status().state()).isEqualTo(LinkState.ONLINE);
  }

  @Test
  void anOldValueTheBrokerKeptIsUncertainUntilALiveOneComes() throws Exception {
    machine.send("sensors/a/n", "{\"value\":7}".getBytes(StandardCharsets.UTF_8), true);
    started("a", "gateway", connections);
    await().atMost(PATIENCE).until(() -> intake.lastIs("n", r -> r.quality() == Quality.UNCERTAIN));
    assertThat(seen).doesNotContain(LinkState.ONLINE);
    sendNumber(8);
    await().atMost(PATIENCE).until(() -> intake.lastIs("n", r -> r.quality() == Quality.GOOD));
    await().atMost(PATIENCE).until(() -> seen.contains(LinkState.ONLINE));
  }

  @Test
  void aMachineThatSaysNothingForLongIsSilentUntilItSpeaks() throws Exception {
    MachineLink link = started();
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.SILENT);
    assertThat(link.status().detail()).contains("switched on");
    sendNumber(1);
    await().atMost(PATIENCE).until(() -> seen.contains(LinkState.ONLINE));
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.SILENT);
  }

  @Test
  void aWrongPasswordAndAForbiddenTopicAreSaidSo() {
    MachineLink watcher = started("a", "printer-1", connections);
    await().atMost(PATIENCE).until(() -> watcher.status().state() == LinkState.ACCESS_REFUSED);
    assertThat(watcher.status().detail()).contains("may not read sensors/a");
    LinkSettings wrong =
        new LinkSettings(
            "b",
            profile(),
            broker.throughWire(),
            "",
            Optional.of("gateway"),
            Optional.of("wrong-password"),
            Map.of("NAME", "b"));
    MachineLink link =
        new MqttLinks(connections, new Notebook(folder.resolve("n2")), deadLetters, clock)
            .link(wrong, intake, status -> {});
    toClose.add(link);
    link.start();
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.ACCESS_REFUSED);
    assertThat(link.status().detail()).contains("password").doesNotContain("wrong-password");
  }

  @Test
  void aCommandTheBrokerForbidsIsRejected() throws Exception {
    MachineLink watcher = started("a", "watch", connections);
    await()
        .atMost(PATIENCE)
        .until(() -> watcher.status().detail().contains("waiting to hear from the machine"));
    Answer answer = watcher.execute(command(PATIENCE), Map.of(), "job").get(60, TimeUnit.SECONDS);
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Rejected.class, rejected -> assertThat(rejected.detail()).contains("135"));
  }

  @Test
  void anAnswerThatComesTooLateStandsOnItsOwnCommandAndOnNoOther() throws Exception {
    MachineLink link = started();
    machine.listening("sensors/a/request");
    Answer first =
        link.execute(command(Duration.ofMillis(300)), Map.of(), "job").get(60, TimeUnit.SECONDS);
    assertThat(first).isInstanceOf(Answer.Unanswered.class);
    await().atMost(PATIENCE).until(() -> machine.heard.size() == 1);
    var second = link.execute(command(PATIENCE), Map.of(), "job");
    await().atMost(PATIENCE).until(() -> machine.heard.size() == 2);
    machine.send("sensors/a/response", machine.heard.get(0).replace("}", ",\"result\":\"late\"}"));
    machine.send("sensors/a/response", "no json");
    machine.send("sensors/a/response", "{\"id\":\"of somebody else\",\"result\":\"x\"}");
    machine.send("sensors/a/response", machine.heard.get(1).replace("}", ",\"result\":\"now\"}"));
    assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(new Answer.Accepted("now"));
    assertThat(((Answer.Unanswered) first).late().get(60, TimeUnit.SECONDS))
        .isEqualTo(new Answer.Accepted("late"));
  }

  @Test
  void aBareYesIsToldInWordsAndABareNoIsARefusal() throws Exception {
    MachineLink link = started();
    machine.listening("sensors/a/request");
    var first = link.execute(command(PATIENCE), Map.of(), "job");
    await().atMost(PATIENCE).until(() -> machine.heard.size() == 1);
    machine.send("sensors/a/response", machine.heard.get(0).replace("}", ",\"result\":true}"));
    assertThat(first.get(60, TimeUnit.SECONDS))
        .isEqualTo(new Answer.Accepted("the machine says yes"));
    var second = link.execute(command(PATIENCE), Map.of(), "job");
    await().atMost(PATIENCE).until(() -> machine.heard.size() == 2);
    machine.send("sensors/a/response", machine.heard.get(1).replace("}", ",\"result\":false}"));
    assertThat(second.get(60, TimeUnit.SECONDS)).isInstanceOf(Answer.Rejected.class);
  }

  @Test
  void anAnswerIsFoundByItsCorrelationDataWhereTheMachineSendsNoId() throws Exception {
    MachineLink link = started();
    machine.listening("sensors/a/request");
    var asked = link.execute(command(PATIENCE), Map.of(), "job");
    await().atMost(PATIENCE).until(() -> machine.heard.size() == 1);
    machine.answer("{\"error\":{\"code\":-31000,\"message\":\"the file is not there\"}}");
    assertThat(asked.get(60, TimeUnit.SECONDS))
        .isEqualTo(new Answer.Rejected("the file is not there (-31000)"));
  }

  @Test
  void machinesOfOneBrokerAndUserShareAConnectionAndLeaveItOneByOne() throws Exception {
    MachineLink one = started();
    MachineLink two = started("b", "gateway", connections);
    await()
        .atMost(PATIENCE)
        .until(() -> two.status().detail().contains("waiting to hear from the machine"));
    assertThat(threadsOfConnections()).isEqualTo(1);
    one.close();
    machine.send("sensors/b/bare", "1");
    await().atMost(PATIENCE).until(() -> seen.contains(LinkState.ONLINE));
    two.close();
    await().atMost(PATIENCE).until(() -> threadsOfConnections() == 0);
  }

  private long threadsOfConnections() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("mqtt " + broker.throughWire()))
        .count();
  }

  @Test
  void whatWaitedForAMachineThatJoinsLateAfterAStartIsNotLost() throws Exception {
    MachineLink first = started();
    MachineLink late = started("b", "gateway", connections);
    await()
        .atMost(PATIENCE)
        .until(() -> late.status().detail().contains("waiting to hear from the machine"));
    connections.close();
    for (int n = 1; n <= 20; n++) {
      machine.send("sensors/b/bare", "" + n);
    }
    connections = keep(new MqttConnections("gateway", Optional.empty(), clock));
    assertThat(first.status()).isNotNull();
    started();
    Patience.holds(Duration.ofSeconds(1), () -> intake.of("bare").isEmpty());
    started("b", "gateway", connections);
    await().atMost(PATIENCE).until(() -> intake.of("bare").size() == 20);
  }

  @Test
  void whatWaitsForAMachineThatIsStillToComeWaitsHoweverLongItsStartTakes() throws Exception {
    MachineLink before = started("b", "gateway", connections);
    await()
        .atMost(PATIENCE)
        .until(() -> before.status().detail().contains("waiting to hear from the machine"));
    connections.close();
    machine.send("sensors/b/bare", "1");
    AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    InstantSource jumping = () -> clock.instant().plus(ahead.get());
    connections = keep(new MqttConnections("gateway", Optional.empty(), jumping));
    connections.expecting(true);
    started();
    ahead.set(Duration.ofMinutes(10));
    Patience.holds(Duration.ofSeconds(2), () -> intake.of("bare").isEmpty());
    started("b", "gateway", connections);
    await().atMost(PATIENCE).until(() -> intake.of("bare").size() == 1);
  }

  @Test
  void aBurstFarAboveTheReceiveMaximumArrivesWhole() throws Exception {
    started();
    List<Double> expected = new ArrayList<>();
    for (int n = 1; n <= 3_000; n++) {
      expected.add(2.0 * n);
    }
    intake.hold();
    for (int n = 1; n <= 3_000; n++) {
      sendNumber(n);
    }
    await()
        .during(Duration.ofSeconds(1))
        .atMost(PATIENCE)
        .until(() -> intake.heldOffers() <= MqttOptions.RECEIVE_MAXIMUM);
    intake.release();
    await().atMost(PATIENCE).until(() -> numbers().size() == 3_000);
    // With a thousand on their way, the embedded broker lets some overtake others: each reading
    // carries its time, so that costs nothing.
    assertThat(numbers()).containsExactlyInAnyOrderElementsOf(expected);
  }
}
