package fucina.profiles;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The UNECE Recommendation 20 common codes a profile may use, with their symbols. */
final class UnitCodes {
  private static final String RESOURCE = "unece-units.csv";
  private static final Map<String, String> SYMBOLS = symbols();

  private UnitCodes() {}

  /** Every code, in the order of the table. */
  static Set<String> all() {
    return SYMBOLS.keySet();
  }

  /** The table's symbol of a code; empty where the code is not in it. */
  static Optional<String> symbol(String code) {
    return Optional.ofNullable(SYMBOLS.get(code));
  }

  /** The code another symbol belongs to; empty where it is nobody's, as {@code parts} is. */
  static Optional<String> codeOf(String symbol) {
    String wanted = plain(symbol);
    return SYMBOLS.entrySet().stream()
        .filter(entry -> plain(entry.getValue()).equals(wanted))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether a person may write that symbol for that code. */
  static boolean agree(String symbol, String code) {
    return codeOf(symbol).map(owner -> owner.equals(code)).orElse(true);
  }

  /** One spelling for those in use: deg is °, Wh is W·h, 1/min is min⁻¹. */
  private static String plain(String symbol) {
    return switch (symbol) {
      case "deg" -> "°";
      case "deg/s" -> "°/s";
      case "degC" -> "°C";
      case "1/min" -> "min⁻¹";
      case "1/s" -> "s⁻¹";
      case "rpm" -> "r/min";
      case "L/min" -> "l/min";
      default -> symbol.replace("·", "").replace("μ", "µ");
    };
  }

  private static Map<String, String> symbols() {
    try (InputStream stream = UnitCodes.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException(RESOURCE + " is not packaged");
      }
      Map<String, String> symbols = new LinkedHashMap<>();
      for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] columns = line.split(",");
        if (!line.startsWith("#") && columns.length == 3) {
          symbols.put(columns[0], columns[1]);
        }
      }
      return symbols;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
