package fucina.gateway.link.mqtt;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers that are no JSON, as small devices publish them bare: {@code +21.5}, {@code NaN}. */
final class BareNumbers {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{0,30})?");

  private BareNumbers() {}

  /** The number; empty where the text is none. */
  static Optional<Number> of(String text) {
    String bare = text.strip();
    return switch (bare) {
      case "NaN", "nan" -> Optional.of(Double.NaN);
      case "Infinity", "inf", "+inf" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-Infinity", "-inf" -> Optional.of(Double.NEGATIVE_INFINITY);
      default ->
          !NUMBER.matcher(bare).matches()
              ? Optional.empty()
              : Optional.of(
                  bare.contains(".") ? (Number) Double.valueOf(bare) : new BigInteger(bare));
    };
  }
}
