package fucina.simulators.sparkplug;

import fucina.simulators.mqtt.BrokerAccess;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a simulated line on Sparkplug B is told before it starts.
 *
 * @param group the group id, as {@code made}
 * @param node the edge node's id, as {@code cell-2}
 * @param device the device's id, and the machine's in the lab, as {@code line-2}
 * @param primaryHost the host application whose going offline stops the line, as {@code fucina}
 * @param broker where the edge node connects, and as whom
 * @param folder where its counters and its last birth's number are kept; empty: they begin at zero
 */
public record SparkplugSettings(
    String group,
    String node,
    String device,
    String primaryHost,
    BrokerAccess broker,
    Optional<Path> folder) {

  /** As the demo lab has it: {@code made}, {@code cell-2}, {@code line-2}, {@code fucina}. */
  public static SparkplugSettings demo(BrokerAccess broker, Optional<Path> folder) {
    return new SparkplugSettings("made", "cell-2", "line-2", "fucina", broker, folder);
  }

  /** The topic of a message of the node, as {@code NBIRTH}. */
  String nodeTopic(String type) {
    return "spBv1.0/" + group + "/" + type + "/" + node;
  }

  /** The topic of a message of the device, as {@code DDATA}. */
  String deviceTopic(String type) {
    return nodeTopic(type) + "/" + device;
  }

  String stateTopic() {
    return "spBv1.0/STATE/" + primaryHost;
  }
}
