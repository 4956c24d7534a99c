package fucina.gateway.link.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MqttTerms;
import fucina.gateway.link.MqttTerms.Version;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SomeProfiles;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import fucina.profiles.SignalAddress.MqttTopic;
import fucina.profiles.ValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MQTT under TLS, against a broker nobody here wrote: every failure is a sentence. */
@Timeout(600)
class MqttTlsIT {
  private static final Duration PATIENCE = Patience.LONG;
  private static final TestPki LAB = new TestPki("The lab's CA");
  private static final KeyPair BROKER = TestPki.pair();
  private static final KeyPair OURS = TestPki.pair();
  private static final Instant NEXT_MONTH = Instant.now().plus(Duration.ofDays(30));

  @TempDir private Path folder;
  private final InstantSource clock = Clock.systemUTC();
  private final FakeIntake intake = new FakeIntake();

  private Mosquitto broker(String host, Instant until, boolean asksForOurs) throws Exception {
    Path files = Files.createDirectories(folder.resolve("tls"));
    Path certificate = files.resolve("broker.crt");
    TestPki.write(certificate, LAB.host(host, BROKER, until));
    List<String> lines =
        new ArrayList<>(
            List.of(
                "certfile " + certificate,
                "keyfile " + TestPki.write(files.resolve("broker.key"), BROKER),
                "cafile " + Files.writeString(files.resolve("ca.crt"), LAB.pem()),
                "allow_anonymous true"));
    if (asksForOurs) {
      lines.add("require_certificate true");
      lines.add("use_identity_as_username true");
    }
    return new Mosquitto(folder.resolve("broker"), lines);
  }

  private static MqttTerms terms(Version version, String ca) {
    return new MqttTerms(
        version, Optional.empty(), Optional.of(ca), Optional.empty(), Optional.empty());
  }

  private MqttTerms withOurs(Version version, TestPki signedBy) throws Exception {
    TestPki.write(folder.resolve("own.pem"), signedBy.host("gateway", OURS, NEXT_MONTH));
    TestPki.write(folder.resolve("own.key"), OURS);
    Files.writeString(folder.resolve("lab.pem"), LAB.pem());
    return new MqttTerms(
        version,
        Optional.empty(),
        Optional.of("lab.pem"),
        Optional.of("own.pem"),
        Optional.of("own.key"));
  }

  /** Where the link comes to rest. */
  private LinkStatus outcome(int port, MqttTerms terms) {
    Profile profile =
        SomeProfiles.of(
            Protocol.MQTT,
            List.of(SomeProfiles.signal("n", ValueType.NUMBER, new MqttTopic("n", "", 1))),
            List.of());
    LinkSettings settings =
        new LinkSettings(
            "a",
            profile,
            "mqtts://localhost:" + port,
            "",
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            terms);
    try (MqttConnections connections = new MqttConnections("gateway", Optional.of(folder), clock);
        MachineLink link =
            new MqttLinks(
                    connections,
                    new Notebook(folder.resolve("notes")),
                    new DeadLetters(clock),
                    clock)
                .link(settings, intake, status -> {})) {
      link.start();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  link.status().state() != LinkState.CONNECTING
                      || link.status().detail().contains("waiting to hear"));
      return link.status();
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aBrokerOfTheLabsOwnCaIsHeard(Version version) throws Exception {
    try (Mosquitto broker = broker("localhost", NEXT_MONTH, false)) {
      assertThat(outcome(broker.port(), terms(version, LAB.pem())).detail())
          .contains("waiting to hear");
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void anUnknownCaIsNamedAndNotSpokenTo(Version version) throws Exception {
    try (Mosquitto broker = broker("localhost", NEXT_MONTH, false)) {
      LinkStatus status = outcome(broker.port(), terms(version, new TestPki("Another").pem()));
      assertThat(status.state()).isEqualTo(LinkState.CERTIFICATE_UNTRUSTED);
      assertThat(status.detail())
          .contains("localhost:" + broker.port())
          .contains("CN=The lab's CA")
          .contains("connection.mqtt.ca");
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void anExpiredCertificateIsToldWithItsDay(Version version) throws Exception {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    try (Mosquitto broker = broker("localhost", yesterday, false)) {
      LinkStatus status = outcome(broker.port(), terms(version, LAB.pem()));
      assertThat(status.state()).isEqualTo(LinkState.CERTIFICATE_UNTRUSTED);
      assertThat(status.detail())
          .contains("expired on " + yesterday.toString().substring(0, 10))
          .contains("renew");
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aCertificateOfAnotherHostIsToldWithBothNames(Version version) throws Exception {
    try (Mosquitto broker = broker("broker.lab", NEXT_MONTH, false)) {
      LinkStatus status = outcome(broker.port(), terms(version, LAB.pem()));
      assertThat(status.state()).isEqualTo(LinkState.CERTIFICATE_UNTRUSTED);
      assertThat(status.detail()).contains("made out to broker.lab and not to localhost");
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aBrokerThatAsksForACertificateOfOursGetsIt(Version version) throws Exception {
    try (Mosquitto broker = broker("localhost", NEXT_MONTH, true)) {
      LinkStatus missing = outcome(broker.port(), terms(version, LAB.pem()));
      assertThat(missing.state()).isEqualTo(LinkState.WAITING_FOR_TRUST);
      assertThat(missing.detail()).contains("asks for a certificate of ours");
      assertThat(outcome(broker.port(), withOurs(version, LAB)).detail())
          .contains("waiting to hear");
      LinkStatus foreign = outcome(broker.port(), withOurs(version, new TestPki("Another")));
      assertThat(foreign.state()).isEqualTo(LinkState.WAITING_FOR_TRUST);
      assertThat(foreign.detail()).contains("does not accept our certificate");
    }
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aFileThatIsMissingOrNoKeyIsNamed(Version version) throws Exception {
    LinkStatus missing = outcome(1, terms(version, "nowhere.pem"));
    assertThat(missing.state()).isEqualTo(LinkState.MISCONFIGURED);
    assertThat(missing.detail()).contains("cannot read").contains("nowhere.pem");
    MqttTerms ours = withOurs(version, LAB);
    Files.writeString(folder.resolve("own.key"), "-----BEGIN RSA PRIVATE KEY-----\nMII\n");
    assertThat(outcome(1, ours).detail()).contains("PKCS #8").doesNotContain("MII");
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void aPortWithoutTlsIsToldSo(Version version) throws Exception {
    try (Mosquitto plain =
        new Mosquitto(folder.resolve("plain"), List.of("allow_anonymous true"))) {
      LinkStatus status = outcome(plain.port(), terms(version, LAB.pem()));
      assertThat(status.state()).isNotEqualTo(LinkState.CONNECTING);
      assertThat(status.detail()).contains("localhost:" + plain.port());
    }
  }
}
