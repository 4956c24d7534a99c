package fucina.profiles;

import java.util.Optional;

/**
 * Something a machine tells of its own accord (a WoT event): an alarm, a condition, a message.
 *
 * @param name lower-camel name, unique in its profile, e.g. {@code stateChanged}
 * @param title what people read
 * @param severity 1 to 1000, where the machine gives none
 * @param source where it comes from
 */
public record Event(String name, Label title, int severity, Source source) {

  /** Where events come from, as a profile says it: placeholders are still in it. */
  public sealed interface Source {

    /**
     * Events of an OPC UA server (OPC 10000-4 §7.22.3), alarms and conditions among them (OPC
     * 10000-9).
     *
     * @param notifier the object that reports them; the Server object (i=2253) reports all
     * @param eventType node of the event type wanted, its subtypes included; empty for every type
     * @param conditions whether they are conditions: they come and go, are acknowledged, and are
     *     asked for again after each connect (ConditionRefresh)
     */
    record OpcUaEvents(NodeAddress notifier, Optional<NodeAddress> eventType, boolean conditions)
        implements Source {}

    /**
     * Events published on an MQTT topic; each payload is one.
     *
     * @param filter the topic
     * @param message JSON pointer to the text; empty for the whole payload
     * @param code JSON pointer to the machine's own code of it, where it has one
     * @param severity JSON pointer to a number from 1 to 1000, where it has one
     * @param active JSON pointer to true or false, where events come and go
     */
    record MqttEvents(
        String filter,
        String message,
        Optional<String> code,
        Optional<String> severity,
        Optional<String> active)
        implements Source {}
  }
}
