package fucina.gateway.bench;

import static org.awaitility.Awaitility.await;

import fucina.gateway.journey.LabClient;
import fucina.gateway.journey.LabClient.Answer;
import fucina.simulators.replay.Recording;
import fucina.simulators.replay.ReplayProfile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;

/** A machine over MQTT that says what it is told to, its messages numbered through all runs. */
final class SensorMachine {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final LabClient technician;
  private final BareMqtt mqtt;
  private final String id;
  private final String signal;
  private final IntFunction<byte[]> payload;
  private int next = 1;
  private String topic = "";

  /**
   * A machine that is not registered yet.
   *
   * @param signal whose value is the message's number
   */
  SensorMachine(
      LabClient technician, BareMqtt mqtt, String id, String signal, IntFunction<byte[]> payload) {
    this.technician = technician;
    this.mqtt = mqtt;
    this.id = id;
    this.signal = signal;
    this.payload = payload;
  }

  /** A machine of many signals in each message. */
  static SensorMachine numbered(LabClient technician, BareMqtt mqtt, String id, int signals) {
    return new SensorMachine(technician, mqtt, id, "value000", n -> row(n, signals));
  }

  private static byte[] row(int n, int signals) {
    StringBuilder text = new StringBuilder("{\"t\":").append(System.currentTimeMillis());
    for (int signal = 0; signal < signals; signal++) {
      text.append(",\"value").append(signal < 10 ? "00" : signal < 100 ? "0" : "").append(signal);
      text.append("\":").append(n).append('.').append(signal < 10 ? "0" : "").append(signal);
    }
    return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  String id() {
    return id;
  }

  /** Registers one made by {@link #numbered}. */
  void register(String broker, int signals) throws Exception {
    String profile = "bench-" + signals;
    register(
        broker,
        profile,
        ReplayProfile.of(Recording.numbered(signals), ReplayProfile.Wire.MQTT, profile),
        "PREFIX");
  }

  /**
   * Registers it; returns when it is heard.
   *
   * @param broker its own; empty for the gateway's
   * @param variable of the profile, that says where its topics are
   */
  void register(String broker, String profile, String yaml, String variable) throws Exception {
    Answer added =
        technician.send("POST", "/profiles", yaml, Map.of("Content-Type", "application/yaml"));
    demand(added, added.status() == 201 || added.status() == 200);
    String prefix = "sensors/" + id;
    topic = variable.equals("TOPIC") ? prefix : prefix + "/" + ReplayProfile.TOPIC;
    JsonObject connection =
        new JsonObject()
            .put("endpoint", broker)
            .put("variables", new JsonObject().put(variable, prefix));
    Answer made =
        technician.post(
            "/machines",
            new JsonObject()
                .put("id", id)
                .put("name", id)
                .put("centre", "made")
                .put("profile", profile)
                .put("connection", connection));
    demand(made, made.status() == 201);
    // Until the gateway has subscribed, what is published is nobody's: hear one value first.
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              publish(1);
              return latest() > 0;
            });
  }

  private static void demand(Answer answer, boolean right) throws IOException {
    if (!right) {
      throw new IOException(answer.toString());
    }
  }

  private void publish(int messages) throws Exception {
    mqtt.publish(topic, next, messages, payload);
    next += messages;
  }

  private double latest() {
    Answer answer = technician.get("/machines/" + id + "/latest");
    return answer.status() != 200
        ? 0
        : answer.json().getJsonArray("items").stream()
            .map(JsonObject.class::cast)
            .filter(item -> item.getString("signal").equals(signal))
            .mapToDouble(item -> item.getDouble("value", 0.0))
            .sum();
  }

  /** Its messages a second that a bare subscriber receives, on a topic nobody else hears. */
  double raw(int messages) throws Exception {
    return mqtt.received("sensors/raw-" + id, messages, payload);
  }

  /** Its messages a second until the last is shown, which it is after its commit. */
  double durable(int messages) throws Exception {
    int last = next + messages - 1;
    long begun = System.nanoTime();
    publish(messages);
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> latest() >= last);
    return messages / ((System.nanoTime() - begun) / 1e9);
  }

  /** A connection on which it says one message after another. */
  BareMqtt.Stream stream() throws Exception {
    return mqtt.stream(topic, payload);
  }
}
