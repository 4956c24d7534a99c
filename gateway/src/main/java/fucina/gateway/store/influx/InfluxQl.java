package fucina.gateway.store.influx;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import fucina.gateway.store.StoreFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Questions in InfluxQL and their answers, read as they come. The client's own reader is not used:
 * 7.5.0 takes an error inside an answer for an empty one, and fails on a null.
 */
final class InfluxQl {
  private final InfluxServer server;

  InfluxQl(InfluxServer server) {
    this.server = server;
  }

  /** A row: the texts of its cells and tags by name; null where there is nothing. */
  record Row(Map<String, @Nullable String> cells) {
    @Nullable String text(String name) {
      return cells.get(name);
    }

    /** Nanoseconds since 1970. */
    long nanos() {
      return Long.parseLong(Objects.requireNonNull(cells.get("time"), "a row without a time"));
    }
  }

  /** A text as InfluxQL writes it. */
  static String quoted(String text) {
    return "'"
        + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
        + "'";
  }

  /**
   * Feeds the rows of an answer, series by series.
   *
   * @return how many there were
   * @throws StoreFault if there is no answer, or an error in it
   */
  int rows(String question, Consumer<Row> sink) {
    try (Response response = server.ask(question);
        ResponseBody body = Objects.requireNonNull(response.body(), "no body");
        JsonReader json = new JsonReader(body.charStream())) {
      return new Reader(json, sink).read();
    } catch (IOException | IllegalStateException e) {
      throw new StoreFault("InfluxDB does not answer: " + e.getMessage(), e);
    }
  }

  /** One answer: results, in them series, in them rows; an error may stand on each level. */
  private static final class Reader {
    private final JsonReader json;
    private final Consumer<Row> sink;
    private int count;

    Reader(JsonReader json, Consumer<Row> sink) {
      this.json = json;
      this.sink = sink;
    }

    int read() throws IOException {
      object();
      return count;
    }

    private void object() throws IOException {
      Map<String, @Nullable String> tags = new HashMap<>();
      List<String> columns = new ArrayList<>();
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "error" -> throw new StoreFault("InfluxDB refused: " + json.nextString());
          case "results", "series" -> objects();
          case "tags" -> tags(tags);
          case "columns" -> columns.addAll(texts());
          case "values" -> values(columns, tags);
          default -> json.skipValue();
        }
      }
      json.endObject();
    }

    private void objects() throws IOException {
      json.beginArray();
      while (json.hasNext()) {
        object();
      }
      json.endArray();
    }

    private void tags(Map<String, @Nullable String> tags) throws IOException {
      json.beginObject();
      while (json.hasNext()) {
        tags.put(json.nextName(), text());
      }
      json.endObject();
    }

    private List<String> texts() throws IOException {
      List<String> texts = new ArrayList<>();
      json.beginArray();
      while (json.hasNext()) {
        texts.add(json.nextString());
      }
      json.endArray();
      return texts;
    }

    private void values(List<String> columns, Map<String, @Nullable String> tags)
        throws IOException {
      json.beginArray();
      while (json.hasNext()) {
        Map<String, @Nullable String> cells = new HashMap<>(tags);
        json.beginArray();
        for (int i = 0; json.hasNext(); i++) {
          cells.put(columns.get(i), text());
        }
        json.endArray();
        count++;
        sink.accept(new Row(cells));
      }
      json.endArray();
    }

    private @Nullable String text() throws IOException {
      JsonToken next = json.peek();
      if (next == JsonToken.NULL) {
        json.nextNull();
        return null;
      }
      return next == JsonToken.BOOLEAN ? Boolean.toString(json.nextBoolean()) : json.nextString();
    }
  }
}
