package fucina.profiles;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a machine's own words become the six state words.
 *
 * @param signal name of the signal that carries the machine's state
 * @param map the machine's value to our word
 * @param overrides checked first, in order: a signal with one of these values means that state
 */
public record StateRule(String signal, Map<Value, MachineState> map, List<Override> overrides) {
  public StateRule {
    map = Map.copyOf(map);
    overrides = List.copyOf(overrides);
  }

  /**
   * The machine's state by its newest usable values.
   *
   * <p>The first override that holds decides; a signal without a usable value overrides nothing.
   * Without a usable value of the state signal the machine is offline; a value nobody mapped is a
   * fault, because nobody can say what the machine is doing.
   *
   * @param latest newest usable value of a signal by its name; empty where it is missing or stale
   */
  public MachineState state(Function<String, Optional<Value>> latest) {
    for (Override override : overrides) {
      if (latest
          .apply(override.signal())
          .filter(value -> value.isOneOf(override.in()))
          .isPresent()) {
        return override.state();
      }
    }
    return latest.apply(signal).map(this::mapped).orElse(MachineState.OFFLINE);
  }

  private MachineState mapped(Value value) {
    return map.entrySet().stream()
        .filter(entry -> value.sameAs(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(MachineState.FAULT);
  }

  /** A signal whose value outranks the machine's own state word, such as an emergency stop. */
  public record Override(String signal, List<Value> in, MachineState state) {
    public Override {
      in = List.copyOf(in);
    }
  }
}
