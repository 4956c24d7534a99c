package fucina.scheduler;

import java.time.Duration;
import java.util.Optional;

/**
 * How much of the machines in a policy's scope one organisation, or one person, may hold.
 *
 * @param ahead bookings that are not over, at most; 1 or more
 * @param atOnce machines held at the same instant, at most; 1 or more
 * @param perWeek machine time in a week of the machine's wall clock, Monday to Sunday (ISO 8601)
 * @param perMonth machine time in a calendar month of it
 */
public record Quota(
    Optional<Integer> ahead,
    Optional<Integer> atOnce,
    Optional<Duration> perWeek,
    Optional<Duration> perMonth) {

  /** As much as there is. */
  public static final Quota NONE =
      new Quota(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public Quota {
    require(ahead.filter(most -> most < 1).isEmpty(), "a quota is of at least one booking");
    require(atOnce.filter(most -> most < 1).isEmpty(), "a quota is of at least one machine");
    require(perWeek.filter(Quota::nothing).isEmpty(), "a quota of a week is more than nothing");
    require(perMonth.filter(Quota::nothing).isEmpty(), "a quota of a month is more than nothing");
  }

  private static boolean nothing(Duration most) {
    return most.compareTo(Duration.ZERO) <= 0;
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
