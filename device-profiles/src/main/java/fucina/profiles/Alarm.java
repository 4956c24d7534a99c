package fucina.profiles;

import java.time.Duration;
import java.util.Optional;

/**
 * A condition on one signal that a person must learn of, judged by the gateway.
 *
 * @param id unique in its profile, e.g. {@code MOTOR_HOT}
 * @param title what people read
 * @param when how the signal's value is held against the alarm's
 * @param value the value it is held against
 * @param clear the value a number must reach again before the alarm goes (hysteresis); empty where
 *     the opposite of the condition clears it
 * @param delay how long the condition must hold before the alarm comes
 * @param severity 1 to 1000 (OPC 10000-5 §6.4.2): 1–333 low, 334–666 medium, 667–1000 high
 */
public record Alarm(
    String id,
    Label title,
    Comparison when,
    Value value,
    Optional<Double> clear,
    Duration delay,
    int severity) {

  /**
   * Whether the condition holds on a usable value; the delay is the caller's to wait.
   *
   * @param active whether it held until now: then the value must come back to {@code clear}
   */
  public boolean holds(Value now, boolean active) {
    if (when == Comparison.EQUALS
        || !(now instanceof Value.Number number)
        || !(value instanceof Value.Number limit)) {
      return when == Comparison.EQUALS && now.sameAs(value);
    }
    if (active && clear.isPresent()) {
      return when.isUpwards() ? number.value() > clear.get() : number.value() < clear.get();
    }
    return switch (when) {
      case AT_LEAST -> number.value() >= limit.value();
      case ABOVE -> number.value() > limit.value();
      case AT_MOST -> number.value() <= limit.value();
      case BELOW -> number.value() < limit.value();
      case EQUALS -> throw new IllegalStateException("judged above");
    };
  }

  /** How a value is held against an alarm's. */
  public enum Comparison {
    /** At least as large. */
    AT_LEAST(">="),
    /** Larger. */
    ABOVE(">"),
    /** At most as large. */
    AT_MOST("<="),
    /** Smaller. */
    BELOW("<"),
    /** The same. */
    EQUALS("equals");

    private final String word;

    Comparison(String word) {
      this.word = word;
    }

    /** Whether it holds for large values, so that a smaller one clears it. */
    public boolean isUpwards() {
      return this == AT_LEAST || this == ABOVE;
    }

    /** As a profile writes it. */
    public String word() {
      return word;
    }
  }
}
