package fucina.scheduler;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a policy says.
 *
 * @param each what one organisation may hold
 * @param person what one person of it may hold
 * @param notice least time between asking and beginning
 * @param gap least time between two windows of one organisation on one machine
 * @param noShow how long a window is kept for who booked and does not come; empty: to its end
 * @param holidays days on which the labs are closed
 */
public record Terms(
    Quota each,
    Quota person,
    Duration notice,
    Duration gap,
    Optional<Duration> noShow,
    List<Holiday> holidays) {

  /** No rule at all. */
  public static final Terms NONE =
      new Terms(Quota.NONE, Quota.NONE, Duration.ZERO, Duration.ZERO, Optional.empty(), List.of());

  public Terms {
    if (notice.isNegative() || gap.isNegative()) {
      throw new IllegalArgumentException("a notice and a gap are no less than nothing");
    }
    if (noShow.filter(time -> time.compareTo(Duration.ZERO) <= 0).isPresent()) {
      throw new IllegalArgumentException("who booked has some time to come");
    }
    holidays = List.copyOf(holidays);
  }

  /** The same, with this much for one organisation. */
  public Terms forEach(Quota quota) {
    return new Terms(quota, person, notice, gap, noShow, holidays);
  }

  /** The same, with this much for one person. */
  public Terms forPerson(Quota quota) {
    return new Terms(each, quota, notice, gap, noShow, holidays);
  }

  /** The same, with this notice. */
  public Terms noticed(Duration least) {
    return new Terms(each, person, least, gap, noShow, holidays);
  }

  /** The same, with this gap. */
  public Terms apart(Duration least) {
    return new Terms(each, person, notice, least, noShow, holidays);
  }

  /** The same, with a window kept this long for who does not come. */
  public Terms keptFor(Optional<Duration> grace) {
    return new Terms(each, person, notice, gap, grace, holidays);
  }

  /** The same, closed on these days. */
  public Terms closedOn(List<Holiday> days) {
    return new Terms(each, person, notice, gap, noShow, days);
  }

  /** Whether what an organisation holds has to be known to judge by them. */
  public boolean count() {
    return !each.equals(Quota.NONE) || !person.equals(Quota.NONE) || !gap.isZero();
  }

  /** The holiday on this local day. */
  Optional<Holiday> closed(LocalDate day) {
    return holidays.stream().filter(holiday -> holiday.on(day)).findFirst();
  }

  /**
   * A day on which a lab is closed.
   *
   * @param month 1 to 12
   * @param day of the month; 29 February is a holiday in leap years only
   * @param year the one year; empty: every year
   * @param name as people call it
   */
  public record Holiday(int month, int day, Optional<Integer> year, String name) {
    boolean on(LocalDate date) {
      return date.getMonthValue() == month
          && date.getDayOfMonth() == day
          && year.filter(only -> only != date.getYear()).isEmpty();
    }
  }
}
