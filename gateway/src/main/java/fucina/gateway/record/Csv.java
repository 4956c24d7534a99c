package fucina.gateway.record;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Comma-separated values as RFC 4180 has them, in UTF-8. */
final class Csv {
  private Csv() {}

  /** A table of those fields of some objects. */
  static void table(OutputStream out, List<String> columns, List<JsonObject> rows)
      throws IOException {
    line(out, columns);
    for (JsonObject row : rows) {
      line(out, columns.stream().map(column -> text(row.getValue(column))).toList());
    }
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  static void line(OutputStream out, List<String> fields) throws IOException {
    String line = String.join(",", fields.stream().map(Csv::field).toList()) + "\r\n";
    out.write(line.getBytes(StandardCharsets.UTF_8));
  }

  static String field(String text) {
    boolean plain = true;
    for (int i = 0; plain && i < text.length(); i++) {
      char c = text.charAt(i);
      plain = c != ',' && c != '"' && c != '\n' && c != '\r';
    }
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  /**
   * Reads the next line as it was written above.
   *
   * @return empty at the end
   */
  static Optional<List<String>> next(Reader in) throws IOException {
    int c = in.read();
    if (c < 0) {
      return Optional.empty();
    }
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int last = -1; c >= 0 && (quoted || c != '\n'); last = c, c = in.read()) {
      if (c == '"') {
        if (!quoted && last == '"') {
          field.append('"');
        }
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString());
        field.setLength(0);
      } else if (quoted || c != '\r') {
        field.append((char) c);
      }
    }
    fields.add(field.toString());
    return Optional.of(fields);
  }
}
