package fucina.gateway;

import fucina.gateway.notice.MailSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads {@code fucina.yaml} and the {@code FUCINA_…} environment; says every flaw at once. */
final class SettingsReader {
  /** What the launcher and the test tiers are told; no settings of the product. */
  private static final List<String> LAUNCHER =
      List.of(
          "FUCINA_JAVA_OPTIONS",
          "FUCINA_REQUIRE_TIERS",
          "FUCINA_TOOLS",
          "FUCINA_TEST_TOOLS",
          "FUCINA_MQTT_IMAGE",
          "FUCINA_INFLUXD",
          "FUCINA_PROMETHEUS");

  private final List<String> flaws = new ArrayList<>();
  private final SettingValues values = new SettingValues(flaws);

  /** Settings that cannot be taken; the message names every flaw. */
  static final class Flawed extends Exception {
    private static final long serialVersionUID = 1;
    private final ArrayList<String> flaws;

    Flawed(List<String> flaws) {
      super(String.join(System.lineSeparator(), flaws));
      this.flaws = new ArrayList<>(flaws);
    }

    List<String> flaws() {
      return List.copyOf(flaws);
    }
  }

  /** Reads a file, then the environment over it. */
  SettingsReader file(Path file) {
    try {
      yaml(file.toString(), Files.readString(file));
    } catch (IOException e) {
      flaws.add(
          file
              + ": cannot be read ("
              + e.getClass().getSimpleName()
              + "); give a readable file with --config");
    }
    return this;
  }

  /** Takes the settings in the environment: {@code FUCINA_HTTP_PORT} is {@code http.port}. */
  SettingsReader environment(Map<String, String> environment) {
    Map<String, String> byVariable = new TreeMap<>();
    Settings.DEFAULTS.keySet().forEach(key -> byVariable.put(variable(key), key));
    environment.forEach(
        (name, value) -> {
          String key = byVariable.get(name);
          if (key != null) {
            values.put(key, value, "environment " + name + ": ");
          } else if (name.startsWith("FUCINA_") && !LAUNCHER.contains(name)) {
            flaws.add(
                "environment "
                    + name
                    + ": unknown setting; the nearest known one is "
                    + Nearest.of(name, byVariable.keySet()));
          }
        });
    return this;
  }

  /** Sets one key from the command line. */
  SettingsReader with(String key, String value) {
    values.put(key, value, "");
    return this;
  }

  /** The settings, or every flaw. */
  Settings settings() throws Flawed {
    Settings settings =
        new Settings(
            new Settings.Http(
                values.host("http.host"),
                values.port("http.port"),
                values.matching("http.public-url", SettingValues.PUBLIC_URL, "https://lab.example"),
                values.path("http.tls.certificate"),
                values.path("http.tls.key")),
            new Settings.Management(values.host("management.host"), values.port("management.port")),
            Path.of(values.text("data")).toAbsolutePath(),
            new Settings.Database(
                values.matching(
                    "database.url",
                    SettingValues.DATABASE_URL,
                    "postgresql://user@host:5432/name")),
            new Settings.Mqtt(
                values.matching("mqtt.broker", SettingValues.BROKER_URL, "mqtt://host:1883"),
                values.optional("mqtt.username"),
                values.path("mqtt.password-file"),
                values.host("mqtt.embedded-host"),
                values.port("mqtt.embedded-port"),
                values.word("mqtt.client-id"),
                values.word("mqtt.sparkplug-host"),
                new Settings.MqttTls(
                    values.path("mqtt.tls.ca"),
                    values.path("mqtt.tls.certificate"),
                    values.path("mqtt.tls.key"))),
            new Settings.Telemetry(
                values.days("telemetry.retention"),
                values.number("telemetry.commit.maxRows", 1, 100_000),
                values.number("telemetry.commit.maxMillis", 0, 1000)),
            new Settings.Influx(
                values.matching("influx.url", SettingValues.INFLUX_URL, "http://influx:8086"),
                values.path("influx.token-file"),
                values.text("influx.bucket"),
                values.optional("influx.org").orElse(""),
                values.oneOf("influx.history", "false", "true").equals("true")),
            new Settings.OpcUa(values.uri("opcua.application-uri"), values.path("opcua.pki")),
            mail(),
            values.oneOf("webhooks.allow-private", "false", "true").equals("true"),
            values.path("profiles"),
            values.path("secrets.key-file"),
            values.networks("cells"),
            values.oneOf("log.format", "text", "json"));
    if (settings.http().certificate().isPresent() != settings.http().key().isPresent()) {
      values.flaw("http.tls.certificate", "certificate and key go together; give both or neither");
    }
    Settings.MqttTls tls = settings.mqtt().tls();
    if (tls.certificate().isPresent() != tls.key().isPresent()) {
      values.flaw("mqtt.tls.certificate", "certificate and key go together; give both or neither");
    }
    Settings.Influx influx = settings.influx();
    if (influx.url().isEmpty() && (influx.history() || influx.tokenFile().isPresent())) {
      values.flaw(
          influx.history() ? "influx.history" : "influx.token-file",
          "needs influx.url, as http://influx:8086");
    }
    if (!flaws.isEmpty()) {
      throw new Flawed(flaws);
    }
    return settings;
  }

