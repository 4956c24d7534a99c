package fucina.profiles;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One piece of a profile's text, with the line it stands on and the path of keys that leads to it.
 */
sealed interface Part {

  /** Line in the file, from 1; of a mapping's entry, the line of its key. */
  int line();

  /** Keys from the root joined by dots, list places in brackets; empty for the root. */
  String path();

  /** What a person would call it: a text, a number, … */
  String kind();

  /** A mapping of keys to parts, in the order of the file. */
  record Block(int line, String path, Map<String, Part> entries) implements Part {
    public Block {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String kind() {
      return "a block of keys";
    }
  }

  /** A list. */
  record Items(int line, String path, List<Part> items) implements Part {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A text, a whole number (Long), a fraction (Double) or true/false. */
  record Scalar(int line, String path, Object plain) implements Part {
    @Override
    public String kind() {
      if (plain instanceof String) {
        return "a text";
      }
      return plain instanceof Boolean ? "true or false" : "a number";
    }
  }

  /** A key without a value. */
  record Nothing(int line, String path) implements Part {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  /** The path of a key below this part. */
  default String pathTo(String key) {
    return path().isEmpty() ? key : path() + "." + key;
  }

  /** The part under a key; empty where there is none or this is no block. */
  default Optional<Part> at(String key) {
    return this instanceof Block block
        ? Optional.ofNullable(block.entries().get(key))
        : Optional.empty();
  }

  /** The block under a key. */
  default Optional<Part> block(String key) {
    return at(key).filter(Block.class::isInstance);
  }

  /** The text under a key. */
  default Optional<String> text(String key) {
    return at(key).flatMap(Part::asText);
  }

  /** The number under a key. */
  default Optional<Double> number(String key) {
    return at(key).flatMap(Part::asNumber);
  }

  /** The whole number under a key. */
  default Optional<Integer> whole(String key) {
    return number(key)
        .filter(value -> value == Math.rint(value) && Math.abs(value) <= Integer.MAX_VALUE)
        .map(Double::intValue);
  }

  /** Whether true stands under a key. */
  default boolean isTrue(String key) {
    return at(key).flatMap(Part::asValue).filter(Value.of(true)::sameAs).isPresent();
  }

  /** Whether false stands under a key. */
  default boolean isFalse(String key) {
    return at(key).flatMap(Part::asValue).filter(Value.of(false)::sameAs).isPresent();
  }

  /** This part as a text. */
  default Optional<String> asText() {
    return this instanceof Scalar scalar && scalar.plain() instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  /** This part as a number. */
  default Optional<Double> asNumber() {
    return this instanceof Scalar scalar && scalar.plain() instanceof Number number
        ? Optional.of(number.doubleValue())
        : Optional.empty();
  }

  /** This part as a plain value. */
  default Optional<Value> asValue() {
    return this instanceof Scalar scalar
        ? Optional.of(Value.ofPlain(scalar.plain()))
        : Optional.empty();
  }

  /** The entries of the block under a key, by key; none where there is no such block. */
  default Map<String, Part> entriesOf(String key) {
    return block(key).map(Part::entries).orElse(Map.of());
  }

  /** The entries of this block; none where it is no block. */
  default Map<String, Part> entries() {
    return Map.of();
  }

  /** The items of the list under a key; none where there is no such list. */
  default List<Part> itemsOf(String key) {
    return at(key)
        .filter(Items.class::isInstance)
        .map(list -> ((Items) list).items())
        .orElse(List.of());
  }

  /** This part and every part below it, in the order of the file. */
  default List<Part> all() {
    List<Part> found = new ArrayList<>();
    found.add(this);
    entries().values().forEach(part -> found.addAll(part.all()));
    if (this instanceof Items list) {
      list.items().forEach(part -> found.addAll(part.all()));
    }
    return found;
  }
}
