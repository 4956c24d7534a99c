package fucina.gateway.link.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SignalStatus.State;
import fucina.gateway.link.SomeProfiles;
import fucina.gateway.link.mqtt.BrokerBench;
import fucina.gateway.link.mqtt.MqttConnections;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Command;
import fucina.profiles.Command.Argument;
import fucina.profiles.CommandAddress.SparkplugWrite;
import fucina.profiles.Label;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import fucina.profiles.SignalAddress.SparkplugMetric;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The link to an edge node of another library, through the embedded broker. */
@Timeout(300)
class SparkplugForeignIT {
  private static final Command WRITE =
      new Command(
          "rate",
          Label.of("Rate"),
          Command.Kind.SETUP,
          List.of(
              new Argument(
                  "value",
                  Label.of("Rate"),
                  ValueType.NUMBER,
                  true,
                  Optional.empty(),
                  List.of(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  false)),
          false,
          List.of(),
          Optional.empty(),
          Duration.ofSeconds(30),
          Map.of(),
          new SparkplugWrite("Setpoint/Rate", Optional.empty()));
  private static final Profile PROFILE =
      SomeProfiles.of(
          Protocol.SPARKPLUG,
          List.of(
              SomeProfiles.signal("counter", ValueType.NUMBER, new SparkplugMetric("Counter")),
              SomeProfiles.signal("rate", ValueType.NUMBER, new SparkplugMetric("Setpoint/Rate")),
              SomeProfiles.signal("text", ValueType.STRING, new SparkplugMetric("Text")),
              SomeProfiles.signal("nothing", ValueType.NUMBER, new SparkplugMetric("Nothing")),
              SomeProfiles.signal("missing", ValueType.NUMBER, new SparkplugMetric("Missing"))),
          List.of(WRITE));

  @TempDir private Path folder;
  private final InstantSource clock = Clock.systemUTC();
  private final FakeIntake intake = new FakeIntake();
  private BrokerBench broker;
  private MqttConnections connections;
  private MachineLink link;

  @BeforeEach
  void open() {
    broker = new BrokerBench(folder);
    connections = new MqttConnections("gateway", Optional.empty(), clock);
    SparkplugLinks links =
        new SparkplugLinks(
            connections,
            "fucina",
            new Notebook(folder.resolve("notebook")),
            new DeadLetters(clock),
            clock);
    LinkSettings settings =
        new LinkSettings(
            "foreign-1",
            PROFILE,
            broker.direct(),
            "",
            Optional.of("gateway"),
            Optional.of(BrokerBench.PASSWORD),
            Map.of("GROUP", "made", "NODE", "cell-2", "DEVICE", "press"));
    link = links.link(settings, intake, status -> {});
    link.start();
  }

  @AfterEach
  void close() {
    link.close();
    connections.close();
    broker.close();
  }

  private ForeignEdge edge(String... words) throws IOException {
    List<String> all = new ArrayList<>();
    all.addAll(List.of(broker.direct(), "cell-2", BrokerBench.PASSWORD, "made", "cell-2", "press"));
    all.addAll(List.of(words));
    ForeignEdge edge = new ForeignEdge(folder.resolve("edge.log"), all);
    awaitState(LinkState.ONLINE);
    return edge;
  }

  private void awaitState(LinkState state) {
    await()
        .untilAsserted(
            () -> assertThat(link.status().state()).as(link.status().detail()).isEqualTo(state));
  }

  private List<Integer> counted() {
    return intake.of("counter").stream()
        .filter(reading -> reading.quality() == Quality.GOOD)
        .map(reading -> (int) ((Value.Number) reading.value()).value())
        .filter(n -> n > 0)
        .toList();
  }

  private static List<Integer> between(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }

  @Test
  void everyNumberOfItIsStoredOnceAndACommandIsSeenInItsMeasuredState() throws Exception {
    try (ForeignEdge edge = edge()) {
      edge.say("send 600"); // its sequence numbers go around twice
      await().until(() -> counted().size() >= 600);
      assertThat(counted()).isEqualTo(between(1, 600));
      assertThat(intake.gaps()).isEmpty();
      assertThat(intake.last("text").map(Reading::value)).contains(Value.of("pronto è"));
      assertThat(intake.last("nothing").map(Reading::quality)).contains(Quality.BAD);
      assertThat(link.execute(WRITE, Map.of("value", Value.of(42.5)), "job").get())
          .isInstanceOf(Answer.Accepted.class);
      await().until(() -> intake.lastIs("rate", reading -> reading.value().equals(Value.of(42.5))));
      assertThat(link.signals())
          .extracting(status -> status.signal() + " " + status.state())
          .containsExactly(
              "counter " + State.FLOWING,
              "rate " + State.FLOWING,
              "text " + State.FLOWING,
              "nothing " + State.DOUBTFUL,
              "missing " + State.SET_ASIDE);
      assertThat(link.status().detail()).contains("does not name Missing");
    }
  }

  @Test
  void aMissingSequenceNumberIsAGapAndTheNodeIsAskedToBeBornAgain() throws Exception {
    try (ForeignEdge edge = edge()) {
      edge.say("send 10");
      await().until(() -> counted().size() >= 10);
      edge.say("skip");
      edge.say("send 10");
      await().until(() -> !intake.gaps().isEmpty());
      assertThat(intake.gaps()).extracting(Gap::reason).containsOnly("sequence");
      await().until(() -> counted().containsAll(between(1, 20)));
      edge.say("send 5");
      await().until(() -> counted().containsAll(between(1, 25)));
    }
  }

  @Test
  void itsDeathMakesAllBadAndItsNextLifeGoesOn() throws Exception {
    try (ForeignEdge edge = edge()) {
      edge.say("send 5");
      await().until(() -> counted().size() >= 5);
      edge.say("dead");
      awaitState(LinkState.SILENT);
      await().until(() -> intake.lastIs("counter", reading -> reading.quality() == Quality.BAD));
      edge.say("born");
      awaitState(LinkState.ONLINE);
      edge.kill();
      awaitState(LinkState.SILENT);
      assertThat(link.status().detail()).contains("cell-2");
      assertThat(link.signals())
          .filteredOn(status -> status.signal().equals("counter"))
          .allMatch(status -> status.state() == State.DOUBTFUL);
    }
    int before = counted().size();
    try (ForeignEdge next = edge()) {
      next.say("send 7");
      await().until(() -> counted().size() >= before + 7);
      assertThat(counted().subList(before, before + 7)).isEqualTo(between(1, 7));
      assertThat(intake.gaps()).extracting(Gap::reason).containsOnly("link-lost");
    }
  }

  @Test
  void compressedPayloadsAreReadLikeOthers() throws Exception {
    try (ForeignEdge edge = edge("compressed")) {
      edge.say("send 20");
      await().until(() -> counted().size() >= 20);
      assertThat(counted()).isEqualTo(between(1, 20));
    }
  }
}
