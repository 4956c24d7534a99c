package fucina.gateway;

import fucina.gateway.api.HttpSettings;
import fucina.gateway.notice.MailSettings;
import fucina.scheduler.MachineRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of one process; every one has a default, so an empty file is a sound one.
 *
 * @param data folder of everything kept: databases, journal, keys
 * @param mail empty where no mail is sent
 * @param webhooksAllowPrivate whether webhooks may go to addresses that are not public
 * @param profiles extra folder of profiles
 * @param secretsKeyFile key that encrypts machines' credentials; empty for one made inside {@code
 *     data}
 * @param cells networks (CIDR) in which machines may be addressed; empty for any
 * @param logFormat text or json
 */
public record Settings(
    Http http,
    Management management,
    Path data,
    Database database,
    Mqtt mqtt,
    Telemetry telemetry,
    Influx influx,
    OpcUa opcua,
    Optional<MailSettings> mail,
    boolean webhooksAllowPrivate,
    Optional<Path> profiles,
    Optional<Path> secretsKeyFile,
    List<String> cells,
    String logFormat) {
  public Settings {
    cells = List.copyOf(cells);
  }

  /**
   * The public door.
   *
   * @param port 0 takes a free one
   * @param publicUrl address people use; empty for the one it listens on
   * @param certificate PEM chain; TLS is on where it and {@code key} are given
   */
  public record Http(
      String host,
      int port,
      Optional<String> publicUrl,
      Optional<Path> certificate,
      Optional<Path> key) {
    HttpSettings door() {
      return new HttpSettings(host, port, publicUrl, certificate, key);
    }
  }

  /** The operators' door: metrics and health. */
  public record Management(String host, int port) {}

  /**
   * @param url {@code postgresql://user@host:port/name}; empty starts the embedded server
   */
  public record Database(Optional<String> url) {}

  /**
   * The broker telemetry comes through.
   *
   * @param broker {@code mqtt://host:port} or {@code mqtts://…}; empty starts the embedded one
   * @param embeddedHost address the embedded one listens on; only this machine by default, as it
   *     speaks without TLS
   * @param embeddedPort port of the embedded one, 0 for a free one
   * @param clientId what our client ids begin with; gateways on one broker must differ in it
   * @param sparkplugHost our Sparkplug host application id; must differ likewise
   * @param tls how a {@code mqtts} broker is trusted and shown who we are
   */
  public record Mqtt(
      Optional<String> broker,
      Optional<String> username,
      Optional<Path> passwordFile,
      String embeddedHost,
      int embeddedPort,
      String clientId,
      String sparkplugHost,
      MqttTls tls) {}

  /**
   * PEM files for the broker.
   *
   * @param ca whose signature the broker's certificate must bear; empty for the platform's trust
   * @param certificate our own, for a broker that asks for one
   * @param key its private key, PKCS #8
   */
  public record MqttTls(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key) {}

  /**
   * How long readings are kept, and how they are grouped into commits.
   *
   * @param retention of readings whose profile does not say it, whole days; empty for ever
   * @param maxRows most readings in a group
   * @param maxMillis longest wait for a group to fill
   */
  public record Telemetry(Optional<Duration> retention, int maxRows, int maxMillis) {}

  /**
   * The InfluxDB that readings are carried on to.
   *
   * @param url {@code http://host:8086}; empty where there is none
   * @param tokenFile file of its token; for InfluxDB 1 it holds {@code user:password}
   * @param bucket bucket or database; {@code database/retention-policy} for InfluxDB 1
   * @param org its organisation, for InfluxDB 2; may be empty
   * @param history whether history is answered from it
   */
  public record Influx(
      Optional<String> url, Optional<Path> tokenFile, String bucket, String org, boolean history) {}

  /**
   * Our side of OPC UA.
   *
   * @param applicationUri as in our certificate
   * @param pki folder of our certificate and the trust list; empty for one inside {@code data}
   */
  public record OpcUa(String applicationUri, Optional<Path> pki) {}

  /** Rules of a machine whose technician gives none. */
  static final MachineRules USUAL_RULES =
      new MachineRules(
          ZoneId.of("Europe/Rome"),
          Duration.ofMinutes(15),
          Duration.ofMinutes(15),
          Duration.ofHours(8),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofDays(90),
          MachineRules.ALWAYS);

  /** Every known key with its default, as the file writes it; empty text where there is none. */
  static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("http.host", "127.0.0.1"),
          Map.entry("http.port", "8080"),
          Map.entry("http.public-url", ""),
          Map.entry("http.tls.certificate", ""),
          Map.entry("http.tls.key", ""),
          Map.entry("management.host", "127.0.0.1"),
          Map.entry("management.port", "8081"),
          Map.entry("data", "data"),
          Map.entry("database.url", ""),
          Map.entry("mqtt.broker", ""),
          Map.entry("mqtt.username", "gateway"),
          Map.entry("mqtt.password-file", ""),
          Map.entry("mqtt.embedded-host", "127.0.0.1"),
          Map.entry("mqtt.embedded-port", "1883"),
          Map.entry("mqtt.client-id", "gateway"),
          Map.entry("mqtt.sparkplug-host", "fucina"),
          Map.entry("mqtt.tls.ca", ""),
          Map.entry("mqtt.tls.certificate", ""),
          Map.entry("mqtt.tls.key", ""),
          Map.entry("telemetry.retention", ""),
          Map.entry("telemetry.commit.maxRows", "5000"),
          Map.entry("telemetry.commit.maxMillis", "5"),
          Map.entry("influx.url", ""),
          Map.entry("influx.token-file", ""),
          Map.entry("influx.bucket", "fucina"),
          Map.entry("influx.org", ""),
          Map.entry("influx.history", "false"),
          Map.entry("opcua.application-uri", "urn:fucina:gateway"),
          Map.entry("opcua.pki", ""),
          Map.entry("mail.host", ""),
          Map.entry("mail.port", "587"),
          Map.entry("mail.username", ""),
          Map.entry("mail.password-file", ""),
          Map.entry("mail.from", ""),
          Map.entry("mail.tls", "starttls"),
          Map.entry("webhooks.allow-private", "false"),
          Map.entry("secrets.key-file", ""),
          Map.entry("profiles", ""),
          Map.entry("cells", ""),
          Map.entry("log.format", "text"));

  /** Keys of the contract that this version does not serve yet: accepted while empty. */
  static final List<String> LATER =
      List.of("http.trusted-proxies", "oidc.issuer", "oidc.client-id", "oidc.client-secret-file");

  /** Keys whose values may hold a secret: shown masked. */
  static final List<String> MASKED = List.of("database.url");
}
