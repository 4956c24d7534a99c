package fucina.gateway.link.opcua;

import fucina.profiles.Signal;
import java.time.Duration;

/** How often a signal is looked at and told, and how much of it waits at the server. */
final class Rates {
  private static final Duration USUAL = Duration.ofMillis(500);

  /** The longest stall of our store that the server's queue must bridge. */
  private static final Duration STALL = Duration.ofSeconds(5);

  private static final int QUEUE_AT_LEAST = 10;

  private Rates() {}

  static Duration publishing(Signal signal) {
    return signal.publishing().isZero() ? USUAL : signal.publishing();
  }

  static Duration sampling(Signal signal) {
    return signal.sampling().isZero() ? publishing(signal) : signal.sampling();
  }

  /**
   * Twice what one publishing interval brings, all that comes in the longest stall, ten at least.
   */
  static long queue(Signal signal) {
    long sampling = Math.max(1, sampling(signal).toMillis());
    long twice = (2 * publishing(signal).toMillis() + sampling - 1) / sampling;
    long stall = (STALL.toMillis() + sampling - 1) / sampling;
    return Math.max(QUEUE_AT_LEAST, Math.max(twice, stall));
  }
}
