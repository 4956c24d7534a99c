package fucina.gateway.link;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a sender's clock is off, told from one-way messages: each is late by its way and by the
 * clock, so the least late of ten seconds is taken. Not thread-safe.
 */
public final class LagWindow {
  private static final Duration LENGTH = Duration.ofSeconds(10);

  private Optional<Instant> since = Optional.empty();
  private Optional<Least> least = Optional.empty();

  /**
   * The message that was the least late.
   *
   * @param sent by the sender's clock
   * @param arrived by ours
   */
  public record Least(Instant sent, Instant arrived) {
    Duration late() {
      return Duration.between(sent, arrived);
    }
  }

  /** A message came; gives the least late one at the end of each window, and the very first. */
  public Optional<Least> seen(Instant sent, Instant arrived) {
    Least now = new Least(sent, arrived);
    boolean first = since.isEmpty();
    if (least.isEmpty() || now.late().compareTo(least.get().late()) < 0) {
      least = Optional.of(now);
    }
    if (first || Duration.between(since.get(), arrived).compareTo(LENGTH) >= 0) {
      Optional<Least> told = least;
      since = Optional.of(arrived);
      least = Optional.empty();
      return told;
    }
    return Optional.empty();
  }
}
