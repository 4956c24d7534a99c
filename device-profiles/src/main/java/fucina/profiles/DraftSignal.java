package fucina.profiles;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A signal as the rules look at it.
 *
 * @param name its name
 * @param part its block under {@code properties}
 */
record DraftSignal(String name, Part part) {

  /** A key of its {@code fucina:} block. */
  Optional<Part> key(String key) {
    return part.block("fucina").flatMap(keys -> keys.at(key));
  }

  /** Its {@code fucina:} block; itself where it has none. */
  Part keys() {
    return part.block("fucina").orElse(part);
  }

  Optional<ValueType> type() {
    return Draft.type(part);
  }

  boolean isNumeric() {
    return type().filter(type -> type == ValueType.NUMBER || type == ValueType.INTEGER).isPresent();
  }

  Signal.Role role() {
    return switch (key("role").flatMap(Part::asText).orElse("")) {
      case "interlock" -> Signal.Role.INTERLOCK;
      case "state" -> Signal.Role.STATE;
      case "energy-power" -> Signal.Role.ENERGY_POWER;
      case "energy-counter" -> Signal.Role.ENERGY_COUNTER;
      default -> Signal.Role.MEASUREMENT;
    };
  }

  /** Its form, which holds the address. */
  Optional<Part> form() {
    return part.itemsOf("forms").stream().findFirst();
  }

  /** Index to word, where it is an enumeration. */
  Map<Long, String> words() {
    Map<Long, String> words = new LinkedHashMap<>();
    part.block("fucina")
        .map(keys -> keys.entriesOf("enum"))
        .orElse(Map.of())
        .forEach(
            (index, word) -> {
              if (index.matches("-?\\d{1,9}")) {
                word.asText().ifPresent(text -> words.put(Long.valueOf(index), text));
              }
            });
    return words;
  }

  /** The only texts it may hold; none where any text may come. */
  List<String> texts() {
    return part.itemsOf("enum").stream().flatMap(item -> item.asText().stream()).toList();
  }

  /** Its value for a plain one in the file; an enumeration's word stands for its index. */
  Optional<Value> value(Value plain) {
    Map<Long, String> words = words();
    if (!words.isEmpty()) {
      return words.entrySet().stream()
          .filter(entry -> means(entry, plain))
          .map(entry -> Value.of(entry.getKey().doubleValue()))
          .findFirst();
    }
    if (!texts().isEmpty()) {
      return texts().stream().map(Value::of).filter(plain::sameAs).findFirst();
    }
    return type().filter(type -> Draft.fits(type, plain)).map(type -> plain);
  }

  private static boolean means(Map.Entry<Long, String> entry, Value plain) {
    return plain.sameAs(Value.of(entry.getValue()))
        || plain.sameAs(Value.of(entry.getKey().doubleValue()));
  }

  /** The value a mapping's key stands for; keys are always texts in the file. */
  Optional<Value> valueOfKey(String key) {
    Optional<Value> asText = value(Value.of(key));
    if (asText.isPresent()) {
      return asText;
    }
    PlainScalar plain = PlainScalar.of(key);
    return plain instanceof PlainScalar.Read read ? value(Value.ofPlain(read.plain())) : asText;
  }

  /** What a value of it would be, in words. */
  String wanted() {
    if (!words().isEmpty()) {
      return "one of "
          + String.join(
              ", ",
              words().entrySet().stream()
                  .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                  .toList());
    }
    if (!texts().isEmpty()) {
      return "one of " + String.join(", ", texts());
    }
    return type().map(Draft::inWords).orElse("a value");
  }
}
