package fucina.profiles;

import static java.util.Objects.requireNonNull;

import java.util.Collection;

/**
 * What a signal carries and a command takes: a number, a flag or a text.
 *
 * <p>Integers and enumerations are numbers; a double holds every integer up to 2^53 exactly.
 */
public sealed interface Value {

  /**
   * A number in the unit its signal or argument declares; NaN and infinities are allowed here and
   * judged by quality.
   */
  record Number(double value) implements Value {
    @Override
    public Object plain() {
      return value == Math.rint(value) && Math.abs(value) < 1L << 53
          ? (Object) (long) value
          : (Object) value;
    }
  }

  /** True or false. */
  record Flag(boolean value) implements Value {
    @Override
    public Object plain() {
      return value;
    }
  }

  /** A text, such as a job state or a program name. */
  record Text(String value) implements Value {
    public Text {
      requireNonNull(value, "value is null");
    }

    @Override
    public Object plain() {
      return value;
    }
  }

  /** The value as JSON knows it: Long or Double, Boolean, or String. */
  Object plain();

  /**
   * Whether this value is one of those; numbers are compared as numbers, and NaN equals nothing.
   */
  default boolean isOneOf(Collection<Value> values) {
    return values.stream().anyMatch(this::sameAs);
  }

  /**
   * Whether both are the same number, flag or text; 0.0 and -0.0 are the same, NaN is nothing's.
   */
  default boolean sameAs(Value other) {
    if (this instanceof Number mine && other instanceof Number theirs) {
      return mine.value() == theirs.value();
    }
    return equals(other);
  }

  static Value of(double number) {
    return new Number(number);
  }

  static Value of(boolean flag) {
    return new Flag(flag);
  }

  static Value of(String text) {
    return new Text(text);
  }

  /**
   * The value that a JSON or YAML scalar stands for.
   *
   * @throws IllegalArgumentException if it is neither number, boolean nor text
   */
  static Value ofPlain(Object plain) {
    if (plain instanceof java.lang.Number number) {
      return of(number.doubleValue());
    }
    if (plain instanceof Boolean flag) {
      return of(flag.booleanValue());
    }
    if (plain instanceof String text) {
      return of(text);
    }
    throw new IllegalArgumentException(
        "a value is a number, true/false or a text, not " + plain.getClass().getSimpleName());
  }
}
