package fucina.gateway.link.mqtt;

import static org.awaitility.Awaitility.await;

import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MqttTerms;
import fucina.gateway.link.MqttTerms.Version;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SomeProfiles;
import fucina.profiles.Command;
import fucina.profiles.CommandAddress.MqttRequest;
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
import org.eclipse.paho.mqttv5.common.MqttException;

/** Mosquitto, and links to it. */
final class MosquittoBench implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  final DeadLetters deadLetters;
  private final Path folder;
  private final InstantSource clock = Clock.systemUTC();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  MosquittoBench(Path folder) {
    this.folder = folder;
    this.deadLetters = new DeadLetters(clock);
  }

  <T extends AutoCloseable> T keep(T part) {
    toClose.add(part);
    return part;
  }

  Mosquitto open() throws Exception {
    return keep(new Mosquitto(folder.resolve("broker"), List.of("allow_anonymous true")));
  }

  static MqttTerms terms(Version version, Optional<String> group) {
    return new MqttTerms(version, group, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Profile profile() {
    return SomeProfiles.of(
        Protocol.MQTT,
        List.of(
            SomeProfiles.signal("n", ValueType.NUMBER, new MqttTopic("m/n", "/n", 1)),
            SomeProfiles.signal("hidden", ValueType.NUMBER, new MqttTopic("m/hidden", "", 1))),
        List.of(go()));
  }

  static Command go() {
    return new Command(
        "go",
        Label.of("Go"),
        Command.Kind.SETUP,
        List.of(),
        false,
        List.of(),
        Optional.empty(),
        Duration.ofSeconds(10),
        Map.of(),
        new MqttRequest("m/ask", 1, "{\"do\":\"go\"}", Optional.empty()));
  }

  MachineLink started(
      String gateway,
      Profile profile,
      String url,
      Optional<String> user,
      MqttTerms terms,
      FakeIntake intake) {
    MqttConnections connections = keep(new MqttConnections(gateway, Optional.of(folder), clock));
    LinkSettings settings =
        new LinkSettings("m", profile, url, "", user, user.map(name -> "secret"), Map.of(), terms);
    MachineLink link =
        keep(
            new MqttLinks(connections, new Notebook(folder.resolve("notes")), deadLetters, clock)
                .link(settings, intake, status -> {}));
    link.start();
    await().atMost(PATIENCE).until(() -> link.status().detail().contains("waiting to hear"));
    return link;
  }

  static SomeSender sensor(Mosquitto broker) throws MqttException {
    return new SomeSender(broker.url(), "sensor-" + System.nanoTime());
  }

  static void send(Mosquitto broker, String topic, byte[] payload, boolean kept)
      throws MqttException {
    try (SomeSender sensor = sensor(broker)) {
      sensor.send(topic, payload, kept);
    }
  }

  static byte[] number(int n) {
    return ("{\"n\":" + n + "}").getBytes(StandardCharsets.UTF_8);
  }

  static List<Integer> numbers(FakeIntake intake) {
    return intake.of("n").stream().map(r -> (int) ((Value.Number) r.value()).value()).toList();
  }

  @Override
  public void close() throws Exception {
    for (int i = toClose.size() - 1; i >= 0; i--) {
      toClose.get(i).close();
    }
  }
}
