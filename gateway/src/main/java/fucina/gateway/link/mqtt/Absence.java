package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.mqtt.JsonPayload.Found;
import fucina.profiles.Profile.Availability;
import java.util.Optional;

/**
 * What a machine's adapter, or its last will at the broker, says of its being there. A kept message
 * counts as a fresh one does: a will is kept for exactly this.
 */
final class Absence {
  private final Optional<Availability> availability;
  private final String topic;

  Absence(LinkSettings settings) {
    this.availability = settings.profile().availability();
    this.topic = availability.map(known -> settings.filled(known.filter())).orElse("");
  }

  /** The topic; empty where only silence tells. */
  Optional<String> topic() {
    return availability.map(known -> topic);
  }

  /** Whether a message says that the machine is gone; empty where it says nothing of it. */
  Optional<Boolean> gone(MqttArrival message) {
    if (availability.isEmpty() || !message.topic().equals(topic)) {
      return Optional.empty();
    }
    JsonPayload payload = JsonPayload.read(message.payload());
    String pointer = availability.get().pointer();
    String said =
        pointer.isEmpty() && !(payload.json() instanceof String)
            ? payload.text()
            : payload.at(pointer) instanceof Found.Something found
                ? String.valueOf(found.value())
                : "";
    return Optional.of(said.equals(availability.get().offline()));
  }
}
