package fucina.gateway.registry;

import fucina.gateway.registry.Registry.Invalid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What is wrong with one draft, field by field, said all at once. */
public final class Objections {
  private final Map<String, String> reasons = new LinkedHashMap<>();

  /** Makes a check; what it objects to is kept for {@link #raise}. */
  public void check(Runnable check) {
    value(
        () -> {
          check.run();
          return true;
        });
  }

  /** Makes a value; empty where it cannot be made, which is kept for {@link #raise}. */
  public <T> Optional<T> value(Supplier<T> made) {
    try {
      return Optional.of(made.get());
    } catch (Invalid invalid) {
      invalid.reasons().forEach(reasons::putIfAbsent);
      return Optional.empty();
    }
  }

  /**
   * Goes on where nothing was found.
   *
   * @throws Invalid with all that was
   */
  public void raise() {
    if (!reasons.isEmpty()) {
      throw new Invalid(reasons);
    }
  }
}
