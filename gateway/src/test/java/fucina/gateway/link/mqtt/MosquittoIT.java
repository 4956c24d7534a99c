package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.link.DeadLetter;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.link.MqttTerms;
import fucina.gateway.link.MqttTerms.Version;
import fucina.gateway.link.SignalStatus;
import fucina.gateway.link.Wire;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.Profile;
import fucina.profiles.Profile.Availability;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The MQTT link against a broker nobody here wrote, killed, mute and strict. */
@Timeout(600)
class MosquittoIT {
  private static final Duration PATIENCE = MosquittoBench.PATIENCE;
  private static final int RESTARTS = 5;

  @TempDir private Path folder;
  private MosquittoBench bench;

  @BeforeEach
  void prepare() {
    bench = new MosquittoBench(folder);
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void afterABrokerIsKilledValuesFlowAgainWithinSeconds(Version version) throws Exception {
    Mosquitto broker = bench.open();
    FakeIntake intake = new FakeIntake();
    bench.started(
        "gw",
        MosquittoBench.profile(),
        broker.url(),
        Optional.empty(),
        MosquittoBench.terms(version, Optional.empty()),
        intake);
    List<Duration> took = BrokerRestarts.times(broker, intake, RESTARTS);
    System.out.println("MQTT " + version.number() + " after kill -9, to the first value: " + took);
    assertThat(took.get(RESTARTS / 2)).isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aLineThatSwallowsEverythingIsNoticedByTheKeepAlive(Version version) throws Exception {
    Mosquitto broker = bench.open();
    Wire wire = bench.keep(new Wire(broker.port()));
    FakeIntake intake = new FakeIntake();
    MachineLink link =
        bench.started(
            "gw",
            MosquittoBench.profile(),
            "mqtt://127.0.0.1:" + wire.port(),
            Optional.empty(),
            MosquittoBench.terms(version, Optional.empty()),
            intake);
    wire.goDumb();
    await()
        .atMost(Duration.ofSeconds(4L * MqttOptions.KEEP_ALIVE_SECONDS))
        .until(() -> link.status().state() == LinkState.UNREACHABLE);
    MosquittoBench.send(broker, "m/n", MosquittoBench.number(1), false);
    wire.mend();
    // What came meanwhile was kept for us.
    await().atMost(PATIENCE).until(() -> MosquittoBench.numbers(intake).contains(1));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aPayloadOfFiveMebibytesIsADeadLetterAndTheRestGoesOn(Version version) throws Exception {
    Mosquitto broker = bench.open();
    FakeIntake intake = new FakeIntake();
    MachineLink link =
        bench.started(
            "gw",
            MosquittoBench.profile(),
            broker.url(),
            Optional.empty(),
            MosquittoBench.terms(version, Optional.empty()),
            intake);
    MosquittoBench.send(broker, "m/n", new byte[5 * 1024 * 1024], false);
    MosquittoBench.send(broker, "m/n", MosquittoBench.number(2), false);
    await().atMost(PATIENCE).until(() -> MosquittoBench.numbers(intake).contains(2));
    DeadLetter letter = bench.deadLetters.recent("m").get(0);
    assertThat(letter.reason()).contains("larger than 1024 KiB");
    assertThat(letter.size()).isEqualTo(5 * 1024 * 1024);
    assertThat(link.status().state()).isEqualTo(LinkState.ONLINE);
  }

  @Test
  void twoGatewaysOfOneGroupShareTheMessagesAndNoneIsMissing() throws Exception {
    Mosquitto broker = bench.open();
    MqttTerms shared = MosquittoBench.terms(Version.V5, Optional.of("labs"));
    FakeIntake one = new FakeIntake();
    FakeIntake two = new FakeIntake();
    bench.started("gw-1", MosquittoBench.profile(), broker.url(), Optional.empty(), shared, one);
    bench.started("gw-2", MosquittoBench.profile(), broker.url(), Optional.empty(), shared, two);
    try (SomeSender sensor = MosquittoBench.sensor(broker)) {
      for (int n = 1; n <= 200; n++) {
        sensor.send("m/n", MosquittoBench.number(n), false);
      }
    }
    await()
        .atMost(PATIENCE)
        .until(
            () -> MosquittoBench.numbers(one).size() + MosquittoBench.numbers(two).size() >= 200);
    List<Integer> all = new ArrayList<>(MosquittoBench.numbers(one));
    all.addAll(MosquittoBench.numbers(two));
    assertThat(all)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 200).boxed().toList());
    assertThat(MosquittoBench.numbers(one)).isNotEmpty();
    assertThat(MosquittoBench.numbers(two)).isNotEmpty();
  }

  @Test
  void whatAStrictBrokerForbidsIsToldAndTheRestGoesOn() throws Exception {
    Path rights = Files.createDirectories(folder.resolve("rights"));
    Path words = rights.resolve("words");
    Files.writeString(words, "gateway:secret\nsensor:secret\n");
    assertThat(
            new ProcessBuilder("mosquitto_passwd", "-U", words.toString())
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
    Path acl =
        Files.writeString(
            rights.resolve("acl"), "user gateway\ntopic read m/n\nuser sensor\ntopic m/#\n");
    Mosquitto broker =
        bench.keep(
            new Mosquitto(
                folder.resolve("strict"), List.of("password_file " + words, "acl_file " + acl)));
    FakeIntake intake = new FakeIntake();
    MachineLink link =
        bench.started(
            "gw",
            MosquittoBench.profile(),
            broker.url(),
            Optional.of("gateway"),
            MosquittoBench.terms(Version.V5, Optional.empty()),
            intake);
    Answer answer = link.execute(MosquittoBench.go(), Map.of(), "job").get(20, TimeUnit.SECONDS);
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Rejected.class, no -> assertThat(no.detail()).contains("does not allow"));
    assertThat(link.signals()).extracting(SignalStatus::signal).containsExactly("n", "hidden");
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void theLastWillOfAMachineSaysThatItIsGone(Version version) throws Exception {
    Mosquitto broker = bench.open();
    FakeIntake intake = new FakeIntake();
    MachineLink link =
        bench.started(
            "gw",
            withWill(MosquittoBench.profile()),
            broker.url(),
            Optional.empty(),
            MosquittoBench.terms(version, Optional.empty()),
            intake);
    MosquittoBench.send(broker, "m/n", MosquittoBench.number(3), false);
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.ONLINE);
    MosquittoBench.send(broker, "m/there", "offline".getBytes(StandardCharsets.UTF_8), true);
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.SILENT);
    assertThat(link.status().detail()).contains("m/there");
    await().atMost(PATIENCE).until(() -> intake.lastIs("n", r -> r.quality() == Quality.BAD));
    MosquittoBench.send(broker, "m/there", "online".getBytes(StandardCharsets.UTF_8), true);
    MosquittoBench.send(broker, "m/n", MosquittoBench.number(4), false);
    await().atMost(PATIENCE).until(() -> link.status().state() == LinkState.ONLINE);
    await().atMost(PATIENCE).until(() -> intake.lastIs("n", r -> r.quality() == Quality.GOOD));
  }

  private static Profile withWill(Profile profile) {
    return new Profile(
        profile.id(),
        profile.version(),
        profile.title(),
        profile.family(),
        profile.capabilities(),
        profile.standards(),
        profile.protocol(),
        profile.signals(),
        profile.commands(),
        profile.events(),
        profile.cameras(),
        profile.end(),
        profile.states(),
        profile.variables(),
        Duration.ofSeconds(60),
        Optional.of(new Availability("m/there", "", "offline")),
        profile.watchdog(),
        profile.lock(),
        profile.namespaces(),
        profile.source());
  }
}
