package fucina.profiles;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A profile's parts as the rules look at them: typed where they can be, absent where they cannot,
 * so that every rule can speak although another part is broken.
 */
final class Draft {
  /** Placeholders that every registration fills. */
  static final Set<String> GIVEN = Set.of("HOST", "PORT", "BROKER");

  private final Part root;
  private final Map<String, DraftSignal> signals = new LinkedHashMap<>();
  private final Map<String, DraftCommand> commands = new LinkedHashMap<>();

  Draft(Part root) {
    this.root = root;
    root.entriesOf("properties")
        .forEach((name, part) -> signals.put(name, new DraftSignal(name, part)));
    root.entriesOf("actions")
        .forEach((name, part) -> commands.put(name, new DraftCommand(name, part)));
  }

  Part root() {
    return root;
  }

  /** The top {@code fucina:} block; the root where there is none. */
  Part machine() {
    return root.block("fucina").orElse(root);
  }

  Map<String, DraftSignal> signals() {
    return signals;
  }

  Map<String, DraftCommand> commands() {
    return commands;
  }

  /** The parts of its events by name. */
  Map<String, Part> events() {
    return root.entriesOf("events");
  }

  List<Part> cameras() {
    return root.itemsOf("fucina:cameras");
  }

  Optional<Part> states() {
    return root.block("fucina:states");
  }

  Optional<Part> end() {
    return root.block("fucina:end");
  }

  boolean speaks(Protocol protocol) {
    return protocol().filter(protocol::equals).isPresent();
  }

  /**
   * The protocol it says; where it says none, the one its base speaks, so that rules still apply.
   */
  Optional<Protocol> protocol() {
    if (machine().at("protocol").isEmpty()) {
      return root.text("base").map(this::spokenBy);
    }
    return switch (machine().text("protocol").orElse("")) {
      case "opc-ua" -> Optional.of(Protocol.OPC_UA);
      case "mqtt" -> Optional.of(Protocol.MQTT);
      case "sparkplug" -> Optional.of(Protocol.SPARKPLUG);
      default -> Optional.empty();
    };
  }

  private Protocol spokenBy(String base) {
    if (base.startsWith("opc.tcp:")) {
      return Protocol.OPC_UA;
    }
    boolean metrics =
        signals.values().stream()
            .flatMap(signal -> signal.form().stream())
            .anyMatch(form -> form.at("fucina:metric").isPresent());
    return metrics ? Protocol.SPARKPLUG : Protocol.MQTT;
  }

  /** Prefix to namespace URI, for browse paths. */
  Map<String, String> namespaces() {
    Map<String, String> namespaces = new LinkedHashMap<>();
    machine()
        .entriesOf("namespaces")
        .forEach((prefix, uri) -> uri.asText().ifPresent(text -> namespaces.put(prefix, text)));
    return namespaces;
  }

  List<Part> variables() {
    return machine().itemsOf("variables");
  }

  /** The placeholders a text of this profile may use. */
  Set<String> placeholders() {
    Set<String> names = new TreeSet<>(GIVEN);
    variables().forEach(variable -> variable.text("name").ifPresent(names::add));
    return names;
  }

  /** The signal a part names under {@code property}; notes where there is none. */
  Optional<DraftSignal> signalNamedBy(Part part, Flaws flaws) {
    Optional<String> name = part.text("property");
    Optional<DraftSignal> signal = name.map(signals::get);
    if (name.isPresent() && signal.isEmpty()) {
      flaws.add(
          part,
          "property",
          name.get()
              + " is not a signal of this profile; "
              + flaws.hint(name.get(), signals.keySet()));
    }
    return signal;
  }

  /** The plain values a condition accepts: those of {@code in}, or the one of {@code equals}. */
  static List<Part> choices(Part condition) {
    return condition.at("equals").map(List::of).orElseGet(() -> condition.itemsOf("in"));
  }

  /** The kind of value a part declares under {@code type}. */
  static Optional<ValueType> type(Part part) {
    return switch (part.text("type").orElse("")) {
      case "number" -> Optional.of(ValueType.NUMBER);
      case "integer" -> Optional.of(ValueType.INTEGER);
      case "boolean" -> Optional.of(ValueType.BOOLEAN);
      case "string" -> Optional.of(ValueType.STRING);
      default -> Optional.empty();
    };
  }

  /** Whether a value is of that kind. */
  static boolean fits(ValueType type, Value value) {
    return switch (type) {
      case NUMBER -> value instanceof Value.Number;
      case INTEGER -> value instanceof Value.Number n && n.value() == Math.rint(n.value());
      case BOOLEAN -> value instanceof Value.Flag;
      case STRING -> value instanceof Value.Text;
    };
  }

  /** What a value of that kind is called. */
  static String inWords(ValueType type) {
    return switch (type) {
      case NUMBER -> "a number";
      case INTEGER -> "a whole number";
      case BOOLEAN -> "true or false";
      case STRING -> "a text";
    };
  }

  /** Why a regular expression cannot be compiled; empty where it can. */
  static Optional<String> brokenPattern(String pattern) {
    try {
      Pattern.compile(pattern);
      return Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of(e.getDescription());
    } catch (StackOverflowError e) {
      return Optional.of("nested too deeply");
    }
  }

  /** The title of a part in both languages; its name where it has none. */
  static Label label(Part part, String name) {
    String en = part.text("title").orElse(name);
    String it = part.block("titles").flatMap(titles -> titles.text("it")).orElse(en);
    return new Label(en, it);
  }

  /** Whether a pattern stands under a key and can be compiled. */
  static Predicate<String> compiles() {
    return pattern -> brokenPattern(pattern).isEmpty();
  }
}
