package fucina.gateway.notice;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Instants as the clock on a machine's wall shows them, in a person's language. */
record WallClock(ZoneId zone, Locale locale) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

  /** e.g. {@code Thursday, 26 November 2026, 10:00–11:30 (Europe/Rome)}. */
  String window(Instant from, Instant to) {
    ZonedDateTime begin = from.atZone(zone);
    ZonedDateTime end = to.atZone(zone);
    boolean sameDay = begin.toLocalDate().equals(end.toLocalDate());
    // On the day the clocks change a time alone may mean two instants.
    boolean sameOffset = begin.getOffset().equals(end.getOffset());
    return day(begin, FormatStyle.FULL)
        + ", "
        + TIME.format(begin)
        + (sameOffset ? "" : " " + begin.getOffset())
        + "–"
        + (sameDay ? "" : day(end, FormatStyle.FULL) + ", ")
        + TIME.format(end)
        + (sameOffset ? "" : " " + end.getOffset())
        + " ("
        + zone
        + ")";
  }

  /** e.g. {@code Thursday, 26 November 2026, 09:00 (Europe/Rome)}. */
  String instant(Instant instant) {
    ZonedDateTime at = instant.atZone(zone);
    return day(at, FormatStyle.FULL) + ", " + TIME.format(at) + " (" + zone + ")";
  }

  /** e.g. {@code 26 Nov 2026}. */
  String day(Instant instant) {
    return day(instant.atZone(zone), FormatStyle.MEDIUM);
  }

  private String day(ZonedDateTime at, FormatStyle style) {
    return DateTimeFormatter.ofLocalizedDate(style).withLocale(locale).format(at);
  }
}
