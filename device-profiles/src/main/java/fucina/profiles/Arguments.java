package fucina.profiles;

import fucina.profiles.ArgumentCheck.Objection;
import fucina.profiles.Command.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds plain values against declared arguments. */
final class Arguments {
  private Arguments() {}

  /** The typed values in the order of the arguments, or every objection. */
  static ArgumentCheck check(
      String command, List<Argument> arguments, Map<String, ? extends @Nullable Object> given) {
    List<Objection> objections = new ArrayList<>();
    List<String> known = arguments.stream().map(Argument::name).toList();
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        objections.add(new Objection(name, unknown(command, known)));
      }
    }
    Map<String, Value> values = new LinkedHashMap<>();
    for (Argument argument : arguments) {
      @Nullable Object plain = given.get(argument.name());
      if (plain == null && !given.containsKey(argument.name())) {
        argument.fallback().ifPresent(value -> values.put(argument.name(), value));
        if (argument.required() && argument.fallback().isEmpty()) {
          objections.add(new Objection(argument.name(), "is missing; " + wanted(argument)));
        }
        continue;
      }
      flaw(argument, plain)
          .ifPresent(reason -> objections.add(new Objection(argument.name(), reason)));
      typed(argument, plain).ifPresent(value -> values.put(argument.name(), value));
    }
    return objections.isEmpty()
        ? new ArgumentCheck.Fitting(values)
        : new ArgumentCheck.Unfit(objections);
  }

  /** What is wrong with a value for an argument; empty where it fits. */
  static Optional<String> flaw(Argument argument, @Nullable Object plain) {
    Optional<Value> typed = typed(argument, plain);
    return typed.isEmpty()
        ? Optional.of("has the wrong type; " + wanted(argument))
        : objection(argument, typed.get());
  }

  private static String unknown(String command, List<String> known) {
    return known.isEmpty()
        ? "is not known: " + command + " takes no arguments"
        : "is not known: " + command + " takes " + String.join(", ", known);
  }

  /** A plain value as an argument's type; empty where it is of another. */
  static Optional<Value> typed(Argument argument, @Nullable Object plain) {
    return switch (argument.type()) {
      case BOOLEAN ->
          plain instanceof Boolean flag ? Optional.of(Value.of(flag)) : Optional.empty();
      case STRING -> plain instanceof String text ? Optional.of(Value.of(text)) : Optional.empty();
      case NUMBER -> number(plain, Double::isFinite);
      case INTEGER ->
          number(plain, value -> value == Math.rint(value) && Math.abs(value) < 1L << 53);
    };
  }

  private static Optional<Value> number(@Nullable Object plain, DoublePredicate fits) {
    return plain instanceof Number number && fits.test(number.doubleValue())
        ? Optional.of(Value.of(number.doubleValue()))
        : Optional.empty();
  }

  private static Optional<String> objection(Argument argument, Value value) {
    if (!argument.allowed().isEmpty() && !value.isOneOf(argument.allowed())) {
      return Optional.of("is not allowed; " + wanted(argument));
    }
    if (value instanceof Value.Number number) {
      boolean low = argument.minimum().filter(bound -> number.value() < bound).isPresent();
      boolean high = argument.maximum().filter(bound -> number.value() > bound).isPresent();
      return low || high
          ? Optional.of("is outside its bounds; " + wanted(argument))
          : Optional.empty();
    }
    if (value instanceof Value.Text text) {
      if (text.value().length() > ArgumentCheck.MAX_TEXT) {
        return Optional.of("is longer than " + ArgumentCheck.MAX_TEXT + " characters");
      }
      return argument
          .pattern()
          .filter(pattern -> !BoundedText.matches(Pattern.compile(pattern), text.value()))
          .map(pattern -> "does not match its pattern; " + wanted(argument));
    }
    return Optional.empty();
  }

  /** What would be right, in words. */
  private static String wanted(Argument argument) {
    String type =
        switch (argument.type()) {
          case NUMBER -> "a number";
          case INTEGER -> "a whole number";
          case BOOLEAN -> "true or false";
          case STRING -> "a text";
        };
    if (!argument.allowed().isEmpty()) {
      List<String> words =
          argument.allowed().stream().map(value -> String.valueOf(value.plain())).toList();
      return "it is one of " + String.join(", ", words);
    }
    String lower = argument.minimum().map(bound -> ", at least " + bounded(bound)).orElse("");
    String upper = argument.maximum().map(bound -> ", at most " + bounded(bound)).orElse("");
    String shape = argument.pattern().map(pattern -> " that matches " + pattern).orElse("");
    return "it is " + type + lower + upper + shape;
  }

  private static String bounded(double bound) {
    return String.valueOf(Value.of(bound).plain());
  }
}
