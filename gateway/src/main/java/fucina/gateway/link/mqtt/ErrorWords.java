package fucina.gateway.link.mqtt;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What a machine's API says of an error, as a person reads it. */
final class ErrorWords {
  private static final int AT_MOST = 300;
  private static final List<String> TEXTS =
      List.of("message", "error", "detail", "reason", "description");

  private ErrorWords() {}

  /**
   * The words of an error: a text as it stands; of an object (as JSON-RPC 2.0 §5.1 has it) its
   * message, with its code behind.
   */
  static String of(Object error) {
    String words =
        error instanceof JsonObject object
            ? message(object)
                .map(
                    text ->
                        text
                            + Optional.ofNullable(object.getValue("code"))
                                .map(code -> " (" + code + ")")
                                .orElse(""))
                .orElseGet(object::encode)
            : String.valueOf(error);
    return words.length() > AT_MOST ? words.substring(0, AT_MOST) + "…" : words;
  }

  private static Optional<String> message(JsonObject object) {
    for (String key : TEXTS) {
      if (object.getValue(key) instanceof String text && !text.isBlank()) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }
}
