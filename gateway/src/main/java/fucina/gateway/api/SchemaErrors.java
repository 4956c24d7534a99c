package fucina.gateway.api;

import static java.util.stream.Collectors.joining;

import fucina.gateway.api.Problem.Wrong;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A validator's findings in a person's words: which field, what is wrong, what would be right. */
final class SchemaErrors {
  private static final Pattern QUOTED = Pattern.compile("\"(.*)\"$");
  private static final Pattern COUNTED = Pattern.compile("(\\d+) ([<>]) (\\d+)");

  private SchemaErrors() {}

  /**
   * What is wrong with a value.
   *
   * @param root what the value itself is called
   */
  static List<Wrong> of(String root, Validator validator, @Nullable Object value) {
    OutputUnit found = validator.validate(value);
    if (Boolean.TRUE.equals(found.getValid())) {
      return List.of();
    }
    Map<String, Wrong> byField = new LinkedHashMap<>();
    Map<String, Wrong> unknown = new LinkedHashMap<>();
    List<OutputUnit> all = found.getErrors() == null ? List.of() : found.getErrors();
    for (OutputUnit unit : all) {
      boolean additional = keyword(unit).equals("additionalProperties");
      wrong(root, unit).forEach(w -> (additional ? unknown : byField).putIfAbsent(w.field(), w));
    }
    // The validator also calls a known field unknown, where something inside it is wrong.
    Set<String> known = Set.copyOf(byField.keySet());
    Set<String> extra = Set.copyOf(unknown.keySet());
    unknown
        .keySet()
        .removeIf(
            field ->
                known.stream().anyMatch(w -> inside(field, w))
                    || extra.stream().anyMatch(w -> !w.equals(field) && inside(field, w)));
    byField.putAll(unknown);
    List<Wrong> wrong = new ArrayList<>(byField.values());
    return wrong.isEmpty() ? List.of(new Wrong(root, "is not as the description says")) : wrong;
  }

  private static List<Wrong> wrong(String root, OutputUnit unit) {
    String field = field(root, unit.getInstanceLocation());
    String message = String.valueOf(unit.getError());
    return switch (keyword(unit)) {
      case "required" -> List.of(new Wrong(child(root, field, quoted(message)), "is missing"));
      case "additionalProperties" ->
          List.of(new Wrong(field, "is not known here; leave it out or look for a typing error"));
      case "type" -> List.of(new Wrong(field, type(message)));
      case "enum", "const" -> List.of(new Wrong(field, choices(message)));
      case "format" -> List.of(new Wrong(field, format(message)));
      case "pattern" -> List.of(new Wrong(field, shape(field)));
      case "minLength", "maxLength" ->
          List.of(new Wrong(field, message.replace("String", "").strip()));
      case "minItems", "maxItems" -> List.of(new Wrong(field, entries(message)));
      case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf" ->
          List.of(new Wrong(field, message));
      case "uniqueItems" -> List.of(new Wrong(field, "has the same entry twice"));
      case "minProperties" -> List.of(new Wrong(field, "is empty; give at least one field"));
      case "maxProperties" -> List.of(new Wrong(field, "has too many fields"));
      default -> List.of();
    };
  }

  /** What each pattern of openapi.yaml means, by the name of its field. */
  static String shape(String field) {
    String name = field.replaceAll(".*\\.", "").replaceAll("\\[.*", "");
    return switch (name) {
      case "id" ->
          "must be at most 40 small letters, digits or hyphens and begin with a letter or digit,"
              + " as robot-1";
      case "email" -> "must be a mail address, as anna@firm.example";
      case "machine",
          "machines",
          "centre",
          "organisation",
          "profile",
          "session",
          "booking",
          "command",
          "problem" ->
          "must be an id: 1 to 80 letters, digits, dots, hyphens or underscores, beginning with a"
              + " letter or digit, as robot-1";
      case "camera" ->
          "must be 1 to 32 small letters, digits or hyphens and begin with a letter, as cell";
      case "version", "profileVersion" -> "must be three numbers between dots, as 1.2.0";
      case "opens", "closes" -> "must be a time of day from 00:00 to 23:59, as 08:30";
      case "fingerprint" ->
          "must be a SHA-256 in hexadecimal: 64 digits, with or without colons between them";
      default -> "has characters or a shape that is not taken here";
    };
  }

  private static String keyword(OutputUnit unit) {
    return unit.getKeywordLocation().replaceAll(".*/", "");
  }

  private static boolean inside(String field, String other) {
    return other.equals(field) || other.startsWith(field + ".") || other.startsWith(field + "[");
  }

  /** {@code #/machines/0} as {@code machines[0]}. */
  private static String field(String root, String location) {
    StringBuilder field = new StringBuilder();
    String[] steps = location.split("/");
    for (int i = 1; i < steps.length; i++) {
      String step =
          URLDecoder.decode(steps[i].replace("+", "%2B"), StandardCharsets.UTF_8)
              .replace("~1", "/")
              .replace("~0", "~");
      if (step.matches("[0-9]+")) {
        field.append('[').append(step).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(step);
      }
    }
    return field.isEmpty() ? root : field.toString();
  }

  private static String child(String root, String field, String name) {
    return field.equals(root) ? name : field + "." + name;
  }

  private static String quoted(String message) {
    Matcher matcher = QUOTED.matcher(message);
    return matcher.find() ? matcher.group(1) : message;
  }

  /** {@code … any of ["csv","json"]} as {@code must be csv or json}. */
  private static String choices(String message) {
    int list = message.indexOf('[');
    String all = list < 0 ? quoted(message) : message.substring(list + 1, message.length() - 1);
    return "must be " + all.replace("\",\"", "\" or \"").replace("\"", "");
  }

  /** {@code … has too few items (0 < 1)} as {@code must have 1 entry at least, not 0}. */
  private static String entries(String message) {
    Matcher counted = COUNTED.matcher(message);
    if (!counted.find()) {
      return message;
    }
    String entries = counted.group(3).equals("1") ? " entry" : " entries";
    String edge = counted.group(2).equals("<") ? " at least" : " at most";
    return "must have " + counted.group(3) + entries + edge + ", not " + counted.group(1);
  }

  /**
   * What the contract says of a format as it is; the library's own words of an instant, plainer.
   */
  private static String format(String message) {
    if (message.contains("date-time")) {
      return Contract.NO_INSTANT;
    }
    return message.contains("write it") ? message : "is not written as it must be";
  }

  private static String type(String message) {
    int expected = message.indexOf("Expected ");
    String types =
        expected < 0
            ? "of another type"
            : Stream.of(message.substring(expected + 9).split(" or |, "))
                .map(SchemaErrors::kind)
                .collect(joining(" or "));
    return "must be " + types;
  }

  private static String kind(String type) {
    return switch (type.replaceAll("[^a-z]", "")) {
      case "object" -> "an object with named fields";
      case "array" -> "a list";
      case "string" -> "a text";
      case "integer" -> "a whole number";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      default -> type;
    };
  }
}
