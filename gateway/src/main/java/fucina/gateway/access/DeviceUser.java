package fucina.gateway.access;

/**
 * A device that may connect to the embedded broker.
 *
 * @param name its MQTT user name
 * @param centre id of the centre whose device it is
 * @param reach the topics that are its own
 */
public record DeviceUser(String name, String centre, Reach reach) {

  /** Topics of one device. */
  public sealed interface Reach {}

  /**
   * Everything below a prefix.
   *
   * @param prefix topic levels without wildcards, e.g. {@code printer-7}
   */
  public record Below(String prefix) implements Reach {}

  /** What the edge node of that group publishes and reads (Sparkplug B 3.0). */
  public record EdgeNode(String group, String node) implements Reach {}
}
