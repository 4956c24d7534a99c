package fucina.gateway.calendar;

import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A recurrence rule (RFC 5545 §3.3.10) of days, never without an end. It is read part by part here,
 * as the library takes what is no rule for one, or says why not in its own words.
 *
 * @param days the parts that name days, as the library reads them; without an end
 * @param months in a rule of weeks, the only months; the library would take or leave whole weeks
 * @param count how many days at most; empty where {@code until} says the end
 * @param until no window begins later
 */
record RecurrenceRule(
    String days, Set<Integer> months, Optional<Integer> count, Optional<Instant> until) {
  private static final String DAY = "(?:MO|TU|WE|TH|FR|SA|SU)";
  private static final String WEEK = "(?:[1-9]|0[1-9]|[1-4][0-9]|5[0-3])";
  private static final String OF_YEAR =
      "[+-]?(?:0{0,2}[1-9]|0?[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-6])";

  /** What each part may say, and that in words. */
  private static final Map<String, Part> PARTS =
      Map.ofEntries(
          entry(
              "FREQ", new Part("DAILY|WEEKLY|MONTHLY|YEARLY", "DAILY, WEEKLY, MONTHLY or YEARLY")),
          entry("INTERVAL", new Part("0*[1-9][0-9]{0,2}", "a number from 1 to 999")),
          entry("COUNT", new Part("0*[1-9][0-9]{0,5}", "a number of windows, e.g. 10")),
          entry("UNTIL", new Part("[0-9]{8}T[0-9]{6}Z", "a time in UTC")),
          entry("WKST", new Part(DAY, "a weekday, e.g. MO")),
          entry("BYDAY", Part.list("(?:[+-]?" + WEEK + ")?" + DAY, "weekdays, e.g. MO,WE or -1FR")),
          entry(
              "BYMONTHDAY",
              Part.list(
                  "[+-]?(?:0?[1-9]|[12][0-9]|3[01])", "days of a month, 1 to 31 or -31 to -1")),
          entry("BYYEARDAY", Part.list(OF_YEAR, "days of a year, 1 to 366 or -366 to -1")),
          entry("BYWEEKNO", Part.list("[+-]?" + WEEK, "weeks of a year, 1 to 53 or -53 to -1")),
          entry("BYMONTH", Part.list("0?[1-9]|1[0-2]", "months, 1 to 12")),
          entry("BYSETPOS", Part.list(OF_YEAR, "positions, 1 to 366 or -366 to -1")));

  private static final Set<String> OF_THE_CLOCK = Set.of("BYHOUR", "BYMINUTE", "BYSECOND");

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC)
          .withResolverStyle(ResolverStyle.STRICT);

  private record Part(Pattern pattern, String words) {
    Part(String pattern, String words) {
      this(Pattern.compile(pattern), words);
    }

    static Part list(String one, String words) {
      return new Part("(?:" + one + ")(?:,(?:" + one + "))*", words);
    }
  }

  /** What was read: the rule, or all that is wrong with it. */
  record Read(Optional<RecurrenceRule> rule, List<String> flaws) {}

  /**
   * Reads a rule.
   *
   * @param zone the wall clock it goes by, to say what a wrong end would be in UTC
   */
  static Read read(String text, ZoneId zone) {
    List<String> flaws = new ArrayList<>();
    Map<String, String> parts = parts(text.toUpperCase(Locale.ROOT), zone, flaws);
    if (flaws.isEmpty()) {
      together(parts, flaws);
    }
    Optional<Instant> until = Optional.empty();
    if (flaws.isEmpty() && parts.containsKey("UNTIL")) {
      until = until(parts.get("UNTIL"), flaws);
    }
    if (!flaws.isEmpty()) {
      return new Read(Optional.empty(), List.copyOf(flaws));
    }
    Optional<Integer> count = Optional.ofNullable(parts.get("COUNT")).map(Integer::valueOf);
    return new Read(
        Optional.of(new RecurrenceRule(days(parts), months(parts), count, until)), List.of());
  }

  /** Whether a day the library names is of the rule. */
  boolean names(LocalDate day) {
    return months.isEmpty() || months.contains(day.getMonthValue());
  }

  /** How an instant is written as an end. */
  static String until(Instant instant) {
    return "UNTIL=" + UTC.format(instant);
  }

  private static Map<String, String> parts(String text, ZoneId zone, List<String> flaws) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String written : text.split(";", -1)) {
      String[] halves = written.split("=", 2);
      String name = halves[0];
      String value = halves.length < 2 ? "" : halves[1];
      if (OF_THE_CLOCK.contains(name)) {
        flaws.add(name + " is not taken: the time of day is that of from");
      } else if (!PARTS.containsKey(name)) {
        flaws.add(
            "\"%s\" is no part of a rule; a rule is written like FREQ=WEEKLY;BYDAY=MO;COUNT=10, of %s"
                .formatted(written, String.join(", ", new TreeMap<>(PARTS).keySet())));
      } else if (parts.put(name, value) != null) {
        flaws.add(name + " is said twice; say it once");
      } else if (!PARTS.get(name).pattern().matcher(value).matches()) {
        flaws.add(
            name.equals("UNTIL")
                ? "UNTIL=%s is no time in UTC, as a rule by a zone's clock asks for; %s"
                    .formatted(value, meant(value, zone))
                : "%s=%s is not %s".formatted(name, value, PARTS.get(name).words()));
      }
    }
    return parts;
  }

  /** The end in UTC that a date or a time of the wall clock may have meant. */
  private static String meant(String value, ZoneId zone) {
    try {
      LocalDateTime local =
          value.matches("[0-9]{8}")
              ? LocalDate.parse(value, DateTimeFormatter.BASIC_ISO_DATE)
                  .atTime(LocalTime.of(23, 59, 59))
              : LocalDateTime.parse(
                  value, DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT));
      return "in %s it would be %s".formatted(zone, until(local.atZone(zone).toInstant()));
    } catch (DateTimeParseException e) {
      return "write it like UNTIL=20270331T215959Z";
    }
  }

  private static Optional<Instant> until(String value, List<String> flaws) {
    try {
      return Optional.of(UTC.parse(value, Instant::from));
    } catch (DateTimeParseException e) {
      flaws.add("UNTIL=" + value + " is no day or time of day there is");
      return Optional.empty();
    }
  }

  /** Which parts go together (the table of §3.3.10). */
  private static void together(Map<String, String> parts, List<String> flaws) {
    String freq = parts.getOrDefault("FREQ", "");
    String byDay = parts.getOrDefault("BYDAY", "");
    wrong(freq.isEmpty(), "FREQ is missing; say e.g. FREQ=WEEKLY", flaws);
    wrong(
        parts.containsKey("COUNT") == parts.containsKey("UNTIL"),
        "a series ends: say either COUNT or UNTIL",
        flaws);
    wrong(
        byDay.matches(".*[0-9].*") && !Set.of("MONTHLY", "YEARLY").contains(freq),
        "BYDAY=%s counts weekdays of a month or year; with FREQ=%s leave the numbers out"
            .formatted(byDay, freq),
        flaws);
    wrong(
        byDay.matches(".*[0-9].*") && parts.containsKey("BYWEEKNO"),
        "BYDAY with numbers does not go with BYWEEKNO; leave the numbers out",
        flaws);
    wrong(
        parts.containsKey("BYMONTHDAY") && freq.equals("WEEKLY"),
        "BYMONTHDAY does not go with FREQ=WEEKLY; take FREQ=MONTHLY",
        flaws);
    wrong(
        parts.containsKey("BYSETPOS")
            && parts.keySet().stream().noneMatch(name -> name.matches("BY(?!SETPOS).*")),
        "BYSETPOS picks from what another BY part names; say one",
        flaws);
    wrong(
        parts.containsKey("BYSETPOS") && parts.containsKey("BYMONTH") && freq.equals("WEEKLY"),
        "BYSETPOS is not taken with BYMONTH in a rule of weeks; say the weekdays",
        flaws);
    for (String yearly : List.of("BYYEARDAY", "BYWEEKNO")) {
      wrong(
          parts.containsKey(yearly) && !freq.equals("YEARLY"),
          yearly + " goes with FREQ=YEARLY only",
          flaws);
    }
  }

  private static void wrong(boolean so, String flaw, List<String> flaws) {
    if (so) {
      flaws.add(flaw);
    }
  }

  private static Set<Integer> months(Map<String, String> parts) {
    return parts.containsKey("BYMONTH") && "WEEKLY".equals(parts.get("FREQ"))
        ? Stream.of(parts.get("BYMONTH").split(",")).map(Integer::valueOf).collect(toSet())
        : Set.of();
  }

  /**
   * The parts that name days. The week begins on Monday where nothing else is said, not where the
   * machine we run on begins it; days of the month in every month of a year are said as such, as
   * the library looks in one month only.
   */
  private static String days(Map<String, String> parts) {
    Map<String, String> days = new LinkedHashMap<>(parts);
    days.remove("COUNT");
    days.remove("UNTIL");
    if (!months(parts).isEmpty()) {
      days.remove("BYMONTH");
    }
    days.putIfAbsent("WKST", "MO");
    if (parts.containsKey("BYMONTHDAY") && "YEARLY".equals(parts.get("FREQ"))) {
      days.putIfAbsent("BYMONTH", "1,2,3,4,5,6,7,8,9,10,11,12");
    }
    return String.join(
        ";", days.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList());
  }
}
