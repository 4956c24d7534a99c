package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fucina.gateway.notice.MailSettings;
import io.vertx.core.net.SelfSignedCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {
  @TempDir Path folder;

  @Test
  void anEmptyFileGivesTheDefaults() throws Exception {
    Settings settings = read("");
    assertThat(settings.http().host()).isEqualTo("127.0.0.1");
    assertThat(settings.http().port()).isEqualTo(8080);
    assertThat(settings.management().port()).isEqualTo(8081);
    assertThat(settings.database().url()).isEmpty();
    assertThat(settings.telemetry().maxMillis()).isEqualTo(5);
  }

  @Test
  void mailWantsASenderAndAPasswordToItsUser() {
    assertThat(flaws("mail: { host: mail, username: gw, from: nobody, tls: maybe }"))
        .anyMatch(flaw -> flaw.contains("mail.from") && flaw.contains("fucina@lab.example"))
        .anyMatch(flaw -> flaw.contains("mail.password-file"))
        .anyMatch(flaw -> flaw.contains("mail.tls") && flaw.contains("starttls"));
    assertThat(flaws("mail: { host: mail }")).singleElement().asString().contains("mail.from");
  }

  @Test
  void everyKeyIsTaken() throws Exception {
    Settings settings =
        read(
            """
            http: { host: 0.0.0.0, port: 80, public-url: "https://lab.example", tls: { certificate: c.pem, key: k.pem } }
            management: { host: 127.0.0.2, port: 81 }
            data: /var/lib/fucina
            database: { url: "postgresql://fucina:secret@db:5432/fucina" }
            mqtt: { broker: "mqtts://broker:8883", username: gw, password-file: p, embedded-port: 0 }
            telemetry: { commit: { maxRows: 10, maxMillis: 7 } }
            influx: { url: "https://influx:8086/base", token-file: t, bucket: lab/week, org: made, history: true }
            opcua: { application-uri: "urn:x", pki: pki }
            mail: { host: mail.lab.example, port: 465, username: gw, password-file: m, from: fucina@lab.example, tls: tls }
            webhooks: { allow-private: true }
            secrets: { key-file: s }
            profiles: more
            cells: [192.168.10.0/24, "fd00::/8"]
            log: { format: json }
            """);
    assertThat(settings.http().port()).isEqualTo(80);
    assertThat(settings.http().certificate()).isPresent();
    assertThat(settings.data()).isEqualTo(Path.of("/var/lib/fucina"));
    assertThat(settings.database().url()).contains("postgresql://fucina:secret@db:5432/fucina");
    assertThat(settings.mqtt().broker()).contains("mqtts://broker:8883");
    assertThat(settings.telemetry()).isEqualTo(new Settings.Telemetry(Optional.empty(), 10, 7));
    assertThat(settings.mail())
        .contains(
            new MailSettings(
                "mail.lab.example",
                465,
                Optional.of("gw"),
                Optional.of(Path.of("m").toAbsolutePath()),
                "fucina@lab.example",
                MailSettings.Tls.TLS));
    assertThat(settings.webhooksAllowPrivate()).isTrue();
    assertThat(settings.influx())
        .isEqualTo(
            new Settings.Influx(
                Optional.of("https://influx:8086/base"),
                Optional.of(Path.of("t").toAbsolutePath()),
                "lab/week",
                "made",
                true));
    assertThat(settings.cells()).containsExactly("192.168.10.0/24", "fd00::/8");
    assertThat(settings.logFormat()).isEqualTo("json");
  }

  @Test
  void howLongReadingsAreKeptIsGivenInDays() throws Exception {
    assertThat(read("telemetry: { retention: 400d }").telemetry().retention())
        .contains(Duration.ofDays(400));
    assertThat(flaws("telemetry: { retention: forever }"))
        .singleElement()
        .asString()
        .contains("\"forever\" is no number of days like 90d");
  }

  @Test
  void anUnknownKeyNamesItsLineAndTheNearestKnownOne() {
    assertThat(flaws("http:\n  porte: 80\n"))
        .singleElement()
        .asString()
        .contains(":2:", "http.porte", "nearest known one is http.port");
  }

  @Test
  void everyFlawIsToldAtOnce() {
    assertThat(
            flaws(
                "http: { port: 99999 }\n"
                    + "mqtt: { broker: nowhere }\n"
                    + "log: { format: xml }\n"
                    + "bogus: 1\n"))
        .hasSize(4);
  }

  @Test
  void everyFlawOfAValueSaysWhereItStands() {
    assertThat(
            flaws(
                """
                http:
                  port: abc
                  host: "not a host"
                  public-url: zzz
                cells: [10.0.0.0/99, 300.1.1.1/8]
                opcua: { application-uri: "x y" }
                """))
        .hasSize(6)
        .allMatch(flaw -> flaw.matches(".*fucina\\.yaml:[2-6]: \\S+: .*"))
        .anyMatch(flaw -> flaw.contains(":2: http.port"))
        .anyMatch(flaw -> flaw.contains("10.0.0.0/99"));
    assertThat(flaws("htp: { port: 80 }"))
        .singleElement()
        .asString()
        .contains("nearest known one is http.");
  }

  @Test
  void filesThatAreNotThereAreNamedBeforeAnythingStarts() throws Exception {
    SettingsReader reader =
        new SettingsReader()
            .file(
                write(
                    """
                    http: { tls: { certificate: /nope/c, key: /nope/k } }
                    mqtt: { broker: "mqtt://b:1", password-file: /nope/p }
                    influx: { url: "http://b:1", token-file: /nope/t }
                    secrets: { key-file: /nope/s }
                    profiles: /nope
                    """));
    assertThat(SettingsFiles.flaws(reader.settings(), reader::place))
        .hasSize(6)
        .allMatch(flaw -> flaw.matches(".*fucina\\.yaml:[1-5]: \\S+: /nope.*"));
  }

  @Test
  void aCertificateOrAKeyThatIsNoneIsToldAndSoIsTheKeyOfAnotherCertificate() throws Exception {
    SelfSignedCertificate pair = SelfSignedCertificate.create("lab.example");
    SelfSignedCertificate other = SelfSignedCertificate.create("other.example");
    try {
      Path text = Files.writeString(folder.resolve("text.pem"), "no PEM\n");
      assertThat(tls(pair.certificatePath(), pair.privateKeyPath())).isEmpty();
      assertThat(tls(text.toString(), pair.privateKeyPath()))
          .containsExactly("http.tls.certificate: " + text + " holds no certificate in PEM");
      assertThat(tls(pair.certificatePath(), text.toString()))
          .containsExactly("http.tls.key: " + text + " holds no private key in PEM");
      assertThat(tls(pair.certificatePath(), other.privateKeyPath()))
          .singleElement()
          .asString()
          .contains("http.tls.key: ", "not the key of the certificate");
    } finally {
      pair.delete();
      other.delete();
    }
  }

  private static List<String> tls(String certificate, String key) throws Exception {
    Settings settings =
        new SettingsReader()
            .with("http.tls.certificate", certificate)
            .with("http.tls.key", key)
            .settings();
    return SettingsFiles.flaws(settings, any -> "");
  }

  @Test
  void aKeyOfALaterVersionIsNamedRatherThanIgnored() {
    assertThat(flaws("oidc: { issuer: \"https://sign-in.example\" }"))
        .singleElement()
        .asString()
        .contains("oidc.issuer");
  }

  @Test
  void influxIsTurnedOnByItsAddressAloneAndItsSecretsBelongInAFile() throws Exception {
    assertThat(read("").influx().url()).isEmpty();
    Settings.Influx on = read("influx: { url: \"http://influx:8086\" }").influx();
    assertThat(on)
        .isEqualTo(
            new Settings.Influx(
                Optional.of("http://influx:8086"), Optional.empty(), "fucina", "", false));
    assertThat(flaws("influx: { url: \"http://me:secret@influx:8086\" }"))
        .singleElement()
        .asString()
        .contains("fucina.yaml:1: influx.url", "http://influx:8086")
        .doesNotContain("secret");
    assertThat(flaws("influx: { url: \"http://secret@influx:8086\" }").toString())
        .doesNotContain("secret");
    assertThat(flaws("influx: { url: influx }")).singleElement().asString().contains("influx.url");
    assertThat(flaws("influx: { history: true }"))
        .singleElement()
        .asString()
        .contains("influx.history: needs influx.url");
    assertThat(flaws("influx: { ulr: \"http://influx:8086\" }"))
        .singleElement()
        .asString()
        .contains("nearest known one is influx.url");
  }

  @Test
  void anUnreadableFileIsOneSentence() {
    var flawed =
        catchThrowableOfType(
            SettingsReader.Flawed.class,
            () -> new SettingsReader().file(folder.resolve("none.yaml")).settings());
    assertThat(flawed.flaws()).singleElement().asString().contains("none.yaml", "--config");
  }

  @Test
  void theEnvironmentOutranksTheFileAndItsUnknownNamesAreTold() throws Exception {
    Settings settings =
        new SettingsReader()
            .environment(
                Map.of("FUCINA_HTTP_PORT", "9000", "HOME", "/x", "FUCINA_JAVA_OPTIONS", "-Xmx1g"))
            .settings();
    assertThat(settings.http().port()).isEqualTo(9000);
    var flawed =
        catchThrowableOfType(
            SettingsReader.Flawed.class,
            () -> new SettingsReader().environment(Map.of("FUCINA_HTTP_PROT", "9000")).settings());
    assertThat(flawed.flaws()).singleElement().asString().contains("FUCINA_HTTP_PORT");
  }

  @Test
  void theEffectiveSettingsMaskSecrets() {
    assertThat(
            new SettingsReader()
                .with("database.url", "postgresql://u:hunter2@h:5432/d")
                .effective())
        .contains("database.url = postgresql://u:***@h:5432/d")
        .noneMatch(line -> line.contains("hunter2"));
  }

  private Settings read(String yaml) throws Exception {
    return new SettingsReader().file(write(yaml)).settings();
  }

  private List<String> flaws(String yaml) {
    return catchThrowableOfType(SettingsReader.Flawed.class, () -> read(yaml)).flaws();
  }

  private Path write(String yaml) throws Exception {
    return Files.writeString(folder.resolve("fucina.yaml"), yaml);
  }
}
