package fucina.simulators.opcua;

import java.nio.charset.StandardCharsets;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;

/** The units of the signals, by UNECE code (OPC 10000-8, 5.6.3). */
enum Unit {
  DEGREE("DD", "°", "degree [unit of angle]"),
  DEGREE_PER_SECOND("E96", "°/s", "degree per second"),
  CELSIUS("CEL", "°C", "degree Celsius"),
  PERCENT("P1", "%", "percent"),
  WATT("WTT", "W", "watt"),
  WATT_HOUR("WHR", "W·h", "watt hour"),
  BAR("BAR", "bar", "bar [unit of pressure]"),
  LITRE_PER_MINUTE("L2", "l/min", "litre per minute"),
  PER_MINUTE("C94", "min⁻¹", "reciprocal minute"),
  PIECE("H87", "pcs", "piece");

  private static final String NAMESPACE = "http://www.opcfoundation.org/UA/units/un/cefact";

  private final String code;
  private final String symbol;
  private final String description;

  Unit(String code, String symbol, String description) {
    this.code = code;
    this.symbol = symbol;
    this.description = description;
  }

  EUInformation information() {
    int id = 0;
    for (byte letter : code.getBytes(StandardCharsets.US_ASCII)) {
      id = id << 8 | letter;
    }
    return new EUInformation(
        NAMESPACE, id, LocalizedText.english(symbol), LocalizedText.english(description));
  }
}
