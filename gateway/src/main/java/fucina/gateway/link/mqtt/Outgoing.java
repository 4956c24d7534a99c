package fucina.gateway.link.mqtt;

import java.util.Optional;

/**
 * A message to send.
 *
 * @param payload its bytes; not to be changed
 * @param qos 0 or 1
 * @param expirySeconds after which the broker throws it away undelivered; 0 for never. MQTT 5 only
 * @param reply where the answer shall come and what it shall carry; MQTT 5 only
 */
@SuppressWarnings("ArrayRecordComponent") // Sent at once, never compared.
record Outgoing(
    String topic,
    byte[] payload,
    int qos,
    boolean retained,
    long expirySeconds,
    Optional<Reply> reply) {

  /**
   * What MQTT 5 §4.10 calls request and response.
   *
   * @param topic response topic
   * @param correlation correlation data, as text
   */
  record Reply(String topic, String correlation) {}

  static Outgoing kept(String topic, byte[] payload) {
    return new Outgoing(topic, payload, 1, true, 0, Optional.empty());
  }
}
