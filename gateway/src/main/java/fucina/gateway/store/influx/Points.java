package fucina.gateway.store.influx;

import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Readings and gaps as line protocol.
 *
 * <p>To InfluxDB, points of one measurement, tag set and time are one point. Readings come in whole
 * microseconds, so the nanoseconds below tell apart what one microsecond holds: which fields a
 * point has (its band, so that two points never mix their fields), and its place among the values
 * of that band in the order of their content hash. The embedded store only ever adds readings, so
 * whatever is carried on again lands on itself, or moves up and leaves nothing behind.
 */
final class Points {
  static final String READINGS = "telemetry";
  static final String GAPS = "gaps";

  /** So many different values a band holds in one microsecond. */
  private static final int BAND = 125;

  /** Servers refuse longer texts, or cut them. */
  private static final int LONGEST_TEXT_BYTES = 65_535;

  private final BiConsumer<String, String> unsayable;

  /**
   * @param unsayable told of what line protocol cannot say, and why
   */
  Points(BiConsumer<String, String> unsayable) {
    this.unsayable = unsayable;
  }

  /**
   * The points of some readings.
   *
   * @param readings in order of time; all that there are of each microsecond
   */
  List<String> of(List<Reading> readings) {
    List<String> lines = new ArrayList<>(readings.size());
    int start = 0;
    for (int i = 1; i <= readings.size(); i++) {
      if (i == readings.size() || !readings.get(i).time().equals(readings.get(start).time())) {
        tick(readings.subList(start, i), lines);
        start = i;
      }
    }
    return lines;
  }

  private record Place(String machine, String signal, int band) {
    static Place of(Reading reading) {
      return new Place(reading.machine(), reading.signal(), Points.band(reading));
    }
  }

  private void tick(List<Reading> readings, List<String> lines) {
    if (readings.size() == 1) {
      say(readings.get(0), 0, lines);
      return;
    }
    Map<Place, TreeMap<Integer, Reading>> places = new HashMap<>();
    for (Reading reading : readings) {
      places
          .computeIfAbsent(Place.of(reading), each -> new TreeMap<>())
          .put(reading.content(), reading);
    }
    places
        .values()
        .forEach(
            same -> {
              int rank = 0;
              for (Reading reading : same.values()) {
                say(reading, rank++, lines);
              }
            });
  }

  private void say(Reading reading, int rank, List<String> lines) {
    Optional<String> flaw = flaw(reading, rank);
    if (flaw.isPresent()) {
      unsayable.accept(
          reading.machine() + "/" + reading.signal() + " " + reading.time(), flaw.get());
    } else {
      lines.add(
          line(reading, Micros.of(reading.time()) * Micros.NANOS + band(reading) * BAND + rank));
    }
  }

  private static Optional<String> flaw(Reading reading, int rank) {
    if (badName(reading.machine()) || badName(reading.signal())) {
      return Optional.of("a tag holds no line ends or control characters and ends in no backslash");
    }
    if (rank >= BAND) {
      return Optional.of("more than " + BAND + " different values of one microsecond");
    }
    if (reading.value() instanceof Value.Text text
        && text.value().getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT_BYTES) {
      return Optional.of("a text is at most " + LONGEST_TEXT_BYTES + " bytes long in UTF-8");
    }
    return Optional.empty();
  }

  private static boolean badName(String name) {
    return name.endsWith("\\") || name.chars().anyMatch(Character::isISOControl);
  }

  private static int band(Reading reading) {
    return 2 * kind(reading.value()) + (sameSource(reading) ? 0 : 1);
  }

  private static int kind(Value value) {
    if (value instanceof Value.Number number) {
      return Double.isFinite(number.value()) ? 0 : 3;
    }
    return value instanceof Value.Flag ? 1 : 2;
  }

  private static boolean sameSource(Reading reading) {
    return Micros.of(reading.sourceTime()) == Micros.of(reading.time());
  }

  private static String line(Reading reading, long nanos) {
    StringBuilder line = new StringBuilder(120).append(READINGS);
    tag(line, "machine", reading.machine());
    tag(line, "signal", reading.signal());
    line.append(' ');
    Value value = reading.value();
    if (value instanceof Value.Number number) {
      if (Double.isFinite(number.value())) {
        line.append("value=").append(number.value());
      } else {
        line.append("nonfinite=\"").append(number.value()).append('"');
      }
    } else if (value instanceof Value.Flag flag) {
      line.append("flag=").append(flag.value());
    } else {
      text(line.append("text="), ((Value.Text) value).value());
    }
    line.append(",quality=\"").append(word(reading.quality())).append('"');
    if (!sameSource(reading)) {
      line.append(",source=").append(Micros.of(reading.sourceTime())).append('i');
    }
    return line.append(' ').append(nanos).toString();
  }

  static String word(Quality quality) {
    return quality.name().toLowerCase(Locale.ROOT);
  }

  /** The points of some gaps; all that there are of each beginning. */
  static List<String> ofGaps(List<Gap> gaps) {
    List<Gap> ordered = new ArrayList<>(gaps);
    ordered.sort(Comparator.comparing(Gap::to));
    Map<String, Long> next = new HashMap<>();
    List<String> lines = new ArrayList<>();
    for (Gap gap : ordered) {
      StringBuilder line = new StringBuilder(GAPS);
      tag(line, "machine", gap.machine());
      if (!gap.signal().isEmpty()) {
        tag(line, "signal", gap.signal());
      }
      tag(line, "reason", gap.reason());
      String place = line + " " + Micros.notBefore(gap.from());
      long rank = next.merge(place, 0L, (before, none) -> Math.min(before + 1, Micros.NANOS - 1));
      line.append(" till=").append(Micros.notBefore(gap.to())).append("i ");
      lines.add(line.append(Micros.notBefore(gap.from()) * Micros.NANOS + rank).toString());
    }
    return lines;
  }

  /**
   * A point that any sound server with a sound bucket takes, of a machine that is none: no id
   * begins with an underscore.
   */
  static String probe(long micros) {
    return READINGS
        + ",machine=_fucina,signal=probe value=1,flag=true,text=\"\",nonfinite=\"\",quality=\"good\",source=0i "
        + micros * Micros.NANOS;
  }

  private static void tag(StringBuilder line, String name, String value) {
    line.append(',').append(name).append('=');
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      if (each == ',' || each == ' ' || each == '=') {
        line.append('\\');
      }
      line.append(each);
    }
  }

  private static void text(StringBuilder line, String value) {
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char each = value.charAt(i);
      if (each == '"' || each == '\\') {
        line.append('\\');
      }
      line.append(each);
    }
    line.append('"');
  }
}
