package fucina.profiles;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where on the wire a signal lives, as a profile says it: placeholders are still in it. */
public sealed interface SignalAddress {

  /** What is wrong with it, as a sentence that says what would be right; empty where nothing is. */
  default Optional<String> objection() {
    if (this instanceof OpcUaNode node) {
      return node.node().nodeId().flatMap(NodeIds::objection);
    }
    if (this instanceof MqttTopic topic) {
      boolean pointer = topic.pointer().isEmpty() || topic.pointer().startsWith("/");
      return Topics.objection(topic.filter())
          .or(
              () ->
                  pointer
                      ? Optional.empty()
                      : Optional.of("has a pointer that does not begin with /, as RFC 6901 has it"))
          .or(
              () ->
                  Double.isFinite(topic.scale()) && topic.scale() != 0
                      ? Optional.empty()
                      : Optional.of("has a scale that turns every number into the same"));
    }
    return Optional.empty();
  }

  /**
   * A variable of an OPC UA server, or a part of its value.
   *
   * @param node the variable
   * @param index place in the array that is its value, from 0; empty for the whole value
   * @param field names that lead from a structure to the wanted field, after the index; none for
   *     the whole value
   */
  record OpcUaNode(NodeAddress node, Optional<Integer> index, List<String> field)
      implements SignalAddress {
    public OpcUaNode {
      field = List.copyOf(field);
    }

    /** The whole value of a variable known by its id. */
    public OpcUaNode(String nodeId) {
      this(NodeAddress.byId(nodeId), Optional.empty(), List.of());
    }
  }

  /**
   * A value inside an MQTT payload.
   *
   * @param filter topic filter; {@code {{VARIABLE}}} placeholders are filled at registration
   * @param pointer JSON pointer (RFC 6901) into the payload; empty for a bare payload, a plain text
   *     that is no JSON among them
   * @param scale factor from the payload's number to the signal's unit
   * @param offset what is added after the factor, in the signal's unit
   * @param timestamp where the payload says when it was measured; empty where its arrival counts
   * @param values what the payload's texts mean, e.g. {@code ON} true; empty where it carries the
   *     value itself; a text that is not in it is no value
   * @param sequence JSON pointer to the number its source counts the messages of this topic by;
   *     empty where it does not count, or another signal of the topic says where
   */
  record MqttTopic(
      String filter,
      String pointer,
      double scale,
      double offset,
      Optional<Timestamp> timestamp,
      Map<String, Value> values,
      Optional<String> sequence)
      implements SignalAddress {
    public MqttTopic {
      values = Map.copyOf(values);
    }

    /** A value on a topic whose messages are not counted. */
    public MqttTopic(
        String filter,
        String pointer,
        double scale,
        double offset,
        Optional<Timestamp> timestamp,
        Map<String, Value> values) {
      this(filter, pointer, scale, offset, timestamp, values, Optional.empty());
    }

    /** A value as the payload carries it, stamped on arrival. */
    public MqttTopic(String filter, String pointer, double scale) {
      this(filter, pointer, scale, 0, Optional.empty(), Map.of());
    }
  }

  /**
   * Where a payload says when it was measured.
   *
   * @param pointer JSON pointer to it
   * @param unit how it is written
   */
  record Timestamp(String pointer, TimeUnit unit) {}

  /** How a payload writes an instant. */
  enum TimeUnit {
    /** Seconds since 1970 in UTC, fractions allowed. */
    S,
    /** Milliseconds since 1970 in UTC. */
    MS,
    /** Microseconds since 1970 in UTC. */
    US,
    /** RFC 3339, with its offset. */
    ISO
  }

  /**
   * A metric of a Sparkplug B device.
   *
   * @param metric metric name as in the birth certificate
   */
  record SparkplugMetric(String metric) implements SignalAddress {}
}
