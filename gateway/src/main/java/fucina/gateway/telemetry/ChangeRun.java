package fucina.gateway.telemetry;

import fucina.profiles.Value;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps changes: the first and the last reading of every stretch in which the value stays within
 * the deadband and the quality is the same, and one a minute of it, so that constancy can be told
 * from silence.
 */
final class ChangeRun implements Thinning.Run {
  /** So much time at most lies between two kept readings, where the machine sends that often. */
  static final Duration HEARTBEAT = Duration.ofSeconds(60);

  private final double deadband;
  private @Nullable Reading kept;
  private @Nullable Reading held;

  /**
   * @param deadband change, in the signal's unit, up to which a number counts as unchanged
   */
  ChangeRun(double deadband) {
    this.deadband = deadband;
  }

  @Override
  public boolean past(Reading reading) {
    Reading newest = held == null ? kept : held;
    return newest != null && reading.time().isBefore(newest.time());
  }

  @Override
  public void add(Reading reading, Consumer<Reading> keep) {
    if (kept == null) {
      keep(reading, keep);
    } else if (!same(kept, reading)) {
      end(keep);
      keep(reading, keep);
    } else if (!reading.time().isBefore(kept.time().plus(HEARTBEAT))) {
      keep(reading, keep);
    } else if (!reading.equals(kept)) {
      held = reading;
    }
  }

  private void keep(Reading reading, Consumer<Reading> keep) {
    keep.accept(reading);
    kept = reading;
    held = null;
  }

  private boolean same(Reading one, Reading other) {
    if (one.quality() != other.quality()) {
      return false;
    }
    if (one.value() instanceof Value.Number before && other.value() instanceof Value.Number now) {
      return Double.compare(before.value(), now.value()) == 0
          || Math.abs(now.value() - before.value()) <= deadband;
    }
    return one.value().equals(other.value());
  }

  @Override
  public void end(Consumer<Reading> keep) {
    if (held != null) {
      keep(held, keep);
    }
  }
}
