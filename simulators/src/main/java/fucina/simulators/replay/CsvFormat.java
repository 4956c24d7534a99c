package fucina.simulators.replay;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How a CSV file is written.
 *
 * @param delimiter between cells; empty: found out from the first line, of comma, semicolon, tab
 *     and bar
 * @param decimal the decimal sign, a point or a comma; the other one groups thousands
 * @param header whether the first line names the columns
 * @param time name, or number from 1, of the column that says when; empty: rows come {@code pace}
 *     apart
 * @param pattern of {@link java.time.format.DateTimeFormatter}; empty: ISO 8601, or a number: epoch
 *     seconds with fraction, or milliseconds from 10¹¹
 * @param zone of times without one
 * @param pace between rows without a time
 */
public record CsvFormat(
    Optional<Character> delimiter,
    char decimal,
    boolean header,
    Optional<String> time,
    Optional<String> pattern,
    ZoneId zone,
    Duration pace) {}
