package fucina.gateway.link.mqtt;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A message that came in.
 *
 * @param topic where it came on
 * @param payload its bytes; not to be changed
 * @param retained whether it is an old value the broker kept, not one just sent
 * @param at when it came, by our clock
 * @param correlation the correlation data of an answer (MQTT 5 §3.3.2.3.6), as text
 * @param stamped when it came to its broker, where that tells; the same however often it is
 *     delivered
 * @param again whether the broker delivers it again where we do not acknowledge it (QoS 1)
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on at once, never compared.
public record MqttArrival(
    String topic,
    byte[] payload,
    boolean retained,
    Instant at,
    Optional<String> correlation,
    Optional<Instant> stamped,
    boolean again) {

  /** One that is delivered again where it is not acknowledged. */
  public MqttArrival(
      String topic,
      byte[] payload,
      boolean retained,
      Instant at,
      Optional<String> correlation,
      Optional<Instant> stamped) {
    this(topic, payload, retained, at, correlation, stamped, true);
  }

  /** One with neither correlation data nor stamp. */
  public MqttArrival(String topic, byte[] payload, boolean retained, Instant at) {
    this(topic, payload, retained, at, Optional.empty(), Optional.empty());
  }

  /** When it counts as sent where it does not say so itself, in microseconds. */
  Instant time() {
    return stamped.orElse(at).truncatedTo(ChronoUnit.MICROS);
  }
}
