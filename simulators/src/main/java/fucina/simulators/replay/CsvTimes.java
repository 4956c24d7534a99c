package fucina.simulators.replay;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** The instants of a CSV file's time column. */
final class CsvTimes {
  private static final BigDecimal MILLISECONDS_FROM = BigDecimal.valueOf(100_000_000_000L);

  private final Optional<DateTimeFormatter> pattern;
  private final String expected;
  private final ZoneId zone;

  /**
   * Times written so.
   *
   * @throws IllegalArgumentException if the pattern is none
   */
  CsvTimes(Optional<String> pattern, ZoneId zone) {
    this.pattern = pattern.map(text -> DateTimeFormatter.ofPattern(text, Locale.ENGLISH));
    this.expected =
        pattern.map(text -> "as " + text).orElse("ISO 8601, nor a number of seconds since 1970");
    this.zone = zone;
  }

  String expected() {
    return expected;
  }

  /** The instant a cell says; fails with {@link DateTimeException}. */
  Instant parse(String cell) {
    if (pattern.isPresent()) {
      return instant(
          pattern.get().parseBest(cell, ZonedDateTime::from, LocalDateTime::from, LocalDate::from));
    }
    if (cell.matches("-?\\d+([.,]\\d+)?")) {
      return ofNumber(new BigDecimal(cell.replace(',', '.')));
    }
    return instant(
        DateTimeFormatter.ISO_DATE_TIME.parseBest(
            cell.replace(' ', 'T'), ZonedDateTime::from, LocalDateTime::from));
  }

  private Instant instant(TemporalAccessor read) {
    if (read instanceof ZonedDateTime zoned) {
      return zoned.toInstant();
    }
    return read instanceof LocalDateTime local
        ? local.atZone(zone).toInstant()
        : LocalDate.from(read).atStartOfDay(zone).toInstant();
  }

  private static Instant ofNumber(BigDecimal number) {
    BigDecimal seconds =
        number.abs().compareTo(MILLISECONDS_FROM) >= 0 ? number.movePointLeft(3) : number;
    long whole = seconds.longValue();
    long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
    return Instant.ofEpochSecond(whole, nanos);
  }
}
