package fucina.profiles;

import java.time.Duration;
import java.util.Optional;

/**
 * How a machine watches a signal and what it sends of it (OPC 10000-4 §7.21).
 *
 * @param sampling how often the machine should look at it; zero where the machine decides (MQTT)
 * @param publishing how often changed values should be sent; zero where the machine decides
 * @param queueSize values the machine keeps between two publishings, 1 to 10,000; empty for what
 *     follows from sampling and publishing
 * @param deadband change that is not worth sending
 */
public record Monitoring(
    Duration sampling, Duration publishing, Optional<Integer> queueSize, Deadband deadband) {
  /** The machine decides, every change counts. */
  public static final Monitoring LEFT_TO_THE_MACHINE =
      new Monitoring(Duration.ZERO, Duration.ZERO, Optional.empty(), Deadband.NONE);
}
