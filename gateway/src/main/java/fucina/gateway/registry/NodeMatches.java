package fucina.gateway.registry;

import fucina.gateway.link.NodeBrowser.Found;
import fucina.gateway.link.NodeBrowser.Variable;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.OpcUaNode;
import fucina.profiles.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which of a server's variables are likely a profile's signals: how many words of name and path
 * agree, whether the type can carry the signal, whether the unit is the profile's.
 */
public final class NodeMatches {
  private static final int EACH = 3;
  private static final double LEAST = 0.45;
  private static final double NAME = 0.6;
  private static final double TYPE = 0.2;
  private static final double UNIT = 0.2;
  private static final Set<String> NUMBERS =
      Set.of(
          "Double",
          "Float",
          "Number",
          "Integer",
          "UInteger",
          "SByte",
          "Byte",
          "Int16",
          "UInt16",
          "Int32",
          "UInt32",
          "Int64",
          "UInt64",
          "Enumeration",
          "Duration");

  private NodeMatches() {}

  /**
   * One variable for one signal.
   *
   * @param score 0 to 1
   * @param reason why, in words
   */
  public record Match(String nodeId, String path, double score, String reason) {}

  /** Every signal of a profile, in its order, with its best matches, best first, at most three. */
  public static Map<String, List<Match>> of(Profile profile, List<Found> variables) {
    Map<String, List<Match>> matches = new LinkedHashMap<>();
    for (Signal signal : profile.signals()) {
      matches.put(
          signal.name(),
          variables.stream()
              .flatMap(found -> match(signal, found).stream())
              .sorted(
                  Comparator.comparingDouble(Match::score).reversed().thenComparing(Match::path))
              .limit(EACH)
              .toList());
    }
    return matches;
  }

  private static Optional<Match> match(Signal signal, Found found) {
    Optional<Variable> variable = found.node().variable();
    if (variable.isEmpty()) {
      return Optional.empty();
    }
    String node = found.node().nodeId();
    if (signal.address() instanceof OpcUaNode place
        && place.node().nodeId().filter(node::equals).isPresent()) {
      return Optional.of(new Match(node, found.path(), 1, "the very node the profile names"));
    }
    if (!carries(signal, variable.get())) {
      return Optional.empty();
    }
    List<String> reasons = new ArrayList<>();
    double name = name(signal, found, reasons);
    reasons.add("type " + variable.get().dataType() + " fits");
    double unit = unit(signal, variable.get(), reasons);
    double score = Math.round(100 * (NAME * name + TYPE + UNIT * unit)) / 100.0;
    return name == 0 || score < LEAST
        ? Optional.empty()
        : Optional.of(
            new Match(node, found.path(), Math.min(0.99, score), String.join("; ", reasons)));
  }

  /** The share of the signal's words that the variable's name and path have, and the reverse. */
  private static double name(Signal signal, Found found, List<String> reasons) {
    Set<String> wanted = words(signal.name());
    wanted.addAll(words(signal.title().en()));
    Set<String> own = words(found.node().displayName());
    Set<String> path = words(found.path());
    Set<String> shared = wanted.stream().filter(path::contains).collect(Collectors.toSet());
    if (shared.stream().noneMatch(own::contains)) {
      return 0;
    }
    double covers = (double) shared.size() / wanted.size();
    double exact = (double) own.stream().filter(wanted::contains).count() / Math.max(1, own.size());
    reasons.add(0, "name and path share " + String.join(", ", new TreeSet<>(shared)));
    return 0.6 * covers + 0.4 * exact;
  }

  private static double unit(Signal signal, Variable variable, List<String> reasons) {
    Optional<String> wanted = signal.unit().map(Signal.Unit::unece);
    Optional<String> has = variable.unece();
    if (wanted.isEmpty() && has.isEmpty()) {
      return 0.5;
    }
    if (wanted.isPresent() && wanted.equals(has)) {
      reasons.add("unit " + variable.unit().orElse(wanted.get()) + " is the profile's");
      return 1;
    }
    if (has.isEmpty()) {
      reasons.add("the machine names no unit");
      return 0.3;
    }
    reasons.add(
        "unit "
            + variable.unit().orElse(has.get())
            + " is not the profile's"
            + signal.unit().map(unit -> " " + unit.symbol()).orElse(""));
    return 0;
  }

  private static boolean carries(Signal signal, Variable variable) {
    String type = variable.dataType();
    ValueType wanted = signal.type();
    // A type of the machine's own, such as an enumeration, shows by its value what it carries.
    boolean number =
        NUMBERS.contains(type) || variable.value().filter(Number.class::isInstance).isPresent();
    return !variable.array()
        && switch (wanted) {
          case NUMBER, INTEGER -> number;
          case BOOLEAN -> type.equals("Boolean") || number;
          case STRING -> type.equals("String") || type.equals("LocalizedText");
        };
  }

  /** Words in lower case: camel case, dots, dashes, digits and letters are taken apart. */
  private static Set<String> words(String name) {
    String apart =
        name.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
            .replaceAll("([A-Za-z])([0-9])", "$1 $2")
            .replaceAll("([0-9])([A-Za-z])", "$1 $2")
            .toLowerCase(Locale.ROOT);
    return Arrays.stream(apart.split("[^\\p{L}0-9]+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
