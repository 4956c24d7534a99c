package fucina.gateway.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.fortuna.ical4j.model.Recur;

/**
 * Windows that come back by a rule and a wall clock (RFC 5545 §3.3.10): which days a rule names is
 * the library's to say, which instants those are is said here. A time the clock leaves out that day
 * is no occurrence and is not counted, as §3.3.10 has it; one the clock shows twice is its first
 * pass (§3.3.5), but for the first window, which is as it was asked for.
 */
public final class Recurrence {
  /** A series is no standing right to a machine. */
  public static final int MOST = 100;

  /** Series are read long after they ended; what began before has no reader, and no end. */
  private static final Duration LONG_AGO = Duration.ofDays(3_660);

  /** How far ahead the last window may begin. */
  public static final Duration FURTHEST = Duration.ofDays(366);

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

  private Recurrence() {}

  /** What a rule names, or what is wrong with it. */
  public sealed interface Expanded {
    /**
     * What it names.
     *
     * @param starts beginnings, in order; at least one
     * @param leftOut times of the rule the wall clock does not show on their day
     */
    record Named(List<Instant> starts, List<LocalDateTime> leftOut) implements Expanded {}

    /**
     * It cannot be.
     *
     * @param field {@code rrule}, {@code from} or {@code exdates}
     * @param reason why, and what would be right
     */
    record Flawed(String field, String reason) implements Expanded {}
  }

  /**
   * The beginnings of the windows a rule names.
   *
   * @param from the first window's beginning; must be one the rule names
   * @param exdates beginnings to be left out; each must be one the rule names
   */
  public static Expanded of(
      String text, Instant from, ZoneId zone, List<Instant> exdates, Instant now) {
    RecurrenceRule.Read read = RecurrenceRule.read(text, zone);
    if (read.rule().isEmpty()) {
      return flawed("rrule", String.join("; ", read.flaws()));
    }
    RecurrenceRule rule = read.rule().get();
    Instant end = now.plus(FURTHEST);
    if (from.isAfter(end)) {
      return flawed("from", "is too far ahead; a series begins at the latest on " + day(end, zone));
    }
    if (from.isBefore(now.minus(LONG_AGO))) {
      return flawed("from", "lies in the past; a series begins now at the earliest");
    }
    LocalDateTime first = from.atZone(zone).toLocalDateTime();
    NavigableSet<LocalDateTime> times = times(rule, first, end.atZone(zone).toLocalDate());
    if (times.isEmpty() || !times.first().equals(first)) {
      return flawed("from", unnamed(from, zone, times));
    }
    List<LocalDateTime> leftOut = new ArrayList<>();
    List<Instant> starts = new ArrayList<>();
    for (LocalDateTime local : times) {
      if (zone.getRules().getValidOffsets(local).isEmpty()) {
        leftOut.add(local);
      } else {
        Instant start = local.equals(first) ? from : local.atZone(zone).toInstant();
        if (!within(rule, start, end, starts.size())) {
          break;
        }
        starts.add(start);
      }
    }
    Optional<String> unbounded = unbounded(rule, from, starts, zone, end);
    if (unbounded.isPresent()) {
      return flawed("rrule", unbounded.get());
    }
    Instant last = starts.get(starts.size() - 1);
    leftOut.removeIf(local -> local.atZone(zone).toInstant().isAfter(last));
    return without(exdates, starts, leftOut, zone);
  }

  /**
   * The instant the wall clock shows a time that many minutes later or earlier; where it leaves
   * that out, as much after the gap as it would lie in it (§3.3.5).
   */
  public static Instant moved(Instant instant, long minutes, ZoneId zone) {
    return minutes == 0
        ? instant
        : instant.atZone(zone).toLocalDateTime().plusMinutes(minutes).atZone(zone).toInstant();
  }

  private static NavigableSet<LocalDateTime> times(
      RecurrenceRule rule, LocalDateTime first, LocalDate end) {
    return new Recur<LocalDate>(rule.days())
        .getDates(first.toLocalDate(), end).stream()
            .filter(rule::names)
            .map(day -> day.atTime(first.toLocalTime()))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether one more is still of the rule; one beyond the bounds is kept, to be told. */
  private static boolean within(RecurrenceRule rule, Instant start, Instant end, int before) {
    return !start.isAfter(end)
        && rule.count().filter(count -> before >= count).isEmpty()
        && rule.until().filter(start::isAfter).isEmpty();
  }

  private static Optional<String> unbounded(
      RecurrenceRule rule, Instant from, List<Instant> starts, ZoneId zone, Instant end) {
    if (rule.until().filter(from::isAfter).isPresent()) {
      return Optional.of("UNTIL lies before from; say an end after " + day(from, zone));
    }
    if (rule.until().filter(end::isBefore).isPresent()) {
      return Optional.of(
          "UNTIL is too far ahead: a series ends within %d days, at the latest with %s"
              .formatted(FURTHEST.toDays(), RecurrenceRule.until(end)));
    }
    int count = Math.max(rule.count().orElse(0), starts.size());
    if (count > MOST) {
      return Optional.of(
          "names %d windows; a series has at most %d: say COUNT=%d, or %s"
              .formatted(
                  count,
                  MOST,
                  Math.min(MOST, starts.size()),
                  RecurrenceRule.until(starts.get(Math.min(MOST, starts.size()) - 1))));
    }
    return count > starts.size()
        ? Optional.of(
            "COUNT=%d reaches too far ahead: within %d days there are %d windows; say COUNT=%d"
                .formatted(count, FURTHEST.toDays(), starts.size(), starts.size()))
        : Optional.empty();
  }

  private static Expanded without(
      List<Instant> exdates, List<Instant> starts, List<LocalDateTime> leftOut, ZoneId zone) {
    List<Instant> unknown = exdates.stream().filter(each -> !starts.contains(each)).toList();
    if (!unknown.isEmpty()) {
      return flawed(
          "exdates",
          "%s is the beginning of no window of the series; they begin e.g. at %s"
              .formatted(unknown.get(0), nearest(unknown.get(0), starts)));
    }
    List<Instant> left = starts.stream().filter(each -> !exdates.contains(each)).toList();
    return left.isEmpty()
        ? flawed("exdates", "leave out every window of the series; leave one")
        : new Expanded.Named(left, List.copyOf(leftOut));
  }

  private static Instant nearest(Instant instant, List<Instant> starts) {
    return starts.stream()
        .min(
            (one, other) ->
                Duration.between(instant, one)
                    .abs()
                    .compareTo(Duration.between(instant, other).abs()))
        .orElseThrow();
  }

  private static String unnamed(Instant from, ZoneId zone, NavigableSet<LocalDateTime> times) {
    String what = "is %s, which the rule does not name; ".formatted(day(from, zone));
    return what
        + (times.isEmpty()
            ? "it names no day within %d days".formatted(FURTHEST.toDays())
            : "the first it names is " + day(times.first().atZone(zone)));
  }

  private static String day(Instant instant, ZoneId zone) {
    return day(instant.atZone(zone));
  }

  private static String day(ZonedDateTime time) {
    return "%s %s %s time (%s)"
        .formatted(
            time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
            CLOCK.format(time),
            time.getZone(),
            time.toInstant());
  }

  private static Expanded flawed(String field, String reason) {
    return new Expanded.Flawed(field, reason);
  }
}
