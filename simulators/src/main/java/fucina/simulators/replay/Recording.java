package fucina.simulators.replay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What machines said, as a table.
 *
 * @param columns the signals, in order
 * @param rows in order of time; at least one
 */
public record Recording(List<Column> columns, List<Row> rows) {
  /** What kind of values a column has. */
  public enum Kind {
    NUMBER,
    TEXT,

    /**
     * Numbers itself, so that every loss, every duplicate and every mix-up is seen: the whole part
     * is the row's number, counted on through every round, the rest its place among the signals in
     * ten-thousandths.
     */
    NUMBERED
  }

  /**
   * A signal.
   *
   * @param title as the file names it
   * @param name as a profile names it: lower-camel words
   * @param kind number where every cell of it is one, or empty
   */
  public record Column(String title, String name, Kind kind) {}

  /**
   * What was said at once.
   *
   * @param after the first row
   * @param cells one for each column; NaN or an empty text where nothing was said
   */
  public record Row(Duration after, List<Object> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  public Recording {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    if (rows.isEmpty() || columns.isEmpty()) {
      throw new IllegalArgumentException("a recording has a signal and a row at least");
    }
  }

  /** How long it lasts, with a pause after the last row as long as the one before it. */
  public Duration length() {
    Duration last = rows.get(rows.size() - 1).after();
    Duration pause =
        rows.size() < 2 ? Duration.ofSeconds(1) : last.minus(rows.get(rows.size() - 2).after());
    return last.plus(pause.isZero() ? Duration.ofSeconds(1) : pause);
  }

  /**
   * A recording that nobody made, of numbers that tell row and signal, one row a second.
   *
   * @param signals 1 to 2000
   */
  public static Recording numbered(int signals) {
    List<Column> columns = new ArrayList<>();
    List<Object> cells = new ArrayList<>();
    for (int signal = 0; signal < signals; signal++) {
      String name = String.format(Locale.ROOT, "value%03d", signal);
      columns.add(new Column(name, name, Kind.NUMBERED));
      cells.add(signal / 10_000.0);
    }
    return new Recording(
        columns, List.of(new Row(Duration.ZERO, cells), new Row(Duration.ofSeconds(1), cells)));
  }

  /** The cells of a row, where {@code position} counts the rows of all rounds from 1. */
  List<Object> cells(long position) {
    List<Object> cells = rows.get((int) ((position - 1) % rows.size())).cells();
    if (columns.stream().noneMatch(column -> column.kind() == Kind.NUMBERED)) {
      return cells;
    }
    List<Object> numbered = new ArrayList<>(cells);
    for (int signal = 0; signal < cells.size(); signal++) {
      if (columns.get(signal).kind() == Kind.NUMBERED && cells.get(signal) instanceof Double part) {
        numbered.set(signal, position + part);
      }
    }
    return numbered;
  }

  /**
   * A recording that nobody made: the first signal counts the rows, so that every loss and every
   * duplicate is seen; the others swing, each in its own time.
   *
   * @param signals 1 to 2000
   * @param rows one a second
   */
  public static Recording madeUp(int signals, int rows, long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    List<Column> columns = new ArrayList<>();
    double[] periods = new double[signals];
    for (int signal = 0; signal < signals; signal++) {
      String name = signal == 0 ? "count" : String.format(Locale.ROOT, "value%03d", signal);
      columns.add(new Column(name, name, Kind.NUMBER));
      periods[signal] = 20 + 200 * chance.nextDouble();
    }
    List<Row> made = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      List<Object> cells = new ArrayList<>();
      for (int signal = 0; signal < signals; signal++) {
        double swing = 50 + 40 * Math.sin(2 * Math.PI * row / periods[signal]);
        cells.add(signal == 0 ? (double) row : Math.round(swing * 1000) / 1000.0);
      }
      made.add(new Row(Duration.ofSeconds(row), cells));
    }
    return new Recording(columns, made);
  }
}
