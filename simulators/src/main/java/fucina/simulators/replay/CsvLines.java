package fucina.simulators.replay;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records of a CSV text (RFC 4180), with any delimiter; quoted cells may span lines. */
final class CsvLines {
  private static final char[] DELIMITERS = {';', '\t', '|', ','};

  private final BufferedReader text;
  private final char delimiter;
  private Optional<String> first;
  private int line;

  /**
   * A text from its beginning.
   *
   * @param delimiter empty: the one that stands most often in the first line
   */
  CsvLines(BufferedReader text, Optional<Character> delimiter) throws IOException {
    this.text = text;
    this.first = Optional.ofNullable(text.readLine()).map(CsvLines::withoutMark);
    this.delimiter = delimiter.orElseGet(() -> found(first.orElse("")));
  }

  /** Files from spreadsheets begin with a byte order mark. */
  private static String withoutMark(String begun) {
    return begun.startsWith("\uFEFF") ? begun.substring(1) : begun;
  }

  private static char found(String begun) {
    char best = ',';
    long most = 0;
    for (char candidate : DELIMITERS) {
      long count = begun.chars().filter(sign -> sign == candidate).count();
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return best;
  }

  /** The line the last record ended on, from 1. */
  int line() {
    return line;
  }

  /** The next record that is not empty, or nothing at the end. */
  Optional<List<String>> next() throws IOException {
    Optional<String> read = read();
    while (read.isPresent() && read.get().isBlank()) {
      read = read();
    }
    return read.isEmpty() ? Optional.empty() : Optional.of(record(read.get()));
  }

  private Optional<String> read() throws IOException {
    line++;
    if (first.isPresent()) {
      Optional<String> begun = first;
      first = Optional.empty();
      return begun;
    }
    return Optional.ofNullable(text.readLine());
  }

  private List<String> record(String begun) throws IOException {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    String now = begun;
    boolean quoted = false;
    for (int at = 0; at <= now.length(); at++) {
      if (at == now.length()) {
        Optional<String> more = quoted ? read() : Optional.empty();
        if (more.isEmpty()) {
          break;
        }
        cell.append('\n');
        now = more.get();
        at = -1;
        continue;
      }
      char sign = now.charAt(at);
      if (quoted) {
        boolean doubled = sign == '"' && at + 1 < now.length() && now.charAt(at + 1) == '"';
        if (doubled) {
          cell.append('"');
          at++;
        } else if (sign == '"') {
          quoted = false;
        } else {
          cell.append(sign);
        }
      } else if (sign == '"' && cell.toString().isBlank()) {
        cell.setLength(0);
        quoted = true;
      } else if (sign == delimiter) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(sign);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }
}
