package fucina.simulators.printer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Moonraker's JSON-RPC 2.0, as far as a lab needs it: {@code printer.info}, {@code
 * printer.objects.query}, {@code printer.print.start, .pause, .resume, .cancel}, {@code
 * server.info}, {@code server.files.list}. What would let a caller run G-code or restart the
 * firmware is not there.
 */
final class MoonrakerApi {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int PARSE_ERROR = -32700;
  private static final int INVALID_REQUEST = -32600;
  private static final int METHOD_NOT_FOUND = -32601;
  private static final int INVALID_PARAMS = -32602;
  private static final int REFUSED = 400;

  private final PrinterBehaviour printer;
  private final String hostname;

  MoonrakerApi(PrinterBehaviour printer, String hostname) {
    this.printer = printer;
    this.hostname = hostname;
  }

  /** Answers a request with an error, and does nothing; empty for a notification. */
  static Optional<byte[]> refusal(byte[] request) {
    try {
      JsonNode id = MAPPER.readTree(request).path("id");
      return id.isMissingNode()
          ? Optional.empty()
          : Optional.of(response(id, error(REFUSED, "Klippy Request Timed Out")));
    } catch (IOException e) {
      return Optional.of(response(JSON.nullNode(), error(PARSE_ERROR, "Parse error")));
    }
  }

  /** Answers a request; empty for a notification, which has no id. */
  Optional<byte[]> answer(byte[] request) {
    JsonNode call;
    try {
      call = MAPPER.readTree(request);
    } catch (IOException e) {
      return Optional.of(response(JSON.nullNode(), error(PARSE_ERROR, "Parse error")));
    }
    if (!call.path("jsonrpc").asText().equals("2.0") || !call.path("method").isTextual()) {
      JsonNode id = call.has("id") ? call.path("id") : JSON.nullNode();
      return Optional.of(response(id, error(INVALID_REQUEST, "Invalid Request")));
    }
    ObjectNode outcome = carryOut(call.path("method").asText(), call.path("params"));
    return call.has("id") ? Optional.of(response(call.path("id"), outcome)) : Optional.empty();
  }

  /** An object with either a result or an error. */
  private ObjectNode carryOut(String method, JsonNode params) {
    return switch (method) {
      case "printer.print.start" -> start(params.path("filename"));
      case "printer.print.pause" -> done(printer.pause());
      case "printer.print.resume" -> done(printer.resume());
      case "printer.print.cancel" -> done(printer.cancel());
      case "printer.info" -> result(info());
      case "printer.objects.query" -> result(query(params.path("objects")));
      case "server.info" -> result(serverInfo());
      case "server.files.list" -> result(files());
      default -> error(METHOD_NOT_FOUND, "Method not found");
    };
  }

  private ObjectNode start(JsonNode filename) {
    if (!filename.isTextual() || filename.asText().isBlank()) {
      return error(INVALID_PARAMS, "Invalid params: filename");
    }
    return done(printer.start(filename.asText()));
  }

  private static ObjectNode done(Optional<String> whyNot) {
    return whyNot.map(why -> error(REFUSED, why)).orElseGet(() -> result(JSON.textNode("ok")));
  }

  private JsonNode info() {
    return JSON.objectNode()
        .put("state", klippy())
        .put("state_message", printer.snapshot().message())
        .put("hostname", hostname)
        .put("software_version", "fucina-simulator");
  }

  private JsonNode serverInfo() {
    return JSON.objectNode().put("klippy_connected", true).put("klippy_state", klippy());
  }

  private String klippy() {
    return printer.snapshot().state() == PrinterState.ERROR ? "shutdown" : "ready";
  }

  private JsonNode query(JsonNode objects) {
    ObjectNode status = JSON.objectNode();
    MoonrakerFields.of(printer.snapshot())
        .forEach(
            (field, value) -> {
              int slash = field.indexOf('/');
              String object = field.substring(0, slash);
              if (objects.has(object)) {
                status.withObject("/" + object).set(field.substring(slash + 1), value);
              }
            });
    return JSON.objectNode().set("status", status);
  }

  private static JsonNode files() {
    ArrayNode files = JSON.arrayNode();
    for (GcodeFile file : GcodeFile.CARD) {
      files.addObject().put("path", file.name()).put("size", file.bytes()).put("permissions", "rw");
    }
    return files;
  }

  private static ObjectNode result(JsonNode result) {
    ObjectNode outcome = JSON.objectNode();
    outcome.set("result", result);
    return outcome;
  }

  private static ObjectNode error(int code, String sentence) {
    ObjectNode outcome = JSON.objectNode();
    outcome.putObject("error").put("code", code).put("message", sentence);
    return outcome;
  }

  private static byte[] response(JsonNode id, ObjectNode outcome) {
    ObjectNode response = JSON.objectNode().put("jsonrpc", "2.0");
    response.setAll(outcome);
    response.set("id", id);
    return response.toString().getBytes(StandardCharsets.UTF_8);
  }
}
