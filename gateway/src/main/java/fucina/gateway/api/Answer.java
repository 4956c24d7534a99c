package fucina.gateway.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What an operation answers: a result, a problem, or that it has answered by itself. */
sealed interface Answer permits Answer.Result, Answer.Taken, Problem {

  /** Answered already, or being streamed. */
  record Taken() implements Answer {}

  /**
   * A result.
   *
   * @param body empty for 204
   */
  record Result(int status, Map<String, String> headers, Optional<Body> body) implements Answer {
    Result with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Result(status, Map.copyOf(more), body);
    }
  }

  /** A body and what it is. */
  record Body(String type, Buffer bytes) {}

  static Result ok(JsonObject body) {
    return json(200, body);
  }

  static Result json(int status, JsonObject body) {
    return new Result(status, Map.of(), Optional.of(new Body("application/json", body.toBuffer())));
  }

  /** Made; the address is below {@code /api/v1}. */
  static Result created(String address, JsonObject body) {
    return json(201, body).with("Location", "/api/v1" + address);
  }

  static Result text(String type, Buffer text) {
    return new Result(200, Map.of(), Optional.of(new Body(type, text)));
  }

  static Result nothing() {
    return new Result(204, Map.of(), Optional.empty());
  }
}
