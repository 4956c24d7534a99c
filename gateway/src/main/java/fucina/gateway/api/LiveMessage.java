package fucina.gateway.api;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a watcher said on the live socket, as {@code LiveRequest} of the file describes it. */
sealed interface LiveMessage {

  /** It cannot be understood. */
  record Misread(String detail) implements LiveMessage {}

  /**
   * It was understood.
   *
   * @param rate frames a second
   * @param present id of the session attended
   */
  record Understood(
      Optional<Integer> rate, List<Ask> subscribe, List<Ask> unsubscribe, Optional<String> present)
      implements LiveMessage {}

  /**
   * A machine, and which of its signals.
   *
   * @param signals names in order, each once; empty for all
   * @param since time of the newest value seen before the line broke
   */
  record Ask(String machine, Optional<List<String>> signals, Optional<Instant> since) {
    static Ask of(JsonObject json) {
      return new Ask(
          json.getString("machine"),
          Optional.ofNullable(json.getJsonArray("signals"))
              .map(names -> names.stream().map(String::valueOf).distinct().toList()),
          Optional.ofNullable(json.getLong("since")).map(Instant::ofEpochMilli));
    }

    JsonObject json() {
      JsonObject json = new JsonObject().put("machine", machine);
      signals.ifPresent(names -> json.put("signals", new JsonArray(names)));
      return json;
    }
  }

  static LiveMessage of(String text, Validator shape) {
    Object value;
    try {
      value = Json.decodeValue(text);
    } catch (DecodeException e) {
      return new Misread("This is not JSON.");
    }
    List<Problem.Wrong> wrong = SchemaErrors.of("message", shape, value);
    if (!wrong.isEmpty() || !(value instanceof JsonObject message)) {
      return new Misread(
          String.join("; ", wrong.stream().map(w -> w.field() + " " + w.detail()).toList()) + ".");
    }
    return new Understood(
        Optional.ofNullable(message.getNumber("rateHz"))
            .map(rate -> (int) Math.round(rate.doubleValue())),
        asks(message, "subscribe"),
        asks(message, "unsubscribe"),
        Optional.ofNullable(message.getString("present")));
  }

  private static List<Ask> asks(JsonObject message, String key) {
    return message.getJsonArray(key, new JsonArray()).stream()
        .map(ask -> Ask.of((JsonObject) ask))
        .toList();
  }
}
