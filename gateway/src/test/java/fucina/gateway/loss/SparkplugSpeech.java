package fucina.gateway.loss;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.eclipse.tahu.SparkplugInvalidTypeException;
import org.eclipse.tahu.message.SparkplugBPayloadEncoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.SparkplugBPayload.SparkplugBPayloadBuilder;

/** An edge node of one device (Sparkplug 3.0), whose one metric numbers itself. */
final class SparkplugSpeech implements Speech {
  private static final int SEQUENCES = 256;

  private final String device;
  private long birth = -1;
  private int sequence;

  SparkplugSpeech(String device) {
    this.device = device;
  }

  /** The profile of such devices. */
  static String profile() {
    return """
        "@context":
          - "https://www.w3.org/2022/wot/td/v1.1"
          - fucina: "urn:fucina:profile:1#"
        "@type": "tm:ThingModel"
        id: "urn:fucina:profile:numbered-sparkplug"
        version: { model: "1.0.0" }
        title: "Numbered over Sparkplug"
        titles: { it: "Numerato via Sparkplug" }
        fucina:
          profileVersion: 1
          family: lab-device
          protocol: sparkplug
          capabilities: [replay]
          variables:
            - { name: GROUP, pattern: "[a-z0-9-]+", example: "made" }
            - { name: NODE, pattern: "[a-z0-9-]+", example: "cell-2" }
            - { name: DEVICE, pattern: "[a-z0-9-]+", example: "line-2" }
          offline: { afterSilenceS: 60 }
        base: "mqtt://{{BROKER}}:{{PORT}}"
        properties:
          value000:
            title: "Number"
            titles: { it: "Numero" }
            type: number
            unit: "1"
            readOnly: true
            fucina: { unece: C62, deadband: 0 }
            forms: [ { href: "/", "fucina:metric": "Number" } ]
        """;
  }

  private String topic(String kind) {
    return "spBv1.0/loss/" + kind + "/node-" + device;
  }

  @Override
  public Optional<String> listensTo() {
    return Optional.of(topic("NCMD"));
  }

  /** The death of the birth that follows (§6.4.21). */
  @Override
  public Optional<Letter> will() {
    birth = (birth + 1) % SEQUENCES;
    return Optional.of(new Letter(topic("NDEATH"), bytes(Optional.empty(), List.of(born())), 1));
  }

  @Override
  public List<Letter> greeting(int number) {
    sequence = 0;
    return List.of(
        new Letter(
            topic("NBIRTH"),
            bytes(
                Optional.of(0),
                List.of(born(), metric("Node Control/Rebirth", MetricDataType.Boolean, false))),
            0),
        new Letter(topic("DBIRTH") + "/" + device, numbered(number), 0));
  }

  @Override
  public Letter letter(int number) {
    return new Letter(topic("DDATA") + "/" + device, numbered(number), 0);
  }

  private byte[] numbered(int number) {
    sequence = (sequence + 1) % SEQUENCES;
    return bytes(
        Optional.of(sequence), List.of(metric("Number", MetricDataType.Double, (double) number)));
  }

  private Metric born() {
    return metric("bdSeq", MetricDataType.Int64, birth);
  }

  private static Metric metric(String name, MetricDataType type, Object value) {
    try {
      return new MetricBuilder(name, type, value)
          .timestamp(Date.from(Instant.now()))
          .createMetric();
    } catch (SparkplugInvalidTypeException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static byte[] bytes(Optional<Integer> sequence, List<Metric> metrics) {
    SparkplugBPayloadBuilder payload =
        new SparkplugBPayloadBuilder().setTimestamp(Date.from(Instant.now()));
    sequence.ifPresent(number -> payload.setSeq((long) number));
    try {
      return new SparkplugBPayloadEncoder()
          .getBytes(payload.addMetrics(new ArrayList<>(metrics)).createPayload(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
