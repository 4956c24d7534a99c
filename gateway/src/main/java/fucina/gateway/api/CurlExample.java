package fucina.gateway.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One call of an operation as it is typed in a shell, made of what the contract requires. */
final class CurlExample {
  private static final Map<String, String> KNOWN =
      Map.of(
          "machine", "robot-1",
          "profile", "robot-arm-6axis",
          "from", "2026-11-25T09:00:00Z",
          "to", "2026-11-25T10:00:00Z",
          "minutes", "30",
          "If-Match", "*");

  /** Stands for the address of whoever reads it. */
  static final String BASE = "http://localhost:8080";

  private final JsonObject document;

  CurlExample(JsonObject document) {
    this.document = document;
  }

  String of(String method, String path, JsonObject operation, List<JsonObject> parameters) {
    List<String> parts = new ArrayList<>();
    parts.add("curl -s" + (method.equals("GET") ? "" : " -X " + method));
    List<String> query = new ArrayList<>();
    String address = path;
    for (JsonObject parameter : parameters) {
      String name = parameter.getString("name");
      String value = KNOWN.getOrDefault(name, "$" + name);
      if (parameter.getString("in").equals("path")) {
        address = address.replace("{" + name + "}", value);
      } else if (parameter.getBoolean("required", false)) {
        if (parameter.getString("in").equals("header")) {
          parts.add("-H \"" + name + ": " + value + "\"");
        } else {
          query.add(name + "=" + value);
        }
      }
    }
    String asked = query.isEmpty() ? "" : "?" + String.join("&", query);
    parts.add(1, "\"" + BASE + "/api/v1" + address + asked + "\"");
    if (!(operation.getValue("security") instanceof JsonArray open && open.isEmpty())) {
      parts.add("-H \"Authorization: Bearer $token\"");
    }
    JsonObject body = operation.getJsonObject("requestBody");
    if (body != null) {
      JsonObject content = body.getJsonObject("content");
      String type = content.fieldNames().iterator().next();
      parts.add("-H 'Content-Type: " + type + "'");
      parts.add(
          type.equals("application/json")
              ? "-d '" + example(content.getJsonObject(type).getJsonObject("schema")) + "'"
              : "--data-binary @file");
    }
    return String.join(" \\\n  ", parts);
  }

  /** What a schema requires, by its own examples where it has any. */
  private Object example(JsonObject schema) {
    JsonObject known = Contract.resolved(document, schema);
    JsonArray examples = known.getJsonArray("examples", known.getJsonArray("enum"));
    if (examples != null && !examples.isEmpty()) {
      return examples.getValue(0);
    }
    Object type = known.getValue("type");
    String first = type instanceof JsonArray several ? several.getString(0) : String.valueOf(type);
    return switch (first) {
      case "object" -> object(known);
      case "array" ->
          known.containsKey("items")
              ? new JsonArray().add(example(known.getJsonObject("items")))
              : new JsonArray();
      case "integer", "number" -> known.getValue("minimum", 1);
      case "boolean" -> true;
      default -> "…";
    };
  }

  private JsonObject object(JsonObject schema) {
    JsonObject all = schema.getJsonObject("properties", new JsonObject());
    JsonObject made = new JsonObject();
    for (Object name : schema.getJsonArray("required", new JsonArray())) {
      String key = (String) name;
      made.put(
          key,
          KNOWN.containsKey(key)
                  && all.getJsonObject(key, new JsonObject()).getValue("type") == null
              ? KNOWN.get(key)
              : example(all.getJsonObject(key, new JsonObject())));
    }
    return made;
  }
}
