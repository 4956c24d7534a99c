package fucina.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and lengths as a person reads them. */
final class Words {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss", Locale.ENGLISH);

  private Words() {}

  /** The wall clock of the machine asked about. */
  static String clock(Instant instant, Ask ask) {
    return clock(instant, ask.rules().zone());
  }

  static String clock(Instant instant, ZoneId zone) {
    boolean whole = instant.getEpochSecond() % 60 == 0 && instant.getNano() == 0;
    return (whole ? CLOCK : SECONDS).format(instant.atZone(zone));
  }

  /** The same with the machine's zone: the last of a sentence, for who reads it elsewhere. */
  static String zoned(Instant instant, Ask ask) {
    return zoned(instant, ask.rules().zone());
  }

  static String zoned(Instant instant, ZoneId zone) {
    return clock(instant, zone) + " " + zone + " time";
  }

  /** Days, hours, minutes, and seconds where there are any. */
  static String length(Duration duration) {
    if (duration.isNegative()) {
      return "minus " + length(duration.negated());
    }
    StringBuilder words = new StringBuilder();
    append(words, duration.toDays(), " d");
    append(words, duration.toHoursPart(), " h");
    append(words, duration.toMinutesPart(), " min");
    append(words, duration.toSecondsPart(), " s");
    return words.isEmpty() ? "0 min" : words.toString();
  }

  private static void append(StringBuilder words, long count, String unit) {
    if (count > 0) {
      words.append(words.isEmpty() ? "" : " ").append(count).append(unit);
    }
  }
}