  private Optional<MailSettings> mail() {
    Optional<String> username = values.optional("mail.username");
    Optional<Path> password = values.path("mail.password-file");
    Optional<String> from = values.matching("mail.from", SettingValues.MAIL, "fucina@lab.example");
    MailSettings.Tls tls =
        switch (values.oneOf("mail.tls", "starttls", "tls", "none")) {
          case "tls" -> MailSettings.Tls.TLS;
          case "none" -> MailSettings.Tls.NONE;
          default -> MailSettings.Tls.STARTTLS;
        };
    int port = values.number("mail.port", 1, 65_535);
    if (values.optional("mail.host").isEmpty()) {
      return Optional.empty();
    }
    if (from.isEmpty()) {
      values.flaw("mail.from", "is needed with mail.host, as fucina@lab.example");
    }
    if (username.isPresent() != password.isPresent()) {
      values.flaw("mail.username", "goes with mail.password-file; give both or neither");
    }
    return Optional.of(
        new MailSettings(values.host("mail.host"), port, username, password, from.orElse(""), tls));
  }

  /** The effective settings, one a line, secrets masked. */
  List<String> effective() {
    return values.effective();
  }

  private void yaml(String file, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(0);
    try {
      new Yaml(new SafeConstructor(options)).load(text);
      Node root = new Yaml(new SafeConstructor(options)).compose(new java.io.StringReader(text));
      if (root instanceof MappingNode mapping) {
        entries(file, "", mapping);
      } else if (root != null) {
        flaws.add(file + ":1: settings are keys and values, e.g. http: { port: 8080 }");
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      flaws.add(file + ":" + line + ": not readable as YAML: " + e.getProblem());
    } catch (YAMLException e) {
      flaws.add(file + ":1: not readable as YAML: " + e.getMessage());
    }
  }

  private void entries(String file, String prefix, MappingNode mapping) {
    for (NodeTuple tuple : mapping.getValue()) {
      String key = prefix + ((ScalarNode) tuple.getKeyNode()).getValue();
      int line = tuple.getKeyNode().getStartMark().getLine() + 1;
      if (tuple.getValueNode() instanceof MappingNode inner && isGroup(key)) {
        entries(file, key + ".", inner);
      } else if (Settings.LATER.contains(key)) {
        if (!(tuple.getValueNode() instanceof ScalarNode scalar && scalar.getValue().isBlank())) {
          flaws.add(
              file + ":" + line + ": " + key + " is not served by this version yet; leave it out");
        }
      } else if (!Settings.DEFAULTS.containsKey(key)) {
        flaws.add(
            file
                + ":"
                + line
                + ": unknown key "
                + key
                + "; the nearest known one is "
                + Nearest.of(key, Settings.DEFAULTS.keySet()));
      } else if (tuple.getValueNode() instanceof ScalarNode scalar) {
        values.put(
            key,
            scalar.getTag().getValue().endsWith(":null") ? "" : scalar.getValue(),
            file + ":" + line + ": ");
      } else if (key.equals("cells") && tuple.getValueNode() instanceof SequenceNode list) {
        values.put(
            key,
            String.join(
                ",",
                list.getValue().stream()
                    .map(item -> item instanceof ScalarNode scalar ? scalar.getValue() : "?")
                    .toList()),
            file + ":" + line + ": ");
      } else {
        flaws.add(file + ":" + line + ": " + key + " takes one value");
      }
    }
  }

  private static boolean isGroup(String key) {
    return Stream.concat(Settings.DEFAULTS.keySet().stream(), Settings.LATER.stream())
        .anyMatch(known -> known.startsWith(key + "."));
  }

  /** Where a key was set, to begin a sentence with; empty where it was not. */
  String place(String key) {
    return values.place(key);
  }

  private static String variable(String key) {
    return "FUCINA_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
