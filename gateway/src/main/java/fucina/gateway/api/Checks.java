package fucina.gateway.api;

import fucina.gateway.api.Problem.Wrong;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one operation accepts, as the file's schemas say it. Every wrong field and parameter is
 * named at once, unknown ones included.
 *
 * <p>The router library's own validation is left out: it decodes a query twice, takes the text
 * {@code 1.5} for a number, lets unknown parameters pass and does not say which field is wrong.
 */
final class Checks {
  private final List<Parameter> parameters;
  private final Map<String, Validator> bodies;
  private final boolean bodyRequired;

  private Checks(List<Parameter> parameters, Map<String, Validator> bodies, boolean bodyRequired) {
    this.parameters = parameters;
    this.bodies = bodies;
    this.bodyRequired = bodyRequired;
  }

  private record Parameter(
      String name,
      String in,
      boolean required,
      String type,
      Optional<Object> usual,
      Validator schema) {}

  /** The outcome of a check. */
  sealed interface Checked {
    /**
     * All is as the file says.
     *
     * @param query the query's values, usual ones filled in; texts, Longs or Booleans
     * @param body empty where none was sent
     */
    record Sound(Map<String, Object> query, Optional<Object> body) implements Checked {}

    /** It is not. */
    record Unsound(Problem problem) implements Checked {}
  }

  static Checks of(
      SchemaRepository schemas, List<JsonObject> parameters, Optional<JsonObject> requestBody) {
    Map<String, Validator> bodies = new LinkedHashMap<>();
    requestBody
        .map(body -> body.getJsonObject("content"))
        .ifPresent(
            content ->
                content.fieldNames().stream()
                    .filter(type -> !type.startsWith("__"))
                    .forEach(
                        type -> bodies.put(type, validator(schemas, content.getJsonObject(type)))));
    return new Checks(
        parameters.stream().map(parameter -> parameter(schemas, parameter)).toList(),
        bodies,
        requestBody.map(body -> body.getBoolean("required", false)).orElse(false));
  }

  /** Checks a request whose body has been read. */
  Checked check(RoutingContext context) {
    List<Wrong> wrong = new ArrayList<>();
    for (Parameter parameter : parameters) {
      if (parameter.in().equals("path")
          && !(SchemaErrors.of(
                      parameter.name(), parameter.schema(), context.pathParam(parameter.name()))
                  .isEmpty()
              && Texts.unspeakable(parameter.name(), context.pathParam(parameter.name()))
                  .isEmpty())) {
        return new Checked.Unsound(Problem.notFound(noSuch(parameter.name())));
      }
    }
    Map<String, Object> query = query(context.queryParams(), wrong);
    headers(context, wrong);
    @Nullable Buffer sent = context.body().buffer();
    boolean empty = sent == null || sent.length() == 0;
    if (empty || bodies.isEmpty()) {
      if (empty ? bodyRequired : !sent.toString().strip().equals("{}")) {
        wrong.add(new Wrong("body", empty ? "is missing" : "nothing is taken here; leave it out"));
      }
      return done(wrong, query, Optional.empty());
    }
    return body(context, sent, wrong, query);
  }

  private static String noSuch(String name) {
    return "such %s: it %s%s"
        .formatted(
            name,
            SchemaErrors.shape(name),
            name.equals("fingerprint") ? "; " + CertificatesApi.LISTED : "");
  }

  private Checked body(
      RoutingContext context, Buffer sent, List<Wrong> wrong, Map<String, Object> query) {
    String given = Optional.ofNullable(context.request().getHeader("Content-Type")).orElse("");
    String type = given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    @Nullable Validator schema = bodies.get(type);
    if (schema == null) {
      return new Checked.Unsound(Problem.wrongMediaType(given, List.copyOf(bodies.keySet())));
    }
    if (!type.equals("application/json")) {
      wrong.addAll(Texts.unspeakable("body", sent.toString()));
      return done(wrong, query, Optional.of(sent.toString()));
    }
    try {
      Object value = Json.decodeValue(sent);
      wrong.addAll(TwiceNamed.wrong(sent));
      wrong.addAll(SchemaErrors.of("body", schema, value));
      wrong.addAll(Texts.unspeakable("body", value));
      return done(wrong, query, Optional.ofNullable(value));
    } catch (DecodeException e) {
      wrong.add(new Wrong("body", "is not JSON" + position(e)));
      return done(wrong, query, Optional.empty());
    }
  }

  private static Checked done(List<Wrong> wrong, Map<String, Object> query, Optional<Object> body) {
    return wrong.isEmpty()
        ? new Checked.Sound(query, body)
        : new Checked.Unsound(Problem.invalid(wrong));
  }

  private Map<String, Object> query(MultiMap given, List<Wrong> wrong) {
    Map<String, Object> values = new LinkedHashMap<>();
    Set<String> unknown = new TreeSet<>(given.names());
    for (Parameter parameter : parameters) {
      if (!parameter.in().equals("query")) {
        continue;
      }
      unknown.remove(parameter.name());
      List<String> texts = given.getAll(parameter.name());
      if (texts.size() > 1) {
        wrong.add(new Wrong(parameter.name(), "is given " + texts.size() + " times; give it once"));
      } else if (texts.isEmpty() && parameter.required()) {
        wrong.add(new Wrong(parameter.name(), "is missing"));
      } else if (texts.isEmpty()) {
        parameter.usual().ifPresent(usual -> values.put(parameter.name(), usual));
      } else {
        Object value = read(parameter.type(), texts.get(0));
        wrong.addAll(SchemaErrors.of(parameter.name(), parameter.schema(), value));
        wrong.addAll(Texts.unspeakable(parameter.name(), value));
        values.put(parameter.name(), value);
      }
    }
    unknown.forEach(name -> wrong.add(new Wrong(name, "is no parameter here; " + known())));
    return values;
  }

  private void headers(RoutingContext context, List<Wrong> wrong) {
    for (Parameter parameter : parameters) {
      if (parameter.in().equals("header")) {
        Optional.ofNullable(context.request().getHeader(parameter.name()))
            .map(value -> SchemaErrors.of(parameter.name(), parameter.schema(), value))
            .ifPresent(wrong::addAll);
      }
    }
  }

  private String known() {
    List<String> names =
        parameters.stream().filter(p -> p.in().equals("query")).map(Parameter::name).toList();
    return names.isEmpty() ? "it takes none" : "known are " + String.join(", ", names);
  }

  /** The value a text in the query stands for; the text itself where it stands for no such. */
  private static Object read(String type, String text) {
    return switch (type) {
      case "integer" -> text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
      case "boolean" ->
          text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
      default -> text;
    };
  }

  private static Parameter parameter(SchemaRepository schemas, JsonObject model) {
    JsonObject schema = model.getJsonObject("schema");
    Optional<Object> usual = Optional.ofNullable(schema.getValue("default"));
    return new Parameter(
        model.getString("name"),
        model.getString("in"),
        model.getBoolean("required", false),
        schema.getString("type", "string"),
        usual.map(value -> value instanceof Integer number ? (Object) number.longValue() : value),
        validator(schemas, model));
  }

  private static Validator validator(SchemaRepository schemas, JsonObject owner) {
    return schemas.validator(JsonSchema.of(owner.getJsonObject("schema")));
  }

  /** Where the parser stopped, without its inner words. */
  private static String position(DecodeException e) {
    String message = String.valueOf(e.getMessage());
    int line = message.indexOf("line: ");
    int end = message.indexOf(']', line);
    return line < 0 || end < 0 ? "" : " (at " + message.substring(line, end).replace(":", "") + ")";
  }
}
