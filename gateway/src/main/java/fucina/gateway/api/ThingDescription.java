package fucina.gateway.api;

import fucina.gateway.registry.Machine;
import fucina.profiles.Command;
import fucina.profiles.Label;
import fucina.profiles.Signal;
import fucina.profiles.ValueType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.TreeMap;

/**
 * A machine as a W3C WoT Thing Description 1.1, as seen through the gateway: properties are read
 * from its values, actions go through sessions. No address of the machine itself is in it.
 */
final class ThingDescription {
  private ThingDescription() {}

  static JsonObject of(Machine machine, String base) {
    JsonObject properties = new JsonObject();
    machine.profile().signals().forEach(signal -> properties.put(signal.name(), property(signal)));
    JsonObject actions = new JsonObject();
    machine.profile().commands().stream()
        .map(command -> command.allowing(machine.allowLists()))
        .forEach(command -> actions.put(command.name(), action(command)));
    return new JsonObject()
        .put("@context", "https://www.w3.org/2022/wot/td/v1.1")
        .put("id", "urn:fucina:machine:" + machine.id())
        .put("title", machine.name())
        .put("description", machine.profile().title().en())
        .put("descriptions", languages(machine.profile().title()))
        .put("version", new JsonObject().put("instance", machine.profile().version()))
        .put("base", base + "/api/v1/")
        .put(
            "securityDefinitions",
            new JsonObject()
                .put("bearer", new JsonObject().put("scheme", "bearer").put("in", "header")))
        .put("security", new JsonArray().add("bearer"))
        .put(
            "links",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("rel", "type")
                        .put(
                            "href",
                            "profiles/"
                                + machine.profile().id()
                                + "?version="
                                + machine.profile().version())))
        .put(
            "forms",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("op", "readallproperties")
                        .put("href", "machines/" + machine.id() + "/latest")
                        .put("contentType", "application/json")))
        .put("properties", bound(properties, machine, "readproperty"))
        .put("actions", actions(actions));
  }

  private static JsonObject bound(JsonObject properties, Machine machine, String op) {
    properties.forEach(
        entry ->
            ((JsonObject) entry.getValue())
                .put(
                    "forms",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("op", op)
                                .put(
                                    "href",
                                    "machines/"
                                        + machine.id()
                                        + "/telemetry?raw=true&signals="
                                        + entry.getKey())
                                .put("contentType", "application/x-ndjson"))));
    return properties;
  }

  private static JsonObject actions(JsonObject actions) {
    JsonObject session =
        new JsonObject()
            .put("type", "string")
            .put("description", "Id of the running session; GET sessions?active=true.");
    actions.forEach(
        entry ->
            ((JsonObject) entry.getValue())
                .put("uriVariables", new JsonObject().put("session", session))
                .put(
                    "forms",
                    new JsonArray()
                        .add(
                            new JsonObject()
                                .put("op", "invokeaction")
                                .put("href", "sessions/{session}/commands")
                                .put("htv:methodName", "POST")
                                .put("contentType", "application/json"))));
    return actions;
  }

  private static JsonObject property(Signal signal) {
    JsonObject json =
        new JsonObject()
            .put("title", signal.title().en())
            .put("titles", languages(signal.title()))
            .put("type", type(signal.type()))
            .put("readOnly", true)
            .put("observable", true);
    signal.unit().ifPresent(unit -> json.put("unit", unit.symbol()));
    signal.minimum().ifPresent(minimum -> json.put("minimum", minimum));
    signal.maximum().ifPresent(maximum -> json.put("maximum", maximum));
    if (!signal.texts().isEmpty()) {
      json.put("enum", new JsonArray(signal.texts()));
    }
    if (!signal.enumeration().isEmpty()) {
      json.put("oneOf", words(signal));
    }
    return json;
  }

  private static JsonArray words(Signal signal) {
    JsonArray words = new JsonArray();
    new TreeMap<>(signal.enumeration())
        .forEach(
            (index, word) -> words.add(new JsonObject().put("const", index).put("title", word)));
    return words;
  }

  private static JsonObject action(Command command) {
    JsonObject json =
        new JsonObject()
            .put("title", command.title().en())
            .put("titles", languages(command.title()))
            .put("safe", command.kind() == Command.Kind.READ)
            .put("idempotent", command.kind() == Command.Kind.STOP);
    return json.put("input", input(command));
  }

  /** What is posted: the command's name, its arguments, and the nonce that refuses repeats. */
  private static JsonObject input(Command command) {
    JsonObject fields = new JsonObject();
    JsonArray required = new JsonArray();
    for (Command.Argument argument : command.arguments()) {
      fields.put(argument.name(), argument(argument));
      if (argument.required()) {
        required.add(argument.name());
      }
    }
    JsonObject arguments = new JsonObject().put("type", "object").put("properties", fields);
    if (!required.isEmpty()) {
      arguments.put("required", required);
    }
    return new JsonObject()
        .put("type", "object")
        .put(
            "properties",
            new JsonObject()
                .put("command", new JsonObject().put("type", "string").put("const", command.name()))
                .put("arguments", arguments)
                .put("nonce", new JsonObject().put("type", "string")))
        .put("required", new JsonArray().add("command").add("arguments").add("nonce"));
  }

  private static JsonObject argument(Command.Argument argument) {
    JsonObject field =
        new JsonObject()
            .put("type", type(argument.type()))
            .put("title", argument.title().en())
            .put("titles", languages(argument.title()));
    argument.pattern().ifPresent(pattern -> field.put("pattern", pattern));
    argument.minimum().ifPresent(minimum -> field.put("minimum", minimum));
    argument.maximum().ifPresent(maximum -> field.put("maximum", maximum));
    argument.fallback().ifPresent(value -> field.put("default", value.plain()));
    if (!argument.allowed().isEmpty()) {
      field.put(
          "enum", new JsonArray(argument.allowed().stream().map(value -> value.plain()).toList()));
    }
    return field;
  }

  private static JsonObject languages(Label label) {
    return new JsonObject().put("en", label.en()).put("it", label.it());
  }

  private static String type(ValueType type) {
    return Shapes.word(type);
  }
}
