package fucina.gateway.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.property.RecurrenceRule;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import fucina.gateway.calendar.Recurrence.Expanded;
import fucina.gateway.calendar.Recurrence.Expanded.Flawed;
import fucina.gateway.calendar.Recurrence.Expanded.Named;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrenceTest {
  private static final ZoneId ROME = ZoneId.of("Europe/Rome");

  /** A Monday, ten o'clock in Rome. */
  private static final Instant NOW = Instant.parse("2027-02-01T09:00:00Z");

  @Test
  void nineOClockStaysNineOClockInSpring() {
    assertThat(starts("FREQ=WEEKLY;COUNT=4", "2027-03-15T09:00"))
        .containsExactly(
            Instant.parse("2027-03-15T08:00:00Z"),
            Instant.parse("2027-03-22T08:00:00Z"),
            Instant.parse("2027-03-29T07:00:00Z"),
            Instant.parse("2027-04-05T07:00:00Z"));
  }

  @Test
  void nineOClockStaysNineOClockInAutumn() {
    assertThat(starts("FREQ=DAILY;COUNT=3", "2027-10-30T09:00"))
        .containsExactly(
            Instant.parse("2027-10-30T07:00:00Z"),
            Instant.parse("2027-10-31T08:00:00Z"),
            Instant.parse("2027-11-01T08:00:00Z"));
  }

  @Test
  void aTimeTheClockLeavesOutIsNoOccurrenceAndIsNotCounted() {
    Named named = (Named) expanded("FREQ=DAILY;COUNT=3", "2027-03-27T02:30");

    assertThat(named.starts())
        .containsExactly(
            Instant.parse("2027-03-27T01:30:00Z"),
            Instant.parse("2027-03-29T00:30:00Z"),
            Instant.parse("2027-03-30T00:30:00Z"));
    assertThat(named.leftOut()).containsExactly(LocalDateTime.parse("2027-03-28T02:30"));
  }

  @Test
  void aTimeLeftOutAfterTheLastOneIsNotSpokenOf() {
    Named named = (Named) expanded("FREQ=DAILY;COUNT=1", "2027-03-27T02:30");

    assertThat(named.starts()).hasSize(1);
    assertThat(named.leftOut()).isEmpty();
  }

  @Test
  void aTimeTheClockShowsTwiceIsItsFirstPass() {
    assertThat(starts("FREQ=DAILY;COUNT=3", "2027-10-30T02:30"))
        .containsExactly(
            Instant.parse("2027-10-30T00:30:00Z"),
            Instant.parse("2027-10-31T00:30:00Z"),
            Instant.parse("2027-11-01T01:30:00Z"));
  }

  @Test
  void theFirstWindowIsAsItWasAskedForAlsoInTheSecondPass() {
    Instant second = Instant.parse("2027-10-31T01:30:00Z");

    Named named = (Named) Recurrence.of("FREQ=DAILY;COUNT=2", second, ROME, List.of(), NOW);

    assertThat(named.starts()).containsExactly(second, Instant.parse("2027-11-01T01:30:00Z"));
  }

  @Test
  void aDayThatOnlySomeMonthsOrYearsHaveIsLeftToThem() {
    assertThat(days("FREQ=MONTHLY;COUNT=4", "2027-03-31T10:00"))
        .containsExactly("2027-03-31", "2027-05-31", "2027-07-31", "2027-08-31");
    Instant leapDay = LocalDateTime.parse("2028-02-29T10:00").atZone(ROME).toInstant();
    Instant eve = Instant.parse("2028-01-01T09:00:00Z");
    assertThat(reason(Recurrence.of("FREQ=YEARLY;COUNT=2", leapDay, ROME, List.of(), eve)))
        .isEqualTo(
            "rrule: COUNT=2 reaches too far ahead: within 366 days there are 1 windows; say"
                + " COUNT=1");
    assertThat(
            ((Named) Recurrence.of("FREQ=DAILY;COUNT=2", leapDay, ROME, List.of(), eve)).starts())
        .containsExactly(leapDay, leapDay.plus(Duration.ofDays(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3        | 2027-02-02 | 2027-02-02 2027-02-04 2027-02-09
          FREQ=WEEKLY;INTERVAL=2;COUNT=3         | 2027-02-02 | 2027-02-02 2027-02-16 2027-03-02
          FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO | 2027-02-02 | 2027-02-02 2027-02-07 2027-02-16 2027-02-21
          FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU | 2027-02-02 | 2027-02-02 2027-02-14 2027-02-16 2027-02-28
          FREQ=MONTHLY;BYDAY=-1FR;COUNT=3        | 2027-02-26 | 2027-02-26 2027-03-26 2027-04-30
          FREQ=MONTHLY;BYDAY=1SU,-1SU;COUNT=4    | 2027-02-07 | 2027-02-07 2027-02-28 2027-03-07 2027-03-28
          FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=2     | 2027-02-26 | 2027-02-26 2027-03-29
          FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR;COUNT=1 | 2027-08-13 | 2027-08-13
          FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3 | 2027-02-26 | 2027-02-26 2027-03-31 2027-04-30
          FREQ=DAILY;INTERVAL=2;BYDAY=TU;COUNT=3 | 2027-04-13 | 2027-04-13 2027-04-27 2027-05-11
          FREQ=WEEKLY;INTERVAL=2;BYMONTH=3,2;BYDAY=TU,SA;COUNT=6 | 2027-03-02 | 2027-03-02 2027-03-06 2027-03-16 2027-03-20 2027-03-30 2028-02-01
          FREQ=WEEKLY;BYMONTH=3,4;BYDAY=WE,SU;COUNT=3 | 2027-03-28 | 2027-03-28 2027-03-31 2027-04-04
          FREQ=MONTHLY;INTERVAL=2;BYMONTH=4,7;BYDAY=1TH;COUNT=1 | 2027-07-01 | 2027-07-01
          FREQ=YEARLY;BYDAY=SA;BYSETPOS=1,3;COUNT=2 | 2028-01-01 | 2028-01-01 2028-01-15
          FREQ=YEARLY;BYMONTHDAY=1;COUNT=3       | 2027-03-01 | 2027-03-01 2027-04-01 2027-05-01
          FREQ=YEARLY;BYMONTH=3,6;COUNT=2        | 2027-03-10 | 2027-03-10 2027-06-10
          FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=1 | 2027-05-17 | 2027-05-17
          FREQ=YEARLY;BYYEARDAY=100,-1;COUNT=2   | 2027-04-10 | 2027-04-10 2027-12-31
          freq=daily;byday=mo,mo;count=2         | 2027-02-08 | 2027-02-08 2027-02-15
          """)
  void daysAreAsTheStandardHasThem(String rule, String first, String named) {
    assertThat(days(rule, first + "T10:00")).containsExactly(named.split(" "));
  }

  @Test
  void anotherLibraryNamesTheSameDays() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int named = 0;
    for (int n = 0; n < 2_000; n++) {
      String rule = SomeRules.any(random);
      LocalDate day = LocalDate.of(2027, 2, 2).plusDays(random.nextInt(200));
      List<String> theirs = theirs(rule, day);
      if (theirs.isEmpty() || !theirs.get(0).equals(day.toString())) {
        assertThat(reason(expanded(rule + ";COUNT=1", day + "T10:00")))
            .as("seed %d, %s from %s", seed, rule, day)
            .startsWith("from: ");
        continue;
      }
      named++;
      int count = Math.min(theirs.size(), 100);
      assertThat(days(rule + ";COUNT=" + count, day + "T10:00"))
          .as("seed %d, %s from %s", seed, rule, day)
          .isEqualTo(theirs.subList(0, count));
    }
    assertThat(named).isGreaterThan(200);
  }

  @Test
  void anEndIsATimeInUtcAndOfTheSeries() {
    assertThat(days("FREQ=DAILY;UNTIL=20270206T090000Z", "2027-02-04T10:00"))
        .containsExactly("2027-02-04", "2027-02-05", "2027-02-06");
    assertThat(days("FREQ=DAILY;UNTIL=20270206T085959Z", "2027-02-04T10:00"))
        .containsExactly("2027-02-04", "2027-02-05");
    assertThat(reason(expanded("FREQ=DAILY;UNTIL=20270331", "2027-02-04T10:00")))
        .isEqualTo(
            "rrule: UNTIL=20270331 is no time in UTC, as a rule by a zone's clock asks for; in"
                + " Europe/Rome it would be UNTIL=20270331T215959Z");
    assertThat(reason(expanded("FREQ=DAILY;UNTIL=20270331T100000", "2027-02-04T10:00")))
        .endsWith("it would be UNTIL=20270331T080000Z");
    assertThat(reason(expanded("FREQ=DAILY;UNTIL=tomorrow", "2027-02-04T10:00")))
        .endsWith("write it like UNTIL=20270331T215959Z");
    assertThat(reason(expanded("FREQ=DAILY;UNTIL=20270231T100000Z", "2027-02-04T10:00")))
        .isEqualTo("rrule: UNTIL=20270231T100000Z is no day or time of day there is");
    assertThat(reason(expanded("FREQ=DAILY;UNTIL=20270203T100000Z", "2027-02-04T10:00")))
        .startsWith("rrule: UNTIL lies before from; say an end after Thursday 4 Feb 2027 10:00");
  }

  @Test
  void aSeriesIsBounded() {
    assertThat(days("FREQ=DAILY;COUNT=100", "2027-02-04T10:00")).hasSize(100);
    assertThat(reason(expanded("FREQ=DAILY;COUNT=101", "2027-02-04T10:00")))
        .isEqualTo(
            "rrule: names 101 windows; a series has at most 100: say COUNT=100, or"
                + " UNTIL=20270514T080000Z");
    assertThat(reason(expanded("FREQ=DAILY;UNTIL=20271001T000000Z", "2027-02-04T10:00")))
        .startsWith("rrule: names 239 windows; a series has at most 100");
    assertThat(reason(expanded("FREQ=MONTHLY;COUNT=20", "2027-02-04T10:00")))
        .isEqualTo(
            "rrule: COUNT=20 reaches too far ahead: within 366 days there are 12 windows; say"
                + " COUNT=12");
    assertThat(reason(expanded("FREQ=MONTHLY;UNTIL=20290101T000000Z", "2027-02-04T10:00")))
        .isEqualTo(
            "rrule: UNTIL is too far ahead: a series ends within 366 days, at the latest with"
                + " UNTIL=20280202T090000Z");
    assertThat(reason(expanded("FREQ=DAILY;COUNT=2", "2028-02-04T10:00")))
        .startsWith("from: is too far ahead; a series begins at the latest on Wednesday 2 Feb");
    assertThat(reason(expanded("FREQ=DAILY;INTERVAL=999;COUNT=2", "2027-02-04T10:00")))
        .contains("COUNT=1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "FREQ",
        "COUNT=3",
        "RRULE:FREQ=DAILY;COUNT=3",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=MINUTELY;COUNT=3",
        "FREQ=SECONDLY;COUNT=3",
        "FREQ=DAILY",
        "FREQ=DAILY;COUNT=3;",
        "FREQ=DAILY;COUNT=3;UNTIL=20270401T000000Z",
        "FREQ=DAILY;COUNT=3;COUNT=3",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=DAILY;INTERVAL=0;COUNT=3",
        "FREQ=DAILY;INTERVAL=2147483647;COUNT=3",
        "FREQ=DAILY;BYHOUR=9;COUNT=3",
        "FREQ=DAILY;BYMINUTE=9;COUNT=3",
        "FREQ=DAILY;BYSECOND=9;COUNT=3",
        "FREQ=DAILY;SKIP=FORWARD;COUNT=3",
        "FREQ=DAILY;RSCALE=HEBREW;COUNT=3",
        "FREQ=WEEKLY;BYDAY=XX;COUNT=3",
        "FREQ=WEEKLY;BYDAY=MO,;COUNT=3",
        "FREQ=WEEKLY;BYDAY=1MO;COUNT=3",
        "FREQ=MONTHLY;BYDAY=54MO;COUNT=3",
        "FREQ=WEEKLY;BYMONTHDAY=1;COUNT=3",
        "FREQ=MONTHLY;BYMONTHDAY=32;COUNT=3",
        "FREQ=MONTHLY;BYMONTHDAY=0;COUNT=3",
        "FREQ=MONTHLY;BYYEARDAY=1;COUNT=3",
        "FREQ=YEARLY;BYYEARDAY=367;COUNT=3",
        "FREQ=MONTHLY;BYWEEKNO=1;COUNT=3",
        "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO;COUNT=3",
        "FREQ=MONTHLY;BYMONTH=13;COUNT=3",
        "FREQ=MONTHLY;BYSETPOS=1;COUNT=3",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0;COUNT=3",
        "FREQ=WEEKLY;WKST=1;COUNT=3"
      })
  void whatIsNoRuleOfDaysIsToldByItsPart(String rule) {
    assertThat(reason(expanded(rule, "2027-02-04T10:00"))).startsWith("rrule: ");
  }

  @Test
  void everythingWrongWithARuleIsSaidAtOnce() {
    assertThat(reason(expanded("FREQ=HOURLY;BYDAY=XX;COUNT=x", "2027-02-04T10:00")))
        .contains("FREQ=HOURLY is not DAILY, WEEKLY, MONTHLY or YEARLY")
        .contains("BYDAY=XX is not weekdays, e.g. MO,WE or -1FR")
        .contains("COUNT=X is not a number of windows, e.g. 10");
  }

  @Test
  void theFirstWindowIsOneTheRuleNames() {
    assertThat(reason(expanded("FREQ=WEEKLY;BYDAY=TU;COUNT=3", "2027-02-04T10:00")))
        .isEqualTo(
            "from: is Thursday 4 Feb 2027 10:00 Europe/Rome time (2027-02-04T09:00:00Z), which the"
                + " rule does not name; the first it names is Tuesday 9 Feb 2027 10:00 Europe/Rome"
                + " time (2027-02-09T09:00:00Z)");
    assertThat(reason(expanded("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", "2027-02-04T10:00")))
        .endsWith("it names no day within 366 days");
  }

  @Test
  void whatIsLeftOutIsCountedAndMustBeThere() {
    Instant second = Instant.parse("2027-02-05T09:00:00Z");
    Instant from = Instant.parse("2027-02-04T09:00:00Z");
    String rule = "FREQ=DAILY;COUNT=3";

    assertThat(((Named) Recurrence.of(rule, from, ROME, List.of(second), NOW)).starts())
        .containsExactly(from, Instant.parse("2027-02-06T09:00:00Z"));
    assertThat(((Named) Recurrence.of(rule, from, ROME, List.of(from), NOW)).starts())
        .containsExactly(second, Instant.parse("2027-02-06T09:00:00Z"));
    assertThat(reason(Recurrence.of(rule, from, ROME, List.of(second.plusSeconds(60)), NOW)))
        .isEqualTo(
            "exdates: 2027-02-05T09:01:00Z is the beginning of no window of the series; they begin"
                + " e.g. at 2027-02-05T09:00:00Z");
    assertThat(reason(Recurrence.of("FREQ=DAILY;COUNT=1", from, ROME, List.of(from), NOW)))
        .startsWith("exdates: ");
  }

  @Test
  void whatIsMovedGoesByTheWallClock() {
    Instant before = Instant.parse("2027-03-28T00:30:00Z"); // 01:30, the gap is at two
    Instant dayBefore = Instant.parse("2027-03-27T08:00:00Z"); // 09:00

    assertThat(Recurrence.moved(dayBefore, 24 * 60, ROME))
        .isEqualTo(Instant.parse("2027-03-28T07:00:00Z"));
    assertThat(Recurrence.moved(before, 60, ROME))
        .as("02:30 is not shown: as much after the gap")
        .isEqualTo(Instant.parse("2027-03-28T01:30:00Z"));
    Instant secondPass = Instant.parse("2027-10-31T01:30:00Z");
    assertThat(Recurrence.moved(secondPass, 0, ROME)).isEqualTo(secondPass);
    assertThat(Recurrence.moved(Instant.parse("2027-10-31T00:30:00Z"), 60, ROME))
        .as("from the first 02:30 to 03:30 are two hours")
        .isEqualTo(Instant.parse("2027-10-31T02:30:00Z"));
  }

  @Test
  void aZoneWithoutChangesIsAnyOther() {
    assertThat(
            ((Named) Recurrence.of("FREQ=DAILY;COUNT=2", NOW, ZoneOffset.UTC, List.of(), NOW))
                .starts())
        .containsExactly(NOW, NOW.plus(Duration.ofDays(1)));
  }

  private static Expanded expanded(String rule, String from) {
    return Recurrence.of(
        rule, LocalDateTime.parse(from).atZone(ROME).toInstant(), ROME, List.of(), NOW);
  }

  private static List<Instant> starts(String rule, String from) {
    Expanded expanded = expanded(rule, from);
    assertThat(expanded).as("%s from %s", rule, from).isInstanceOf(Named.class);
    return ((Named) expanded).starts();
  }

  private static List<String> days(String rule, String from) {
    return starts(rule, from).stream()
        .map(start -> start.atZone(ROME).toLocalDate().toString())
        .toList();
  }

  private static String reason(Expanded expanded) {
    Flawed flawed = (Flawed) expanded;
    return flawed.field() + ": " + flawed.reason();
  }

  /** The days as biweekly has them, within the bounds of a series. */
  private static List<String> theirs(String rule, LocalDate first) {
    String text =
        String.join(
            "\r\n",
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "BEGIN:VEVENT",
            "RRULE:" + rule,
            "END:VEVENT",
            "END:VCALENDAR",
            "");
    RecurrenceRule read = Biweekly.parse(text).first().getEvents().get(0).getRecurrenceRule();
    DateIterator dates =
        read.getDateIterator(
            Date.from(first.atTime(LocalTime.of(10, 0)).toInstant(ZoneOffset.UTC)),
            TimeZone.getTimeZone("UTC"));
    LocalDate end = NOW.plus(Recurrence.FURTHEST).atZone(ROME).toLocalDate();
    List<String> days = new ArrayList<>();
    while (dates.hasNext()) {
      LocalDate day = dates.next().toInstant().atZone(ZoneOffset.UTC).toLocalDate();
      if (day.isAfter(end)) {
        break;
      }
      days.add(day.toString());
    }
    return days;
  }

  /** Rules made up of parts that go together. */
  private static final class SomeRules {
    private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

    static String any(Random random) {
      String freq = List.of("DAILY", "WEEKLY", "MONTHLY", "YEARLY").get(random.nextInt(4));
      boolean counted = freq.equals("MONTHLY") || freq.equals("YEARLY");
      StringBuilder parts = new StringBuilder();
      boolean months = random.nextInt(3) == 0;
      if (months) {
        parts.append(";BYMONTH=").append(some(random, 12, false));
      }
      boolean by = false;
      if (!freq.equals("WEEKLY") && random.nextInt(3) == 0) {
        parts.append(";BYMONTHDAY=").append(some(random, 31, true));
        by = true;
      }
      if (random.nextInt(2) == 0) {
        parts.append(";BYDAY=").append(days(random, counted && !by));
        by = true;
      }
      // biweekly picks by position from the part of a year that is left.
      if (by && freq.equals("MONTHLY") && random.nextInt(3) == 0) {
        parts.append(";BYSETPOS=").append(some(random, 3, true));
      }
      if (random.nextInt(3) == 0) {
        parts.append(";WKST=").append(random.nextBoolean() ? "SU" : "MO");
      }
      // biweekly counts no interval in which a limit left nothing.
      boolean limited = months || (freq.equals("DAILY") && by);
      int interval = limited || freq.equals("YEARLY") ? 1 : 1 + random.nextInt(3);
      return "FREQ=" + freq + ";INTERVAL=" + interval + parts;
    }

    private static String days(Random random, boolean counted) {
      return String.join(
          ",",
          IntStream.range(0, 1 + random.nextInt(3))
              .mapToObj(
                  n ->
                      (counted && random.nextInt(2) == 0
                              ? (random.nextBoolean() ? "" : "-") + (1 + random.nextInt(4))
                              : "")
                          + DAYS.get(random.nextInt(7)))
              .toList());
    }

    private static String some(Random random, int most, boolean negative) {
      return String.join(
          ",",
          IntStream.range(0, 1 + random.nextInt(3))
              .mapToObj(
                  n -> (negative && random.nextInt(3) == 0 ? "-" : "") + (1 + random.nextInt(most)))
              .toList());
    }
  }
}
