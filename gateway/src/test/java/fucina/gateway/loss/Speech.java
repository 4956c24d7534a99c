package fucina.gateway.loss;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How a sensor says its numbers over MQTT. */
interface Speech {

  /**
   * A message.
   *
   * @param qos 0 or 1
   */
  @SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
  record Letter(String topic, byte[] payload, int qos) {}

  /** A number, of now. */
  Letter letter(int number);

  /** Its last will on a connection that is about to be made; empty for none. */
  default Optional<Letter> will() {
    return Optional.empty();
  }

  /** What it says first on each connection, and when asked to; the last of it says a number. */
  default List<Letter> greeting(int number) {
    return List.of();
  }

  /** Where it is asked to greet again; empty for nowhere. */
  default Optional<String> listensTo() {
    return Optional.empty();
  }

  /** JSON with the number and its instant, with a quality of service. */
  static Speech json(String topic, int qos) {
    return number ->
        new Letter(
            topic,
            ("{\"n\":"
                    + number
                    + ",\"t\":"
                    + ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())
                    + "}")
                .getBytes(StandardCharsets.UTF_8),
            qos);
  }
}
