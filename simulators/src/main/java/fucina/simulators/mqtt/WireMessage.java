package fucina.simulators.mqtt;

/**
 * A message as it goes over the wire.
 *
 * @param topic where to
 * @param payload what
 * @param qos 0 or 1
 * @param retained whether the broker keeps it for those who come later
 */
public record WireMessage(String topic, byte[] payload, int qos, boolean retained) {}
