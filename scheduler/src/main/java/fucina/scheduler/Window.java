package fucina.scheduler;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time on a machine.
 *
 * @param from first instant in it
 * @param to first instant after it; always later than {@code from}
 */
public record Window(Instant from, Instant to) {
  public Window {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "a window ends after it begins, not from " + from + " to " + to);
    }
  }

  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && instant.isBefore(to);
  }

  public boolean overlaps(Window other) {
    return from.isBefore(other.to) && other.from.isBefore(to);
  }

  public Duration length() {
    return Duration.between(from, to);
  }

  /** This window with a set-up time before it and a clean-up time after it. */
  public Window widened(Duration before, Duration after) {
    return new Window(from.minus(before), to.plus(after));
  }
}
