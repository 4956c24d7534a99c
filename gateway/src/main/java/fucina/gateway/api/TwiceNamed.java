package fucina.gateway.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import fucina.gateway.api.Problem.Wrong;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Fields given twice in one JSON object. RFC 8259 §4 leaves open which of them counts, so none is
 * taken.
 */
final class TwiceNamed {
  private static final JsonFactory JSON = new JsonFactory();

  private TwiceNamed() {}

  /** The fields given twice in a text that is known to be JSON. */
  static List<Wrong> wrong(Buffer text) {
    List<Wrong> wrong = new ArrayList<>();
    Deque<Set<String>> open = new ArrayDeque<>();
    try (JsonParser parser = JSON.createParser(text.getBytes())) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          open.push(new HashSet<>());
        } else if (token == JsonToken.END_OBJECT) {
          open.pop();
        } else if (token == JsonToken.FIELD_NAME && !open.getFirst().add(parser.currentName())) {
          String field =
              parser
                  .getParsingContext()
                  .pathAsPointer()
                  .toString()
                  .substring(1)
                  .replaceAll("/([0-9]+)", "[$1]")
                  .replace('/', '.');
          wrong.add(new Wrong(field, "is given twice; give it once"));
        }
      }
    } catch (IOException e) {
      return List.of(new Wrong("body", "is not JSON"));
    }
    return wrong;
  }
}
