package fucina.profiles;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Parts of a profile in words that a technician can compare. */
final class InWords {
  private static final String NOTHING = "none";

  private InWords() {}

  /** The components of a record by name, in their order. */
  static Map<String, Object> parts(Record part) {
    Map<String, Object> parts = new LinkedHashMap<>();
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      try {
        parts.put(component.getName(), component.getAccessor().invoke(part));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(component + " cannot be read", e);
      }
    }
    return parts;
  }

  /** A value in words: records as their parts, what is empty as {@code none}. */
  static String of(Object value) {
    if (value instanceof Optional<?> maybe) {
      return maybe.map(InWords::of).orElse(NOTHING);
    }
    if (value instanceof Duration duration) {
      return duration.toMillis() + " ms";
    }
    if (value instanceof Value plain) {
      return String.valueOf(plain.plain());
    }
    if (value instanceof Double number) {
      return String.valueOf(Value.of(number).plain());
    }
    if (value instanceof Enum<?> word) {
      return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
    if (value instanceof NodeAddress node) {
      return node.toString();
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (value instanceof Collection<?> many) {
      List<String> words = new ArrayList<>(many.stream().map(InWords::of).toList());
      return words.isEmpty() ? NOTHING : String.join("; ", words);
    }
    return value instanceof Record part ? record(part) : String.valueOf(value);
  }

  private static String map(Map<?, ?> map) {
    Map<String, String> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(of(key), of(value)));
    List<String> entries =
        sorted.entrySet().stream().map(entry -> entry.getKey() + ": " + entry.getValue()).toList();
    return entries.isEmpty() ? NOTHING : String.join(", ", entries);
  }

  private static String record(Record part) {
    List<String> words = new ArrayList<>();
    parts(part)
        .forEach(
            (name, value) -> {
              String shown = of(value);
              if (!shown.equals(NOTHING) && !shown.isEmpty()) {
                words.add(name + " " + shown);
              }
            });
    return words.isEmpty() ? NOTHING : String.join(", ", words);
  }
}
