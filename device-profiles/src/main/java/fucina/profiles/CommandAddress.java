package fucina.profiles;

import java.util.Optional;

/** Where and how a command is sent, as a profile says it: placeholders are still in it. */
public sealed interface CommandAddress {

  /**
   * A method of an OPC UA server (OPC 10000-4 §5.11.2).
   *
   * @param object the object it is called on
   * @param method the method
   */
  record OpcUaMethod(NodeAddress object, NodeAddress method) implements CommandAddress {}

  /**
   * A variable of an OPC UA server that takes the command's only argument, or the fixed value.
   *
   * @param node the variable
   * @param value the value to write; empty to write the first argument
   */
  record OpcUaWrite(NodeAddress node, Optional<Value> value) implements CommandAddress {}

  /**
   * A request published over MQTT, answered on another topic.
   *
   * @param topic where to publish
   * @param qos 0 or 1
   * @param payload JSON text with {@code ${input.NAME}} and {@code ${requestId}} inside string
   *     values; a text that is one placeholder and nothing else takes the value's own kind
   * @param response how the answer is recognised; empty where the machine gives none
   */
  record MqttRequest(String topic, int qos, String payload, Optional<MqttResponse> response)
      implements CommandAddress {}

  /**
   * How an MQTT answer is recognised.
   *
   * @param filter topic the answers come on
   * @param matchPointer JSON pointer to the request's id in the answer
   * @param okPointer JSON pointer that is present in a good answer
   * @param errorPointer JSON pointer to the machine's error text
   */
  record MqttResponse(String filter, String matchPointer, String okPointer, String errorPointer) {}

  /**
   * A Sparkplug B command (DCMD).
   *
   * @param metric metric to write
   * @param value the value to write; empty to write the first argument
   */
  record SparkplugWrite(String metric, Optional<Value> value) implements CommandAddress {}
}
