package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One client of a broker, from its connect to its end, whichever MQTT it speaks. It is never used
 * again after its end. Nothing here repeats anything by itself.
 */
interface BrokerClient extends AutoCloseable {
  /** How long the broker may take to answer one packet, and the connect twice that. */
  long STEP_MILLIS = 5_000;

  /** So many filters in one subscription at most. */
  int FILTERS_AT_ONCE = 100;

  /** The least reason code that is a refusal. */
  int REFUSED = 128;

  /** What happens to a client; on its threads, which must not be held up. */
  interface Events {
    /**
     * A message came.
     *
     * @param id to acknowledge it by
     * @param qos 0 needs no acknowledgement
     */
    void arrived(int id, int qos, MqttArrival message);

    /** The connection is over; {@code how} is the rest of a sentence. */
    void ended(String how);
  }

  /** Connects, with a deadline. */
  void connect() throws LinkFault;

  /** Whether the broker had kept our session, and with it what came meanwhile. */
  boolean sessionKept();

  /**
   * Subscribes, QoS 1.
   *
   * @param retainHandling by filter: 0 sends kept values, 1 only where the broker had no
   *     subscription of ours
   * @return the refused filters, with the reason
   */
  Map<String, String> subscribe(Map<String, Integer> retainHandling) throws LinkFault;

  /** Takes subscriptions back; what the broker thinks of it does not matter. */
  void unsubscribe(List<String> filters);

  /** Publishes once. */
  CompletableFuture<Published> publish(Outgoing message);

  /** Tells the broker that a QoS 1 message is kept; after the end, nothing happens. */
  void acknowledge(int id);

  boolean connected();

  /** Ends it, in order where it is connected; frees all its threads. */
  @Override
  void close();
}
