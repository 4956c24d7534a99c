package fucina.gateway.link.mqtt;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A payload that has been read as JSON, or as a bare text where it is none.
 *
 * @param text the payload as UTF-8 text
 * @param json what it is as JSON; null for JSON's own null
 * @param sound whether it is JSON at all
 */
record JsonPayload(String text, @Nullable Object json, boolean sound) {

  private static final int KNOWN_AT_MOST = 10_000;
  private static final Map<String, List<String>> KNOWN = new ConcurrentHashMap<>();
  private static final Pattern NO_NUMBER =
      Pattern.compile("[:,\\[]\\s*[+-]?(NaN|Infinity|inf|nan)\\b");

  /** Reads a payload; never throws. */
  static JsonPayload read(byte[] payload) {
    String text = new String(payload, StandardCharsets.UTF_8);
    try {
      return new JsonPayload(text, Json.decodeValue(Buffer.buffer(payload)), true);
    } catch (DecodeException | StackOverflowError e) {
      return new JsonPayload(text, null, false);
    }
  }

  /** What is wrong with a payload that is no JSON. */
  String flaw() {
    return NO_NUMBER.matcher(text).find()
        ? "the payload is no JSON: it knows no NaN and no Infinity; null says that there is no"
            + " value"
        : "the payload is no JSON";
  }

  /** What was found at a pointer. */
  sealed interface Found {
    /** Nothing is there: this payload says nothing of it. */
    record Nothing() implements Found {}

    /** JSON's null. */
    record Null() implements Found {}

    /** A Number, Boolean or String; the structure itself where it is none of these. */
    record Something(Object value) implements Found {}
  }

  /**
   * Looks a pointer up (RFC 6901). An empty pointer means the payload as a whole, which for a bare
   * text that is no JSON is that text.
   */
  Found at(String pointer) {
    if (pointer.isEmpty() && !sound) {
      return new Found.Something(text);
    }
    Object here = json;
    for (String token : tokens(pointer)) {
      Optional<Object> next = step(here, token);
      if (next.isEmpty() && !hasNull(here, token)) {
        return new Found.Nothing();
      }
      here = next.orElse(null);
    }
    return here == null ? new Found.Null() : new Found.Something(here);
  }

  /** Its names, unescaped; a profile's pointers are few, and each is asked of every message. */
  private static List<String> tokens(String pointer) {
    List<String> known = KNOWN.get(pointer);
    if (known != null) {
      return known;
    }
    List<String> tokens =
        pointer.isEmpty()
            ? List.of()
            : Stream.of(pointer.substring(1).split("/", -1))
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList();
    if (KNOWN.size() < KNOWN_AT_MOST) {
      KNOWN.put(pointer, tokens);
    }
    return tokens;
  }

  private static Optional<Object> step(@Nullable Object here, String name) {
    if (here instanceof JsonObject object) {
      return Optional.ofNullable(object.getValue(name));
    }
    if (here instanceof JsonArray array && isIndex(name)) {
      int index = Integer.parseInt(name);
      return index < array.size() ? Optional.ofNullable(array.getValue(index)) : Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean hasNull(@Nullable Object here, String name) {
    return here instanceof JsonObject object && object.containsKey(name)
        || here instanceof JsonArray array
            && isIndex(name)
            && Integer.parseInt(name) < array.size();
  }

  private static boolean isIndex(String name) {
    return name.matches("0|[1-9]\\d{0,8}");
  }
}
