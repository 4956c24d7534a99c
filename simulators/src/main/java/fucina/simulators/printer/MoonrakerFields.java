package fucina.simulators.printer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** A printer's state as Klipper's objects and their fields. */
final class MoonrakerFields {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private MoonrakerFields() {}

  /** The fields' values by {@code object/field}, in a fixed order. */
  static Map<String, JsonNode> of(PrinterSnapshot now) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    fields.put("webhooks/state", text(now.state() == PrinterState.ERROR ? "shutdown" : "ready"));
    heat(fields, "extruder", now.nozzle());
    heat(fields, "heater_bed", now.bed());
    fields.put("print_stats/state", text(now.state().word()));
    fields.put("print_stats/message", text(now.message()));
    fields.put("print_stats/filename", text(now.file()));
    fields.put("print_stats/current_layer", layer(now.layer()));
    fields.put("print_stats/total_layer", layer(now.layers()));
    fields.put("print_stats/info", info(now));
    fields.put("print_stats/filament_used", rounded(now.filament(), 2));
    fields.put("print_stats/print_duration", rounded(now.printed().toMillis() / 1e3, 1));
    fields.put("print_stats/total_duration", rounded(now.total().toMillis() / 1e3, 1));
    fields.put("virtual_sdcard/progress", rounded(now.progress(), 5));
    fields.put("virtual_sdcard/is_active", JSON.booleanNode(now.state() == PrinterState.PRINTING));
    return fields;
  }

  private static void heat(Map<String, JsonNode> fields, String object, PrinterSnapshot.Heat heat) {
    fields.put(object + "/temperature", rounded(heat.temperature(), 2));
    fields.put(object + "/target", rounded(heat.target(), 1));
    fields.put(object + "/power", rounded(heat.duty(), 3));
  }

  private static ObjectNode info(PrinterSnapshot now) {
    ObjectNode info = JSON.objectNode();
    info.set("current_layer", layer(now.layer()));
    info.set("total_layer", layer(now.layers()));
    return info;
  }

  private static JsonNode text(String text) {
    return JSON.textNode(text);
  }

  /** Klipper says null where the slicer did not say. */
  private static JsonNode layer(OptionalInt layer) {
    return layer.isPresent() ? JSON.numberNode(layer.getAsInt()) : JSON.nullNode();
  }

  private static JsonNode rounded(double value, int decimals) {
    double scale = Math.pow(10, decimals);
    return JSON.numberNode(Math.round(value * scale) / scale);
  }
}
