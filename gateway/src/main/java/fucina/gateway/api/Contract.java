package fucina.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code openapi.yaml}: the one description of the HTTP face. The router, the checks of every
 * request and the readable page are made from it.
 *
 * <p>The router library takes fewer media types than the file names and no relative server address,
 * so it is given the file without answers, bodies and security; it validates the file against
 * OpenAPI 3.1 and matches paths. Requests are checked by {@link Checks}, on the same schemas.
 */
final class Contract {
  private static final String FILE = "/openapi.yaml";
  private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

  static final String NO_INSTANT = "is no instant; write it like 2026-11-22T09:00:00Z";
  private static final Pattern LOCAL =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d[\\d:.]*");

  private final Buffer text;
  private final JsonObject document;
  private final OpenAPIContract routes;
  private final SchemaRepository schemas;
  private final Map<String, Operation> operations;

  private Contract(Buffer text, JsonObject document, OpenAPIContract routes) {
    this.text = text;
    this.document = document;
    this.routes = routes;
    JsonObject marked = document.copy();
    this.schemas = schemas(marked);
    this.operations = operations(marked, schemas);
  }

  /**
   * One operation of the file.
   *
   * @param id its operationId
   * @param method upper-case
   * @param path template below {@code /api/v1}
   * @param open whether it may be called without being signed in
   */
  record Operation(
      String id, String method, String path, boolean open, JsonObject model, Checks checks) {
    boolean matches(String below) {
      return Pattern.matches(path.replaceAll("\\{[^}]+}", "[^/]+"), below);
    }
  }

  /** Reads and validates the file. */
  static Future<Contract> read(Vertx vertx) {
    try {
      Buffer text = resource();
      JsonObject document = parsed(text);
      return OpenAPIContract.from(vertx, routing(document.copy()))
          .map(routes -> new Contract(text, document, routes));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  Buffer text() {
    return text;
  }

  JsonObject document() {
    return document;
  }

  Map<String, Operation> operations() {
    return operations;
  }

  /** A validator for one of the file's shapes. */
  Validator schema(String name) {
    return schemas.validator("app://fucina/openapi.yaml#/components/schemas/" + name);
  }

  /** The methods a path below {@code /api/v1} takes; empty where there is no such path. */
  List<String> methods(String below) {
    return operations.values().stream()
        .filter(operation -> operation.matches(below))
        .map(Operation::method)
        .toList();
  }

  /** A router that hands each operation to its handler. */
  Router router(Vertx vertx, Function<Operation, Handler<RoutingContext>> handlers) {
    RouterBuilder builder = RouterBuilder.create(vertx, routes);
    operations
        .values()
        .forEach(
            operation ->
                builder
                    .getRoute(operation.id())
                    .setDoValidation(false)
                    .setDoSecurity(false)
                    .addHandler(handlers.apply(operation)));
    return builder.createRouter();
  }

  /** The file as the router library can take it. */
  private static JsonObject routing(JsonObject document) {
    document.put("servers", new JsonArray().add(new JsonObject().put("url", "http://h/api/v1")));
    document.remove("security");
    document.getJsonObject("components").remove("securitySchemes");
    document.getJsonObject("components").remove("responses");
    JsonObject paths = document.getJsonObject("paths");
    for (String path : paths.fieldNames()) {
      for (String method : METHODS) {
        JsonObject operation = paths.getJsonObject(path).getJsonObject(method);
        if (operation != null) {
          operation.remove("security");
          operation.remove("requestBody");
          operation.put(
              "responses",
              new JsonObject().put("default", new JsonObject().put("description", "see the file")));
        }
      }
    }
    return document;
  }

  private static Map<String, Operation> operations(JsonObject document, SchemaRepository schemas) {
    Map<String, Operation> all = new LinkedHashMap<>();
    JsonObject paths = document.getJsonObject("paths");
    List<String> templates =
        paths.fieldNames().stream().filter(name -> name.startsWith("/")).toList();
    for (String path : templates) {
      JsonObject item = paths.getJsonObject(path);
      for (String method : METHODS) {
        Optional.ofNullable(item.getJsonObject(method))
            .map(model -> operation(document, schemas, new At(path, method, item, model)))
            .ifPresent(operation -> all.put(operation.id(), operation));
      }
    }
    return Collections.unmodifiableMap(all);
  }

  private record At(String path, String method, JsonObject item, JsonObject model) {}

  private static Operation operation(JsonObject document, SchemaRepository schemas, At at) {
    List<JsonObject> parameters = new ArrayList<>();
    for (JsonObject owner : List.of(at.item(), at.model())) {
      owner.getJsonArray("parameters", new JsonArray()).stream()
          .map(parameter -> resolved(document, (JsonObject) parameter))
          .forEach(parameters::add);
    }
    return new Operation(
        at.model().getString("operationId"),
        at.method().toUpperCase(Locale.ROOT),
        at.path(),
        at.model().containsKey("security") && at.model().getJsonArray("security").isEmpty(),
        at.model(),
        Checks.of(
            schemas, parameters, Optional.ofNullable(at.model().getJsonObject("requestBody"))));
  }

  /**
   * Schemas of the whole file, so that references are found; writes its marks into the document.
   */
  static SchemaRepository schemas(JsonObject document) {
    JsonSchemaOptions options =
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("app://fucina")
            .setOutputFormat(OutputFormat.Basic);
    return SchemaRepository.create(options, Contract::format)
        .dereference("app://fucina/openapi.yaml", JsonSchema.of(document));
  }

  /**
   * Instants as RFC 3339 has them; the library's own pattern lets some pass without an offset. The
   * format {@code instant-or-now} is ours.
   */
  private static @Nullable String format(String type, @Nullable String format, Object value) {
    boolean now = "instant-or-now".equals(format);
    return (now || "date-time".equals(format)) && value instanceof String text
        ? now && text.equals("now") ? null : instant(text, now)
        : null;
  }

  private static @Nullable String instant(String text, boolean now) {
    try {
      OffsetDateTime.parse(text);
      return null;
    } catch (DateTimeParseException e) {
      return LOCAL.matcher(text).matches()
          ? "has no zone; write it like 2026-11-22T09:00:00Z, or with its offset, like"
              + " 2026-11-22T10:00:00+01:00"
          : now ? "is neither now nor an instant; write it like 2026-11-22T09:00:00Z" : NO_INSTANT;
    }
  }

  static JsonObject resolved(JsonObject document, JsonObject model) {
    String reference = model.getString("$ref");
    if (reference == null) {
      return model;
    }
    JsonObject at = document;
    for (String step : reference.substring(2).split("/")) {
      at = at.getJsonObject(step);
    }
    return at;
  }

  private static Buffer resource() {
    try (InputStream file = Contract.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("openapi.yaml is missing from the program");
      }
      return Buffer.buffer(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("openapi.yaml cannot be read", e);
    }
  }

  private static JsonObject parsed(Buffer text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return (JsonObject) json(new Yaml(new SafeConstructor(options)).load(text.toString()));
  }

  private static Object json(Object yaml) {
    if (yaml instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, value) -> object.put(key.toString(), value == null ? null : json(value)));
      return object;
    }
    if (yaml instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(value -> array.add(value == null ? null : json(value)));
      return array;
    }
    return yaml;
  }
}
