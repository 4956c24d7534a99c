package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.MachineEvent;
import fucina.gateway.link.MachineEvents;
import fucina.gateway.link.mqtt.JsonPayload.Found;
import fucina.profiles.Event;
import fucina.profiles.Event.Source;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one machine tells of its own accord over MQTT: each payload on an event's topic is one
 * occurrence. One the broker had kept is an old story and is not told again.
 */
final class MqttEvents {
  private static final int TEXT_AT_MOST = 1000;
  private static final int MOST_SEVERE = 1000;

  private final String machine;
  private final MachineEvents events;
  private final Map<String, Event> byTopic = new TreeMap<>();

  MqttEvents(LinkSettings settings, MachineEvents events) {
    this.machine = settings.machine();
    this.events = events;
    for (Event event : settings.profile().events()) {
      if (event.source() instanceof Source.MqttEvents source) {
        byTopic.put(settings.filled(source.filter()), event);
      }
    }
  }

  /** The topics events come on. */
  Set<String> filters() {
    return byTopic.keySet();
  }

  /** Takes a message for what it says; never throws. */
  void take(MqttArrival message) {
    Event event = byTopic.get(message.topic());
    if (event == null
        || message.retained()
        || message.payload().length > MqttDecoder.PAYLOAD_AT_MOST
        || !(event.source() instanceof Source.MqttEvents source)) {
      return;
    }
    JsonPayload payload = JsonPayload.read(message.payload());
    Optional<String> code = text(payload, source.code());
    Optional<Boolean> active =
        text(payload, source.active()).map(word -> word.equals("true") || word.equals("1"));
    Instant at = message.time();
    events.add(
        new MachineEvent(
            machine,
            event.name() + "@" + at + code.map(known -> "#" + known).orElse(""),
            active.map(any -> event.name() + code.map(known -> "#" + known).orElse("")),
            event.name(),
            code.orElse(event.title().en()),
            text(payload, source.severity()).flatMap(MqttEvents::severity).orElse(event.severity()),
            source.message().isEmpty()
                ? cut(payload.text())
                : text(payload, Optional.of(source.message())).orElse(event.title().en()),
            active,
            Optional.empty(),
            active.orElse(false),
            at));
  }

  private static Optional<String> text(JsonPayload payload, Optional<String> pointer) {
    return pointer.isPresent() && payload.at(pointer.get()) instanceof Found.Something found
        ? Optional.of(cut(String.valueOf(found.value())))
        : Optional.empty();
  }

  private static Optional<Integer> severity(String text) {
    return BareNumbers.of(text)
        .map(Number::doubleValue)
        .filter(number -> number >= 1 && number <= MOST_SEVERE)
        .map(Double::intValue);
  }

  private static String cut(String text) {
    return text.length() > TEXT_AT_MOST ? text.substring(0, TEXT_AT_MOST) : text;
  }
}
