package fucina.simulators.mqtt;

import java.util.List;

/** The device at the end of an {@link MqttWire}. Its methods are called on the wire's threads. */
public interface MqttDevice {

  /** What the broker shall say should this device vanish; asked before every connection. */
  WireMessage will();

  /** What it wants to hear, as topic filters; subscribed at QoS 1. */
  List<String> subscriptions();

  /** It is connected, and hears what it subscribed to. Must not block. */
  void connected();

  /** A message came. Must not block. */
  void arrived(String topic, byte[] payload);

  /** The broker has taken a message that was sent at QoS 1. Must not block. */
  default void acknowledged(WireMessage message) {}
}
