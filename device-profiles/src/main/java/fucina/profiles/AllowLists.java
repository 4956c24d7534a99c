package fucina.profiles;

import fucina.profiles.Command.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What technicians approved on one machine: the only values its allow-listed arguments may have. An
 * argument whose list is empty or missing takes none.
 *
 * @param lists the values in the technician's order, by {@link Command#allowListKey}
 */
public record AllowLists(Map<String, List<Value>> lists) {
  /** Nothing is approved. */
  public static final AllowLists NONE = new AllowLists(Map.of());

  /** Most values on one list. */
  public static final int MOST = 200;

  public AllowLists {
    Map<String, List<Value>> copy = new TreeMap<>();
    lists.forEach((key, values) -> copy.put(key, List.copyOf(values)));
    lists = java.util.Collections.unmodifiableMap(copy);
  }

  /** What was listed, or what of it cannot stand there. */
  public sealed interface Read {}

  /** All can. */
  public record Sound(AllowLists lists) implements Read {}

  /**
   * Something cannot.
   *
   * @param place the list, and the place in it from 0: {@code load.Name[1]}
   * @param reason what is wrong and what would be right, in one sentence
   */
  public record Unsound(String place, String reason) implements Read {}

  /**
   * Reads lists as JSON gives them; a value named twice counts once.
   *
   * @param given numbers and texts by {@link Command#allowListKey}
   */
  public static Read read(Profile profile, Map<String, ? extends List<?>> given) {
    Map<String, Argument> arguments = arguments(profile);
    Map<String, List<Value>> lists = new LinkedHashMap<>();
    for (Map.Entry<String, ? extends List<?>> entry : given.entrySet()) {
      Argument argument = arguments.get(entry.getKey());
      if (argument == null) {
        return new Unsound(entry.getKey(), unknown(profile, arguments.keySet()));
      }
      if (entry.getValue().size() > MOST) {
        return new Unsound(entry.getKey(), "has more than " + MOST + " values");
      }
      List<Value> values = new ArrayList<>();
      for (int i = 0; i < entry.getValue().size(); i++) {
        Object plain = entry.getValue().get(i);
        Optional<String> objection = objection(argument, plain);
        if (objection.isPresent()) {
          return new Unsound(entry.getKey() + "[" + i + "]", objection.get());
        }
        Value value = Arguments.typed(argument, plain).orElseThrow();
        if (!value.isOneOf(values)) {
          values.add(value);
        }
      }
      lists.put(entry.getKey(), values);
    }
    return new Sound(new AllowLists(lists));
  }

  private static Optional<String> objection(Argument argument, @Nullable Object plain) {
    if (plain instanceof String text && text.isBlank()) {
      return Optional.of("is empty");
    }
    return Arguments.flaw(argument, plain);
  }

  private static String unknown(Profile profile, java.util.Set<String> known) {
    return known.isEmpty()
        ? "profile " + profile.id() + " has no allow-lists"
        : "is no allow-list of profile " + profile.id() + "; it has " + String.join(", ", known);
  }

  private static Map<String, Argument> arguments(Profile profile) {
    Map<String, Argument> arguments = new TreeMap<>();
    for (Command command : profile.commands()) {
      for (Argument argument : command.arguments()) {
        if (argument.allowListed()) {
          arguments.put(command.allowListKey(argument), argument);
        }
      }
    }
    return arguments;
  }

  /** These lists, those of them that are named in the others replaced by them. */
  public AllowLists with(AllowLists others) {
    Map<String, List<Value>> all = new TreeMap<>(lists);
    all.putAll(others.lists);
    return new AllowLists(all);
  }

  /**
   * What of these lists still stands on a machine of another version of its profile: lists it still
   * has, and values that still fit there.
   */
  public AllowLists fitting(Profile profile) {
    Map<String, List<Value>> fitting = new TreeMap<>();
    arguments(profile)
        .forEach(
            (key, argument) -> {
              if (lists.containsKey(key)) {
                fitting.put(
                    key,
                    lists.get(key).stream()
                        .filter(value -> objection(argument, value.plain()).isEmpty())
                        .toList());
              }
            });
    return new AllowLists(fitting);
  }

  /** What an argument may be. */
  public List<Value> of(Command command, Argument argument) {
    return lists.getOrDefault(command.allowListKey(argument), List.of());
  }

  /** The arguments whose value is not on its list. */
  public List<Argument> notAllowed(Command command, Map<String, Value> arguments) {
    return command.arguments().stream()
        .filter(Argument::allowListed)
        .filter(
            argument ->
                !Optional.ofNullable(arguments.get(argument.name()))
                    .filter(value -> value.isOneOf(of(command, argument)))
                    .isPresent())
        .toList();
  }
}
