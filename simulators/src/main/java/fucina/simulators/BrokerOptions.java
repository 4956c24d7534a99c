package fucina.simulators;

import fucina.simulators.mqtt.BrokerAccess;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the machines on MQTT are told at start. */
final class BrokerOptions {
  @Option(
      names = "--broker",
      defaultValue = "mqtt://127.0.0.1:1883",
      description = "The broker, mqtt://host:port or mqtts://…. Default: ${DEFAULT-VALUE}")
  private String broker = "";

  @Option(
      names = "--user",
      description = "The machine's user there. Default: the machine's or its node's name")
  private Optional<String> user = Optional.empty();

  @Option(
      names = "--password-file",
      required = true,
      description = "File whose first line is that user's password.")
  private Path passwordFile = Path.of("");

  @Option(
      names = "--data",
      description = "Folder for the machine's counters; without one they begin at zero.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "Seed of all chance. Default: ${DEFAULT-VALUE}")
  private long seed;

  long seed() {
    return seed;
  }

  Optional<Path> data() {
    return data;
  }

  /** Where the machine connects, by its own name unless told otherwise. */
  BrokerAccess access(String name) {
    return new BrokerAccess(broker, user.orElse(name), PasswordFile.read(passwordFile));
  }
}
