package fucina.gateway.bench;

import fucina.gateway.journey.LabClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole way of a value over MQTT, beside a bare subscriber at the same broker: a machine is
 * registered, values are published, and the clock stops when the last is shown, which it is after
 * its commit.
 */
final class MqttIngest {
  private static final int MESSAGE_BYTES = 200;
  private static final int BATCH = 100;
  private static final int RUNS = 3;

  private final LabClient technician;
  private final BareMqtt mqtt;
  private final String broker;
  private final String name;

  /**
   * At one broker.
   *
   * @param broker the machine's own, as {@code mqtt://…}; empty for the gateway's
   * @param name as ids may be
   */
  MqttIngest(LabClient technician, BareMqtt mqtt, String broker, String name) {
    this.technician = technician;
    this.mqtt = mqtt;
    this.broker = broker;
    this.name = name;
  }

  /** Messages of 200 bytes with one value each, a second. */
  Rates single(int messages, Path counterProfile) throws Exception {
    SensorMachine machine =
        new SensorMachine(technician, mqtt, name + "-single", "count", MqttIngest::one);
    machine.register(broker, "counter", Files.readString(counterProfile), "TOPIC");
    return rates(machine, messages, 1);
  }

  /** Messages of 200 bytes a second that a bare subscriber receives; the median of three runs. */
  static double bare(BareMqtt mqtt, int messages) throws Exception {
    List<Double> rates = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      rates.add(mqtt.received("sensors/raw", messages, MqttIngest::one));
    }
    return Rates.median(rates);
  }

  private static byte[] one(int n) {
    String head = "{\"n\":" + n + ",\"note\":\"";
    return (head + "x".repeat(MESSAGE_BYTES - 2 - head.length()) + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Values a second of messages with a hundred each. */
  Rates batched(int messages) throws Exception {
    SensorMachine machine = SensorMachine.numbered(technician, mqtt, name + "-batched", BATCH);
    machine.register(broker, BATCH);
    return rates(machine, messages, BATCH);
  }

  private Rates rates(SensorMachine machine, int messages, int values) throws Exception {
    // Both ways once before they count: whatever is compiled is compiled by then.
    machine.raw(messages);
    machine.durable(messages);
    return Rates.inTurn(
        RUNS, () -> values * machine.raw(messages), () -> values * machine.durable(messages));
  }
}
