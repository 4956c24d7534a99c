package fucina.gateway.api;

import fucina.gateway.telemetry.Reading;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How raw readings are written. */
enum RawFormat {
  /** One JSON object a line. */
  NDJSON("application/x-ndjson", "") {
    @Override
    void write(Reading reading, Buffer out) {
      out.appendBuffer(Shapes.reading(reading).toBuffer()).appendByte((byte) '\n');
    }
  },
  /** Comma-separated values as RFC 4180 has them, with a line of names first. */
  CSV("text/csv; charset=utf-8; header=present", "t,sourceTime,signal,value,quality\r\n") {
    @Override
    void write(Reading reading, Buffer out) {
      Object value = Shapes.plain(reading.value());
      out.appendString(Shapes.instant(reading.time()))
          .appendByte((byte) ',')
          .appendString(Shapes.instant(reading.sourceTime()))
          .appendByte((byte) ',')
          .appendString(quoted(reading.signal()))
          .appendByte((byte) ',')
          .appendString(value == null ? "" : quoted(value.toString()))
          .appendByte((byte) ',')
          .appendString(Shapes.word(reading.quality()))
          .appendString("\r\n");
    }
  };

  private final String type;
  private final String head;

  RawFormat(String type, String head) {
    this.type = type;
    this.head = head;
  }

  String type() {
    return type;
  }

  /** What stands before the first reading. */
  String head() {
    return head;
  }

  abstract void write(Reading reading, Buffer out);

  /**
   * The one a request asks for: by {@code format}, else by what it accepts, else NDJSON where it
   * says {@code raw}; empty for buckets.
   */
  static Optional<RawFormat> of(Call call) {
    Optional<RawFormat> named =
        call.text("format").map(word -> valueOf(word.toUpperCase(Locale.ROOT)));
    return named
        .or(() -> call.header("Accept").flatMap(RawFormat::accepted))
        .or(() -> call.flag("raw") ? Optional.of(NDJSON) : Optional.empty());
  }

  private static Optional<RawFormat> accepted(String types) {
    return List.of(values()).stream()
        .filter(
            format ->
                List.of(types.split(",")).stream()
                    .map(type -> type.split(";", 2)[0].strip())
                    .anyMatch(type -> type.equals(format.type.split(";", 2)[0])))
        .findFirst();
  }

  /** A cell as RFC 4180 has it. */
  static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
