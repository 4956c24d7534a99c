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
 * @param rssMebibytes how much anonymous memory it may take
 */
public record ScaleSize(
    int opcua,
    int mqtt,
    int signals,
    Duration steady,
    Duration sample,
    Duration collect,
    int rssMebibytes) {
  private static final int SIGNALS = 100;

  /** 200 machines of 100 signals: 20,000 values a second. */
  public static ScaleSize promised(Duration steady) {
    return of(SIGNALS, steady, 1_536);
  }

  /** The same machines at half that load, in one GiB. */
  public static ScaleSize soak(Duration steady) {
    return of(SIGNALS / 2, steady, 1_024);
  }

  private static ScaleSize of(int signals, Duration steady, int rssMebibytes) {
    boolean brief = steady.compareTo(Duration.ofMinutes(5)) < 0;
    return new ScaleSize(
        100,
        100,
        signals,
        steady,
        Duration.ofSeconds(brief ? 3 : 15),
        Duration.ofSeconds(brief ? 12 : 60),
        rssMebibytes);
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
