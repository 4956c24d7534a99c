package fucina.gateway.link;

import fucina.gateway.telemetry.Quality;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.util.Optional;

/** What became of a value from the wire, judged by what its signal's profile says. */
public sealed interface Decoded {
  /** Longest text a signal may carry, in characters. */
  int TEXT_AT_MOST = 4096;

  /** From here on a double no longer holds every whole number. */
  double EXACT = 1L << 53;

  /** Why a whole number of that size is doubtful. */
  String ROUNDED =
      "A whole number of 2^53 (9007199254740992) or more: it is kept rounded to about 16 digits.";

  /**
   * It is of the signal's type.
   *
   * @param doubt why it is UNCERTAIN, in one sentence; empty where the profile's limits say it
   */
  record Sound(Value value, Quality quality, String doubt) implements Decoded {
    public Sound(Value value, Quality quality) {
      this(value, quality, "");
    }
  }

  /** The machine says it has no value just now, such as a sensor that is not fitted. */
  record Absent() implements Decoded {}

  /**
   * It is not of the signal's type.
   *
   * @param reason in one sentence
   */
  record Flawed(String reason) implements Decoded {}

  /** What is wrong with it, or makes it doubtful, in one sentence; empty where nothing is. */
  default String objection() {
    return this instanceof Flawed flawed
        ? flawed.reason()
        : this instanceof Sound sound ? sound.doubt() : "";
  }

  /**
   * Judges a value.
   *
   * @param plain a Number, Boolean or String; empty for a null on the wire
   * @param scale factor from the wire's number to the signal's unit
   */
  static Decoded of(Signal signal, Optional<Object> plain, double scale) {
    return of(signal, plain, scale, 0);
  }

  /**
   * Judges a value.
   *
   * @param offset what is added to the wire's number after scaling it
   */
  static Decoded of(Signal signal, Optional<Object> plain, double scale, double offset) {
    return plain.map(found -> judge(signal, found, scale, offset)).orElseGet(Absent::new);
  }

  /** What a signal of this type shows before anything was known: NaN, false or an empty text. */
  static Value neutral(ValueType type) {
    return switch (type) {
      case NUMBER, INTEGER -> Value.of(Double.NaN);
      case BOOLEAN -> Value.of(false);
      case STRING -> Value.of("");
    };
  }

  /** A Float as the digits it was meant with: 5.1f is 5.1, not 5.099999904632568. */
  private static double plain(Number number) {
    return number instanceof Float shorter
        ? Double.parseDouble(shorter.toString())
        : number.doubleValue();
  }

  private static Decoded judge(Signal signal, Object plain, double scale, double offset) {
    return switch (signal.type()) {
      case NUMBER ->
          plain instanceof Number n
              ? rounded(n, number(signal, plain(n) * scale + offset))
              : not(signal, plain);
      case INTEGER ->
          plain instanceof Number n
              ? rounded(n, integer(signal, n.doubleValue() * scale + offset))
              : not(signal, plain);
      case BOOLEAN -> flag(signal, plain);
      case STRING -> plain instanceof String text ? text(signal, text) : not(signal, plain);
    };
  }

  /** A whole number that a double may have changed is doubtful, whatever else it is. */
  private static Decoded rounded(Number wire, Decoded decoded) {
    boolean exact =
        wire instanceof Double || wire instanceof Float || Math.abs(wire.doubleValue()) < EXACT;
    return !exact && decoded instanceof Sound sound && sound.quality() != Quality.BAD
        ? new Sound(sound.value(), Quality.UNCERTAIN, ROUNDED)
        : decoded;
  }

  private static Decoded number(Signal signal, double number) {
    return new Sound(Value.of(number), trust(signal, number));
  }

  private static Decoded integer(Signal signal, double number) {
    if (!Double.isFinite(number)) {
      return new Sound(Value.of(number), Quality.BAD);
    }
    if (number != Math.rint(number)) {
      return new Flawed(signal.name() + " is a whole number, " + number + " is not");
    }
    boolean known =
        signal.enumeration().isEmpty() || signal.enumeration().containsKey((long) number);
    return new Sound(Value.of(number), known ? trust(signal, number) : Quality.UNCERTAIN);
  }

  private static Decoded flag(Signal signal, Object plain) {
    if (plain instanceof Boolean flag) {
      return new Sound(Value.of(flag.booleanValue()), Quality.GOOD);
    }
    if (plain instanceof Number n && (n.doubleValue() == 0 || n.doubleValue() == 1)) {
      return new Sound(Value.of(n.doubleValue() == 1), Quality.GOOD);
    }
    return not(signal, plain);
  }

  private static Decoded text(Signal signal, String text) {
    if (text.length() > TEXT_AT_MOST) {
      return new Flawed(signal.name() + " is longer than " + TEXT_AT_MOST + " characters");
    }
    boolean known = signal.texts().isEmpty() || signal.texts().contains(text);
    return new Sound(Value.of(text), known ? Quality.GOOD : Quality.UNCERTAIN);
  }

  /** NaN is a broken sensor; a number no such machine can have deserves doubt, not silence. */
  private static Quality trust(Signal signal, double number) {
    if (!Double.isFinite(number)) {
      return Quality.BAD;
    }
    boolean sensible =
        signal.minimum().filter(min -> number < min).isEmpty()
            && signal.maximum().filter(max -> number > max).isEmpty();
    return sensible ? Quality.GOOD : Quality.UNCERTAIN;
  }

  private static Decoded not(Signal signal, Object plain) {
    String kind =
        plain instanceof Number
            ? "a number"
            : plain instanceof Boolean
                ? "true or false"
                : plain instanceof String text
                    ? "a text (\""
                        + (text.length() > 40 ? text.substring(0, 40) + "…" : text)
                        + "\")"
                    : "a structure";
    return new Flawed(
        signal.name() + " is " + wanted(signal.type()) + ", but the machine sent " + kind);
  }

  private static String wanted(ValueType type) {
    return switch (type) {
      case NUMBER -> "a number";
      case INTEGER -> "a whole number";
      case BOOLEAN -> "true or false";
      case STRING -> "a text";
    };
  }
}
