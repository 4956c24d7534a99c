package fucina.gateway.api;

import fucina.gateway.api.Problem.Wrong;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What no store can keep: the character U+0000, and halves of surrogate pairs (RFC 8259 §8.2). */
final class Texts {
  private Texts() {}

  /**
   * The fields of a value whose text cannot be kept.
   *
   * @param field what the value itself is called
   */
  static List<Wrong> unspeakable(String field, @Nullable Object value) {
    return walk(field, value).toList();
  }

  private static Stream<Wrong> walk(String field, @Nullable Object value) {
    if (value instanceof String text) {
      return keeps(text)
          ? Stream.empty()
          : Stream.of(
              new Wrong(field, "holds a character that is no text (U+0000, or half a pair)"));
    }
    if (value instanceof JsonObject object) {
      return object.fieldNames().stream()
          .flatMap(
              name ->
                  Stream.concat(
                      walk(inside(field, "a field's name"), name),
                      walk(inside(field, name), object.getValue(name))));
    }
    if (value instanceof JsonArray array) {
      return IntStream.range(0, array.size())
          .boxed()
          .flatMap(i -> walk(field + "[" + i + "]", array.getValue(i)));
    }
    return Stream.empty();
  }

  private static String inside(String field, String name) {
    return field.equals("body") ? name : field + "." + name;
  }

  private static boolean keeps(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF));
  }
}
