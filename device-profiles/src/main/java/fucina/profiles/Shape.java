package fucina.profiles;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds a profile against {@code profile.schema.json} and says each departure in a sentence: which
 * key, what is wrong, what would be right.
 */
final class Shape {
  private static final String RESOURCE = "profile.schema.json";
  private static final Pattern QUOTED = Pattern.compile("\"(.*?)\"");

  /** Keywords that only hand on what a keyword below them found. */
  private static final Set<String> CARRIERS =
      Set.of("properties", "patternProperties", "propertyNames", "items", "$ref");

  private final JsonObject schema;
  private final Validator validator;

  Shape() {
    this.schema = new JsonObject(resource());
    this.validator =
        Validator.create(
            JsonSchema.of(new JsonObject(resource())),
            new JsonSchemaOptions()
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic)
                .setBaseUri("https://fucina.invalid/"));
  }

  private static String resource() {
    try (InputStream stream = Shape.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException(RESOURCE + " is not packaged");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes every departure from the schema. */
  void check(Part root, Flaws flaws) {
    OutputUnit outcome;
    synchronized (this) { // the validator rewrites its own schema while it reads it
      outcome = validator.validate(json(root));
    }
    if (Boolean.TRUE.equals(outcome.getValid())) {
      return;
    }
    for (OutputUnit unit : outcome.getErrors()) {
      note(unit, root, flaws);
    }
    if (flaws.isEmpty()) { // a key the validator cannot name, such as half a character
      flaws.add(root, "does not have the shape of a profile");
    }
  }

  private void note(OutputUnit unit, Part root, Flaws flaws) {
    String keyword = lastStep(unit.getKeywordLocation());
    List<String> steps = steps(unit.getInstanceLocation());
    Optional<Part> found = walk(root, steps);
    if (CARRIERS.contains(keyword) || found.isEmpty()) {
      return;
    }
    Part part = found.get();
    JsonObject rules = rules(unit);
    switch (keyword) {
      case "required" -> {
        String key = quoted(unit.getError());
        flaws.add(part.line(), part.pathTo(key), "is missing; write " + wanted(rules, key));
      }
      case "additionalProperties" -> unknownKey(part, steps, rules, flaws);
      case "pattern" ->
          flaws.add(
              part,
              (isKey(unit) ? "is no good name" : "is not as it must be")
                  + "; write "
                  + rules.getString("description", rules.getString("pattern")));
      default -> flaws.add(part, reason(keyword, part, rules));
    }
  }

  private static void unknownKey(Part part, List<String> steps, JsonObject rules, Flaws flaws) {
    if (!Boolean.FALSE.equals(rules.getValue("additionalProperties"))) {
      return;
    }
    String key = steps.get(steps.size() - 1);
    Set<String> known = rules.getJsonObject("properties", new JsonObject()).fieldNames();
    boolean foreign =
        rules.getJsonObject("patternProperties", new JsonObject()).fieldNames().stream()
            .anyMatch(pattern -> Pattern.compile(pattern).matcher(key).find());
    if (!known.contains(key) && !foreign) {
      flaws.add(part, "is not a key of a profile here; " + flaws.hint(key, known));
    }
  }

  private static String reason(String keyword, Part part, JsonObject rules) {
    return switch (keyword) {
      case "type" -> "must be " + kind(rules) + ", not " + part.kind();
      case "enum" -> oneOf(part, rules.getJsonArray("enum"));
      case "const" -> "must be " + rules.getValue("const");
      case "minimum" -> "must be at least " + rules.getValue("minimum");
      case "maximum" -> "must be at most " + rules.getValue("maximum");
      case "minLength" -> "must not be empty";
      case "maxLength" -> "must be at most " + rules.getValue("maxLength") + " characters long";
      case "minItems", "minProperties" -> "must hold at least one";
      case "maxItems", "maxProperties" -> "must hold at most " + rules.getValue(keyword);
      default -> throw new IllegalStateException("the schema uses " + keyword + " unexplained");
    };
  }

  private static String oneOf(Part part, JsonArray allowed) {
    List<String> words = allowed.stream().map(String::valueOf).toList();
    String near = part.asText().flatMap(text -> Nearest.to(text, words)).orElse("");
    return "must be one of "
        + String.join(", ", words)
        + (near.isEmpty() ? "" : "; did you mean " + near + "?");
  }

  /** What would be right under a key that is missing. */
  private String wanted(JsonObject rules, String key) {
    JsonObject below = followed(rules.getJsonObject("properties").getJsonObject(key));
    if (below.containsKey("const")) {
      return String.valueOf(below.getValue("const"));
    }
    return below.containsKey("enum")
        ? "one of " + String.join(", ", strings(below.getJsonArray("enum")))
        : below.getString("description", kind(below));
  }

  private JsonObject followed(JsonObject rules) {
    String reference = rules.getString("$ref");
    return reference == null
        ? rules
        : (JsonObject) JsonPointer.from(reference.substring(1)).queryJson(schema);
  }

  /** The kind of value a schema object asks for, a block with the keys it needs. */
  private static String kind(JsonObject rules) {
    JsonArray needed = rules.getJsonArray("required", new JsonArray());
    String keys = needed.isEmpty() ? "" : " { " + String.join(", ", strings(needed)) + " }";
    return kinds(rules.getValue("type")) + keys;
  }

  private static String kinds(Object type) {
    List<String> names = type instanceof JsonArray many ? strings(many) : List.of((String) type);
    return String.join(
        " or ",
        names.stream()
            .map(
                name ->
                    switch (name) {
                      case "object" -> "a block of keys";
                      case "array" -> "a list";
                      case "string" -> "a text";
                      case "integer" -> "a whole number";
                      case "number" -> "a number";
                      default -> "true or false";
                    })
            .toList());
  }

  private static List<String> strings(JsonArray array) {
    return array.stream().map(String::valueOf).toList();
  }

  /** The schema object that holds the keyword which refused. */
  private JsonObject rules(OutputUnit unit) {
    List<String> steps = steps(unit.getKeywordLocation());
    Object here = schema;
    for (String step : steps.subList(0, Math.max(0, steps.size() - 1))) {
      Object below = here instanceof JsonObject object ? object.getValue(step) : null;
      here =
          step.equals("$ref") && below instanceof String reference
              ? JsonPointer.from(reference.substring(1)).queryJson(schema)
              : below;
    }
    return here instanceof JsonObject object ? object : new JsonObject();
  }

  private static boolean isKey(OutputUnit unit) {
    return unit.getKeywordLocation().contains("/propertyNames");
  }

  private static String quoted(String error) {
    Matcher matcher = QUOTED.matcher(error);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String lastStep(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** The steps of a JSON pointer in a URI fragment; the validator percent-encodes each key. */
  private static List<String> steps(String location) {
    List<String> steps = new ArrayList<>();
    for (String step : location.substring(location.indexOf('#') + 1).split("/", -1)) {
      String decoded = URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
      steps.add(decoded.replace("~1", "/").replace("~0", "~"));
    }
    return steps.subList(1, Math.max(1, steps.size()));
  }

  private static Optional<Part> walk(Part root, List<String> steps) {
    Optional<Part> here = Optional.of(root);
    for (String step : steps) {
      here = here.flatMap(part -> child(part, step));
    }
    return here;
  }

  private static Optional<Part> child(Part part, String step) {
    if (part instanceof Part.Items list) {
      return Optional.of(list.items().get(Integer.parseInt(step)));
    }
    return part.at(step);
  }

  /** The part as JSON, for the validator. */
  static @Nullable Object json(Part part) {
    if (part instanceof Part.Block block) {
      JsonObject object = new JsonObject();
      block.entries().forEach((key, value) -> object.put(key, json(value)));
      return object;
    }
    if (part instanceof Part.Items list) {
      JsonArray array = new JsonArray();
      list.items().forEach(item -> array.add(json(item)));
      return array;
    }
    return part instanceof Part.Scalar scalar ? scalar.plain() : null;
  }
}
