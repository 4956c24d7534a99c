package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Holds every answer against the file, and remembers which operations answered well. */
final class Described {
  private final Contract contract;
  private final JsonObject marked;
  private final SchemaRepository schemas;
  private final Set<String> answeredWell = new TreeSet<>();

  Described(Contract contract) {
    this.contract = contract;
    this.marked = contract.document().copy();
    this.schemas = Contract.schemas(marked);
  }

  Set<String> answeredWell() {
    return answeredWell;
  }

  void well(String operation) {
    answeredWell.add(operation);
  }

  /**
   * Fails where the file does not describe this answer: its status, its type, its body, headers.
   */
  void hold(String method, String path, HttpResponse<String> response) {
    String below = path.replaceAll("\\?.*", "");
    Contract.Operation operation =
        contract.operations().values().stream()
            .filter(known -> known.method().equals(method) && known.matches(below))
            .min((a, b) -> Boolean.compare(a.path().contains("{"), b.path().contains("{")))
            .orElseThrow(() -> new AssertionError("the file knows no " + method + " " + below));
    JsonObject model =
        marked
            .getJsonObject("paths")
            .getJsonObject(operation.path())
            .getJsonObject(method.toLowerCase(Locale.ROOT));
    String status = Integer.toString(response.statusCode());
    String what = operation.id() + " " + status + " " + response.body();
    assertThat(model.getJsonObject("responses").fieldNames()).as(what).contains(status);
    JsonObject answer =
        Contract.resolved(marked, model.getJsonObject("responses").getJsonObject(status));
    headers(answer, response, what);
    body(answer, response, what);
    if (response.statusCode() < 300) {
      answeredWell.add(operation.id());
    }
  }

  private void headers(JsonObject answer, HttpResponse<String> response, String what) {
    JsonObject headers = answer.getJsonObject("headers", new JsonObject());
    headers.fieldNames().stream()
        .filter(name -> !name.startsWith("__"))
        .filter(
            name ->
                Contract.resolved(marked, headers.getJsonObject(name))
                    .getBoolean("required", false))
        .forEach(name -> assertThat(response.headers().firstValue(name)).as(what).isPresent());
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
  }

  private void body(JsonObject answer, HttpResponse<String> response, String what) {
    JsonObject content = answer.getJsonObject("content");
    if (content == null) {
      assertThat(response.body()).as(what).isEmpty();
      return;
    }
    String type =
        response.headers().firstValue("Content-Type").orElse("none").replaceAll(";.*", "");
    assertThat(content.fieldNames()).as(what).contains(type);
    JsonObject schema = content.getJsonObject(type).getJsonObject("schema");
    if (type.endsWith("json") && !type.endsWith("ndjson")) {
      OutputUnit found =
          schemas.validator(JsonSchema.of(schema)).validate(Json.decodeValue(response.body()));
      assertThat(found.getValid()).as("%s: %s", what, found.getErrors()).isTrue();
    } else if (type.endsWith("ndjson")) {
      response
          .body()
          .lines()
          .forEach(
              line ->
                  assertThat(contract.schema("Reading").validate(new JsonObject(line)).getValid())
                      .as(line)
                      .isTrue());
    }
  }
}
