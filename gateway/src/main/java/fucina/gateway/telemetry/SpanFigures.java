package fucina.gateway.telemetry;

import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one signal did in some stretches of time, its readings fed in order of time. A value holds
 * until the next one, from what held at the stretch's start to its end; from a gap or a BAD reading
 * on nothing is known until the next reading that is neither, and that time counts nowhere.
 *
 * <p>A number that was never known is NaN.
 */
public final class SpanFigures {
  private long readings;
  private long numbers;
  private double min = Double.NaN;
  private double max = Double.NaN;
  private double sum;
  private double area;
  private double seconds;
  private Deque<Gap> gaps = new ArrayDeque<>();
  private Instant since = Instant.MIN;
  private @Nullable Reading current;
  private @Nullable Reading last;
  private @Nullable Instant lastAt;

  /** Whether it says something of the machine: not BAD, and no number that is none. */
  public static boolean usable(Reading reading) {
    return reading.quality() != Quality.BAD
        && !(reading.value() instanceof Value.Number number && !Double.isFinite(number.value()));
  }

  /**
   * Begins a stretch.
   *
   * @param from its first instant
   * @param theirs gaps that concern the signal, in any order; one that lasts no time takes none
   * @param held what holds at {@code from}; null where nothing is known
   */
  public void begin(Instant from, List<Gap> theirs, @Nullable Reading held) {
    gaps = merged(theirs);
    since = from;
    current = held;
  }

  /** A list by its beginnings, in which no gap overlaps another. */
  private static Deque<Gap> merged(List<Gap> gaps) {
    Deque<Gap> merged = new ArrayDeque<>();
    List<Gap> lasting =
        gaps.stream()
            .filter(gap -> gap.from().isBefore(gap.to()))
            .sorted(Comparator.comparing(Gap::from))
            .toList();
    for (Gap gap : lasting) {
      Gap before = merged.peekLast();
      if (before == null || before.to().isBefore(gap.from())) {
        merged.add(gap);
      } else if (gap.to().isAfter(before.to())) {
        merged.removeLast();
        merged.add(new Gap(gap.machine(), gap.signal(), before.from(), gap.to(), before.reason()));
      }
    }
    return merged;
  }

  public void take(Reading reading) {
    hold(reading.time());
    current = reading;
    since = reading.time();
    last = reading;
    lastAt = reading.time();
    readings++;
    if (usable(reading) && reading.value() instanceof Value.Number number) {
      numbers++;
      sum += number.value();
      reach(number.value());
    }
  }

  /**
   * Ends a stretch.
   *
   * @param to the first instant after it
   */
  public void end(Instant to) {
    hold(to);
    current = null;
  }

  /** Lets hold what is known until an instant, or until a gap before it. */
  private void hold(Instant until) {
    Reading held = current;
    if (held == null) {
      return;
    }
    while (!gaps.isEmpty() && !gaps.getFirst().to().isAfter(since)) {
      gaps.removeFirst();
    }
    boolean cut = !gaps.isEmpty() && gaps.getFirst().from().isBefore(until);
    Instant end = cut ? gaps.getFirst().from() : until;
    if (!since.isBefore(end)) {
      return;
    }
    last = held;
    if (usable(held) && held.value() instanceof Value.Number number) {
      double lasted = Duration.between(since, end).toNanos() / 1e9;
      seconds += lasted;
      area += number.value() * lasted;
      reach(number.value());
    }
  }

  private void reach(double number) {
    min = min <= number ? min : number;
    max = max >= number ? max : number;
  }

  /** How many readings, BAD ones too. */
  public long readings() {
    return readings;
  }

  /** The smallest number that was known. */
  public double min() {
    return min;
  }

  /** The greatest one. */
  public double max() {
    return max;
  }

  /** The mean of the readings, each counted once however long it held. */
  public double mean() {
    return numbers == 0 ? Double.NaN : sum / numbers;
  }

  /** The mean by how long each value held; NaN where none held for any time. */
  public double timeMean() {
    // No rounding takes it beyond what was measured.
    return seconds > 0 ? Math.max(min, Math.min(max, area / seconds)) : Double.NaN;
  }

  /** The last reading, however good; where there was none, what held. */
  public Optional<Reading> last() {
    return Optional.ofNullable(last);
  }

  /** When the last reading was; empty where there was none. */
  public Optional<Instant> lastAt() {
    return Optional.ofNullable(lastAt);
  }
}
