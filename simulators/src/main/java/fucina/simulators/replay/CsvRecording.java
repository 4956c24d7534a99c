package fucina.simulators.replay;

import fucina.simulators.machine.MachineUnavailable;
import fucina.simulators.replay.Recording.Column;
import fucina.simulators.replay.Recording.Kind;
import fucina.simulators.replay.Recording.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A recording read from a CSV file. */
public final class CsvRecording {
  private static final int ROWS_AT_MOST = 2_000_000;
  private static final int COLUMNS_AT_MOST = 2_000;
  private static final int NAME_AT_MOST = 48;

  private final Path file;
  private final CsvFormat format;
  private final CsvTimes times;

  private CsvRecording(Path file, CsvFormat format) {
    this.file = file;
    this.format = format;
    this.times = new CsvTimes(format.pattern(), format.zone());
  }

  /**
   * Reads a file.
   *
   * @throws MachineUnavailable naming the file, the line and what would be right
   */
  public static Recording read(Path file, CsvFormat format) {
    try (BufferedReader text = Files.newBufferedReader(file)) {
      return new CsvRecording(file, format).read(new CsvLines(text, format.delimiter()));
    } catch (NoSuchFileException e) {
      throw new MachineUnavailable(
          "cannot read " + file.toAbsolutePath() + ": there is no such file", e);
    } catch (IOException e) {
      throw new MachineUnavailable("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private Recording read(CsvLines lines) throws IOException {
    List<String> begun = lines.next().orElseThrow(() -> flaw(1, "is empty"));
    List<String> titles = new ArrayList<>();
    for (int column = 0; column < begun.size(); column++) {
      titles.add(format.header() ? begun.get(column) : "column " + (column + 1));
    }
    if (titles.size() > COLUMNS_AT_MOST) {
      throw flaw(1, "has more than " + COLUMNS_AT_MOST + " columns");
    }
    int time = timeColumn(titles);
    List<List<String>> table = new ArrayList<>();
    List<Duration> after = new ArrayList<>();
    Optional<Instant> start = Optional.empty();
    Optional<List<String>> row = format.header() ? lines.next() : Optional.of(begun);
    while (row.isPresent()) {
      List<String> cells = sized(row.get(), titles.size(), lines.line());
      Instant at = time < 0 ? Instant.EPOCH : at(cells.get(time), lines.line());
      start = start.or(() -> Optional.of(at));
      Duration since =
          time < 0 ? format.pace().multipliedBy(table.size()) : Duration.between(start.get(), at);
      if (!after.isEmpty() && since.compareTo(after.get(after.size() - 1)) < 0) {
        throw flaw(lines.line(), "goes back in time; sort the file first");
      }
      table.add(cells);
      after.add(since);
      if (table.size() > ROWS_AT_MOST) {
        throw flaw(lines.line(), "has more than " + ROWS_AT_MOST + " rows");
      }
      row = lines.next();
    }
    if (table.isEmpty()) {
      throw flaw(lines.line(), "has no row but its header");
    }
    return recording(titles, time, table, after);
  }

  private Recording recording(
      List<String> titles, int time, List<List<String>> table, List<Duration> after) {
    List<Column> columns = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int column = 0; column < titles.size(); column++) {
      if (column != time) {
        int place = column;
        boolean numbers = table.stream().allMatch(row -> isNumber(row.get(place)));
        columns.add(
            new Column(
                titles.get(column),
                name(titles.get(column), column, names),
                numbers ? Kind.NUMBER : Kind.TEXT));
        places.add(column);
      }
    }
    if (columns.isEmpty()) {
      throw flaw(1, "has no column but the time");
    }
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < table.size(); row++) {
      List<Object> cells = new ArrayList<>();
      for (int signal = 0; signal < places.size(); signal++) {
        String cell = table.get(row).get(places.get(signal));
        cells.add(columns.get(signal).kind() == Kind.NUMBER ? (Object) number(cell) : cell);
      }
      rows.add(new Row(after.get(row), cells));
    }
    return new Recording(columns, rows);
  }

  private int timeColumn(List<String> titles) {
    if (format.time().isEmpty()) {
      return -1;
    }
    String wanted = format.time().get();
    int named = titles.indexOf(wanted);
    if (named >= 0) {
      return named;
    }
    if (wanted.matches("\\d{1,4}")) {
      int number = Integer.parseInt(wanted);
      if (number >= 1 && number <= titles.size()) {
        return number - 1;
      }
    }
    throw flaw(1, "has no column " + wanted + "; there are " + String.join(", ", titles));
  }

  private List<String> sized(List<String> cells, int columns, int line) {
    if (cells.size() > columns) {
      throw flaw(line, "has " + cells.size() + " cells, the first line " + columns);
    }
    List<String> whole = new ArrayList<>(cells);
    while (whole.size() < columns) {
      whole.add("");
    }
    return whole;
  }

  private Instant at(String cell, int line) {
    try {
      return times.parse(cell);
    } catch (DateTimeException e) {
      throw flaw(line, "has the time \"" + cell + "\", which is not " + times.expected());
    }
  }

  private boolean isNumber(String cell) {
    return cell.isEmpty() || !Double.isNaN(number(cell)) || cell.equalsIgnoreCase("nan");
  }

  /** NaN where it is none. */
  private double number(String cell) {
    char grouping = format.decimal() == ',' ? '.' : ',';
    String plain =
        cell.replace(String.valueOf(grouping), "").replace(" ", "").replace(format.decimal(), '.');
    try {
      return plain.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?")
          ? Double.parseDouble(plain)
          : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** A title as a profile's signal: lower-camel words, no two alike. */
  private static String name(String title, int column, Set<String> taken) {
    StringBuilder name = new StringBuilder();
    for (String word : title.replaceAll("[^A-Za-z0-9]+", " ").strip().split(" ")) {
      String lower = word.toLowerCase(Locale.ROOT);
      name.append(
          name.isEmpty() || lower.isEmpty()
              ? lower
              : lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
    }
    String bare = name.substring(0, Math.min(name.length(), NAME_AT_MOST));
    String sound = bare.matches("[a-z].*") ? bare : "column" + (column + 1) + bare;
    String unique = sound;
    for (int more = 2; !taken.add(unique); more++) {
      unique = sound + more;
    }
    return unique;
  }

  private MachineUnavailable flaw(int line, String reason) {
    return new MachineUnavailable(file + ":" + line + " " + reason, new IOException(reason));
  }
}
