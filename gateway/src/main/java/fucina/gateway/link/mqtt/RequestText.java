package fucina.gateway.link.mqtt;

import fucina.profiles.Command;
import fucina.profiles.Command.Argument;
import fucina.profiles.Value;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills a request's template. Values are put into the parsed JSON, never into its text, so that an
 * argument cannot add a key or a call of its own.
 */
final class RequestText {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(input\\.([^}]+)|requestId)}");

  private final Command command;
  private final Map<String, Value> arguments;
  private final String requestId;

  private RequestText(Command command, Map<String, Value> arguments, String requestId) {
    this.command = command;
    this.arguments = arguments;
    this.requestId = requestId;
  }

  /**
   * The payload to send.
   *
   * @throws IllegalArgumentException if a placeholder has no value
   */
  static String of(
      String template, Command command, Map<String, Value> arguments, String requestId) {
    RequestText filling = new RequestText(command, arguments, requestId);
    try {
      return Json.encode(filling.filled(Json.decodeValue(template)));
    } catch (DecodeException e) {
      return String.valueOf(filling.text(template));
    }
  }

  private @Nullable Object filled(@Nullable Object node) {
    if (node instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      object.forEach(entry -> copy.put(entry.getKey(), filled(entry.getValue())));
      return copy;
    }
    if (node instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(element -> copy.add(filled(element)));
      return copy;
    }
    return node instanceof String text ? text(text) : node;
  }

  /** A text that is one placeholder becomes the value with its type; else it is filled as text. */
  private Object text(String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    if (matcher.matches()) {
      return value(matcher);
    }
    return matcher
        .reset()
        .replaceAll(found -> Matcher.quoteReplacement(String.valueOf(value(matcher))));
  }

  private Object value(Matcher matcher) {
    String name = matcher.group(2);
    if (name == null) {
      return requestId;
    }
    return Optional.ofNullable(arguments.get(name))
        .or(() -> fallback(name))
        .map(Value::plain)
        .orElseThrow(() -> new IllegalArgumentException("the argument " + name + " is missing"));
  }

  private Optional<Value> fallback(String name) {
    return command.arguments().stream()
        .filter(argument -> argument.name().equals(name))
        .findFirst()
        .flatMap(Argument::fallback);
  }
}
