package fucina.gateway.registry;

import fucina.profiles.SignalAddress;
import fucina.profiles.SignalAddress.MqttTopic;
import fucina.profiles.SignalAddress.OpcUaNode;
import fucina.profiles.SignalAddress.SparkplugMetric;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;

/** Where signals live on a machine, as JSON: at rest and on the wire alike. */
public final class PlaceJson {
  private PlaceJson() {}

  public static JsonObject of(Map<String, SignalAddress> places) {
    JsonObject json = new JsonObject();
    new TreeMap<>(places).forEach((signal, place) -> json.put(signal, of(place)));
    return json;
  }

  private static JsonObject of(SignalAddress place) {
    if (place instanceof OpcUaNode node) {
      return new JsonObject().put("node", node.node().nodeId().orElse(""));
    }
    if (place instanceof MqttTopic topic) {
      return new JsonObject()
          .put("topic", topic.filter())
          .put("pointer", topic.pointer())
          .put("scale", topic.scale());
    }
    return new JsonObject().put("metric", ((SparkplugMetric) place).metric());
  }

  /**
   * Reads what {@link #of} wrote, or a technician did.
   *
   * @throws Registry.Invalid where a place is none of the three
   */
  public static Map<String, SignalAddress> places(JsonObject json) {
    Map<String, SignalAddress> places = new TreeMap<>();
    for (String signal : json.fieldNames()) {
      places.put(signal, place(signal, json.getJsonObject(signal)));
    }
    return places;
  }

  private static SignalAddress place(String signal, JsonObject json) {
    boolean node = json.containsKey("node");
    boolean topic = json.containsKey("topic");
    boolean metric = json.containsKey("metric");
    if ((node ? 1 : 0) + (topic ? 1 : 0) + (metric ? 1 : 0) != 1) {
      throw new Registry.Invalid(
          "connection.signals." + signal, "is one of node, topic (with pointer) or metric");
    }
    if (node) {
      return new OpcUaNode(json.getString("node"));
    }
    return topic
        ? new MqttTopic(
            json.getString("topic"), json.getString("pointer", ""), json.getDouble("scale", 1.0))
        : new SparkplugMetric(json.getString("metric"));
  }
}
