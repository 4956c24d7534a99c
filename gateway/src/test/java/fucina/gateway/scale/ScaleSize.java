package fucina.gateway.scale;

import java.time.Duration;
import java.util.List;

/**
 * How large a run is, and how long.
 *
 * @param opcua machines over OPC UA
 * @param mqtt machines over MQTT
 * @param signals of each, each of one value a second
 * @param steady how long to watch once all deliver
 * @param sample how often the process is looked at
 * @param collect how often its heap is collected and measured
 */
public record ScaleSize(
    int opcua, int mqtt, int signals, Duration steady, Duration sample, Duration collect) {
  /** 200 machines of 100 signals: 20,000 values a second. */
  public static ScaleSize promised(Duration steady) {
    boolean brief = steady.compareTo(Duration.ofMinutes(5)) < 0;
    return new ScaleSize(
        100,
        100,
        100,
        steady,
        Duration.ofSeconds(brief ? 3 : 15),
        Duration.ofSeconds(brief ? 12 : 60));
  }

  /** The machines, as a lab file. */
  List<String> lab() {
    String panel = "  - { kind: panel, signals: " + signals + ", values: numbered, count: ";
    return List.of(
        "machines:",
        panel + opcua + ", id: \"opcua-{n}\", wire: opc-ua }",
        panel + mqtt + ", id: \"mqtt-{n}\", wire: mqtt, user: sensor, prefix: \"sensors/{id}\" }");
  }

  int machines() {
    return opcua + mqtt;
  }

  long values() {
    return (long) machines() * signals;
  }
}
