package fucina.profiles;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of holding a caller's arguments against a command: typed values, or all objections.
 */
public sealed interface ArgumentCheck {

  /** Longest text an argument may carry, in characters. */
  int MAX_TEXT = 1_000;

  /**
   * They fit.
   *
   * @param values by argument name, fallbacks filled in, in the order the machine wants them
   */
  record Fitting(Map<String, Value> values) implements ArgumentCheck {
    public Fitting {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** They do not; every objection is here. */
  record Unfit(List<Objection> objections) implements ArgumentCheck {
    public Unfit {
      objections = List.copyOf(objections);
    }
  }

  /**
   * What is wrong with one argument.
   *
   * @param argument its name
   * @param reason what is wrong and what would be right, in one sentence
   */
  record Objection(String argument, String reason) {}

  /**
   * Holds arguments against a command; whether what fits is also approved on a machine, its {@link
   * AllowLists} say.
   *
   * @param command the command
   * @param given plain values as JSON knows them (number, boolean, text) by argument name
   */
  static ArgumentCheck of(Command command, Map<String, ? extends @Nullable Object> given) {
    return Arguments.check(command.name(), command.arguments(), given);
  }
}
