package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SomeProfiles;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import fucina.profiles.SignalAddress.MqttTopic;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * The MQTT link against a broker nobody here wrote: mosquitto in a container. Runs where {@code
 * -Dfucina.containers=true} says that there is a container engine, and then fails without one.
 */
@Timeout(400)
class MqttLinkContainerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Profile PROFILE =
      SomeProfiles.of(
          Protocol.MQTT,
          List.of(SomeProfiles.signal("n", ValueType.NUMBER, new MqttTopic("sensors/n", "/n", 1))),
          List.of());
  private static MosquittoContainer broker;

  @TempDir private Path folder;
  private final InstantSource clock = Clock.systemUTC();
  private final FakeIntake intake = new FakeIntake();
  private MqttConnections connections;
  private MachineLink link;

  @BeforeAll
  static void startBroker() throws Exception {
    if (!Boolean.getBoolean("fucina.containers")) {
      String sentence =
          "Container tests were not asked for: run them by -Dfucina.containers=true where there is"
              + " a container engine.";
      System.out.println("SKIPPED MqttLinkContainerIT. " + sentence);
      throw new TestAbortedException(sentence);
    }
    broker = new MosquittoContainer();
  }

  @AfterAll
  static void stopBroker() {
    if (broker != null) {
      broker.close();
    }
  }

  @BeforeEach
  void connect() {
    // A client id of its own for each test: the broker keeps one's session beyond its end.
    connections = new MqttConnections("gateway-" + System.nanoTime(), Optional.empty(), clock);
    link = started(connections, intake);
    await().atMost(PATIENCE).until(() -> link.status().detail().contains("waiting to hear"));
  }

  @AfterEach
  void disconnect() {
    intake.release();
    link.close();
    connections.close();
  }

  private MachineLink started(MqttConnections on, FakeIntake into) {
    LinkSettings settings =
        new LinkSettings(
            "counter-1", PROFILE, broker.url(), "", Optional.empty(), Optional.empty(), Map.of());
    MachineLink made =
        new MqttLinks(on, new Notebook(folder.resolve("notebook")), new DeadLetters(clock), clock)
            .link(settings, into, status -> {});
    made.start();
    return made;
  }

  /** Publishes numbers; returns when the broker has acknowledged them all. */
  private static void publish(int from, int to) throws MqttException {
    try (SomeSender sensor = new SomeSender(broker.url(), "sensor")) {
      for (int n = from; n <= to; n++) {
        sensor.send("sensors/n", "{\"n\":" + n + "}");
      }
    }
  }

  private static List<Integer> numbers(FakeIntake intake) {
    return intake.of("n").stream()
        .map(reading -> (int) ((Value.Number) reading.value()).value())
        .toList();
  }

  private static List<Integer> upTo(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  @Test
  void whatWasNotDurableIsNotAcknowledgedAndWhatIsDurableIs() throws Exception {
    intake.hold();
    publish(1, 20);
    await().atMost(PATIENCE).until(() -> intake.heldOffers() == 20);
    // The process ends before its commit: the broker sends all of it again.
    FakeIntake second = next();
    await().atMost(PATIENCE).until(() -> numbers(second).size() >= 20);
    assertThat(numbers(second)).isEqualTo(upTo(20));
    // This one had committed: only what came while it was away is left.
    end();
    publish(21, 30);
    FakeIntake third = next();
    await().atMost(PATIENCE).until(() -> numbers(third).size() >= 10);
    assertThat(numbers(third)).isEqualTo(upTo(30).subList(20, 30));
  }

  @Test
  void whileNothingIsDurableTheBrokerHoldsBackAllAboveOurLimit() throws Exception {
    int all = MqttOptions.RECEIVE_MAXIMUM + 100;
    intake.hold();
    publish(1, all);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(PATIENCE)
        .until(() -> intake.heldOffers() == MqttOptions.RECEIVE_MAXIMUM);
    intake.release();
    await().atMost(PATIENCE).until(() -> numbers(intake).size() == all);
    assertThat(numbers(intake)).isEqualTo(upTo(all));
  }

  @Test
  void whatWasNotDurableWhenTheBrokerRestartedComesAgain() throws Exception {
    intake.hold();
    publish(1, 50);
    await().atMost(PATIENCE).until(() -> intake.heldOffers() == 50);
    broker.restart();
    await().atMost(PATIENCE).until(() -> intake.heldOffers() == 100);
    intake.release();
    publish(51, 60);
    await().atMost(PATIENCE).until(() -> numbers(intake).containsAll(upTo(60)));
  }

  @Test
  void aBrokerThatFreezesIsNoticedAndTheLinkComesBackByItself() throws Exception {
    publish(1, 10);
    await().atMost(PATIENCE).until(() -> numbers(intake).size() == 10);
    broker.pause();
    try {
      await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.UNREACHABLE);
    } finally {
      broker.unpause();
    }
    publish(11, 20);
    await().atMost(PATIENCE).until(() -> numbers(intake).containsAll(upTo(20)));
    publish(21, 21);
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.ONLINE);
  }

  private void end() {
    connections.close();
    link.close();
  }

  /** The next process, which goes by the same name. */
  private FakeIntake next() {
    end();
    FakeIntake into = new FakeIntake();
    link = started(connections, into);
    return into;
  }
}
