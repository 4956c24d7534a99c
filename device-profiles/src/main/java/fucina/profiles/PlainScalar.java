package fucina.profiles;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an unquoted word of YAML stands for, by the strict core: true, false, null and decimal
 * numbers; everything else is text.
 *
 * <p>Words that YAML readers disagree about ({@code on}, {@code no}, {@code 10:30}, {@code 007})
 * are ambiguous and never read either way: a MQTT payload {@code on} must not silently become
 * {@code true}.
 */
sealed interface PlainScalar {
  record Read(Object plain) implements PlainScalar {}

  record Empty() implements PlainScalar {}

  record Ambiguous(String asWhat) implements PlainScalar {}

  Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
  Pattern WHOLE = Pattern.compile("[-+]?\\d{1,18}");
  Pattern LEADING_ZERO = Pattern.compile("[-+]?0\\d+");
  Pattern SWITCH_WORD = Pattern.compile("(?i:y|yes|n|no|on|off)");
  Pattern SIXTIES = Pattern.compile("[-+]?\\d[\\d_]*(:[0-5]?\\d)+(\\.[\\d_]*)?");
  Pattern DATE = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}([Tt ].*)?");
  Pattern OTHER_NUMBER =
      Pattern.compile("[-+]?(0[xob][\\da-fA-F_]+|\\d[\\d_]*_[\\d_.]*|\\.(?i:inf|nan))");

  /** What the word stands for. */
  static PlainScalar of(String word) {
    if (word.isEmpty() || word.equals("~") || word.equalsIgnoreCase("null")) {
      return new Empty();
    }
    if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
      return new Read(Boolean.valueOf(word));
    }
    return ambiguity(word).<PlainScalar>map(Ambiguous::new).orElseGet(() -> numberOrText(word));
  }

  private static Optional<String> ambiguity(String word) {
    if (word.length() > 100) {
      return Optional.empty();
    }
    if (SWITCH_WORD.matcher(word).matches()) {
      return Optional.of("true or false");
    }
    if (SIXTIES.matcher(word).matches()) {
      return Optional.of("a number in base sixty");
    }
    if (LEADING_ZERO.matcher(word).matches()) {
      return Optional.of("a number in base eight");
    }
    if (DATE.matcher(word).matches()) {
      return Optional.of("a date");
    }
    return OTHER_NUMBER.matcher(word).matches() ? Optional.of("a number") : Optional.empty();
  }

  private static PlainScalar numberOrText(String word) {
    if (word.length() > 100 || !NUMBER.matcher(word).matches()) {
      return new Read(word);
    }
    if (WHOLE.matcher(word).matches()) {
      return new Read(Long.valueOf(word.startsWith("+") ? word.substring(1) : word));
    }
    double value = Double.parseDouble(word);
    return Double.isFinite(value) ? new Read(value) : new Ambiguous("a number too large to hold");
  }
}
