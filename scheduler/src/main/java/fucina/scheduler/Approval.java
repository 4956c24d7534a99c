package fucina.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * That a machine's technician approves each window on it, and until when: what is not approved by
 * then is free again.
 *
 * @param before how long before its beginning a window must be approved; nothing: up to it
 * @param within how long after it was asked for; empty where only the beginning counts
 */
public record Approval(Duration before, Optional<Duration> within) {
  public Approval {
    if (before.isNegative()) {
      throw new IllegalArgumentException("approval is no later than the window, not " + before);
    }
    if (within.filter(time -> time.compareTo(Duration.ZERO) <= 0).isPresent()) {
      throw new IllegalArgumentException("a technician has some time to approve, not " + within);
    }
  }

  /** The instant from which a window that begins then is no longer approved. */
  Instant deadline(Instant begins, Instant asked) {
    Instant latest = begins.minus(before);
    return within.map(time -> Stretches.earlier(latest, asked.plus(time))).orElse(latest);
  }

  /** Whether a technician still has time to approve a window that begins then. */
  boolean possible(Instant begins, Instant now) {
    return now.isBefore(begins.minus(before));
  }
}
