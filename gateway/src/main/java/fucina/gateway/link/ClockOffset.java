package fucina.gateway.link;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far a machine's clock is off ours, as recorded steps: a reading's {@code time} is its {@code
 * sourceTime} plus the step that was in force at that source time, so that a reading delivered
 * again, even after a later step, keeps its time.
 *
 * <p>The offset is zero while the clocks differ by less than 2 s. It changes only when two
 * measurements in a row, each with a round trip of at most 1 s, agree that it is off by 2 s or
 * more. Immutable.
 *
 * @param steps oldest first; at most {@value #KEPT}
 * @param suspect offset the last measurement would have, where it differs from the one in force
 */
public record ClockOffset(List<Step> steps, Optional<Duration> suspect) {
  private static final int KEPT = 16;
  private static final Duration TOLERATED = Duration.ofSeconds(2);
  private static final Duration AGREEMENT = Duration.ofSeconds(1);
  private static final Duration LONGEST_ROUND_TRIP = Duration.ofSeconds(1);

  /** The machine's clock is right. */
  public static final ClockOffset NONE = new ClockOffset(List.of(), Optional.empty());

  public ClockOffset {
    steps = List.copyOf(steps);
  }

  /**
   * From a source time on, so much is added.
   *
   * @param from the first source time it holds for
   * @param offset what is added to the machine's time
   */
  public record Step(Instant from, Duration offset) {}

  /** The offset in force now. */
  public Duration current() {
    return steps.isEmpty() ? Duration.ZERO : steps.get(steps.size() - 1).offset();
  }

  /** The time of a reading the machine stamped so, in microseconds. */
  public Instant time(Instant sourceTime) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      if (!sourceTime.isBefore(step.from())) {
        return sourceTime.plus(step.offset()).truncatedTo(ChronoUnit.MICROS);
      }
    }
    return sourceTime.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * The clock was looked at.
   *
   * @param machine what the machine's clock said
   * @param asked our time when we asked
   * @param answered our time when the answer came
   * @return this, with a further step where one is due
   */
  public ClockOffset measured(Instant machine, Instant asked, Instant answered) {
    Duration trip = Duration.between(asked, answered);
    if (trip.isNegative() || trip.compareTo(LONGEST_ROUND_TRIP) > 0) {
      return this;
    }
    Duration off = Duration.between(machine, asked.plus(trip.dividedBy(2)));
    Duration wanted = off.abs().compareTo(TOLERATED) < 0 ? Duration.ZERO : rounded(off);
    if (steps.isEmpty() && wanted.isZero()) {
      // Recorded too: a step that comes later must not move what is placed from now on.
      return stepped(machine, wanted);
    }
    if (wanted.minus(current()).abs().compareTo(TOLERATED) < 0) {
      return new ClockOffset(steps, Optional.empty());
    }
    boolean sure = suspect.filter(s -> s.minus(wanted).abs().compareTo(AGREEMENT) <= 0).isPresent();
    return sure ? stepped(machine, wanted) : new ClockOffset(steps, Optional.of(wanted));
  }

  private ClockOffset stepped(Instant machine, Duration offset) {
    List<Step> longer = new ArrayList<>(steps);
    // The first step also holds for the old values a machine still shows from before we came.
    longer.add(new Step(steps.isEmpty() ? Instant.EPOCH : machine, offset));
    int surplus = Math.max(0, longer.size() - KEPT);
    return new ClockOffset(longer.subList(surplus, longer.size()), Optional.empty());
  }

  private static Duration rounded(Duration offset) {
    return Duration.ofMillis(offset.toMillis());
  }

  /** As a notebook keeps it: {@code from/millis} of each step, separated by blanks. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Step step : steps) {
      text.append(text.isEmpty() ? "" : " ").append(step.from()).append('/');
      text.append(step.offset().toMillis());
    }
    return text.toString();
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws IllegalArgumentException if it is not that
   */
  public static ClockOffset parse(String text) {
    List<Step> steps = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.strip().split(" ", -1)) {
      int slash = part.indexOf('/');
      try {
        steps.add(
            new Step(
                Instant.parse(part.substring(0, slash)),
                Duration.ofMillis(Long.parseLong(part.substring(slash + 1)))));
      } catch (RuntimeException e) {
        throw new IllegalArgumentException("not a clock offset: " + part, e);
      }
    }
    return new ClockOffset(steps, Optional.empty());
  }
}
