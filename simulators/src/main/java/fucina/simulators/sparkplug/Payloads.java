package fucina.simulators.sparkplug;

import fucina.simulators.sparkplug.Metrics.Measured;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.tahu.SparkplugInvalidTypeException;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.SparkplugBPayloadEncoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.message.model.SparkplugBPayload.SparkplugBPayloadBuilder;
import org.eclipse.tahu.model.MetricDataTypeMap;

/** Sparkplug B payloads (3.0, chapter 6), written and read. */
final class Payloads {
  private Payloads() {}

  /**
   * A message with these metrics.
   *
   * @param seq 0 to 255; empty for an NDEATH, which has none
   */
  static byte[] of(Map<String, Measured> metrics, OptionalInt seq, Instant at) {
    Date time = Date.from(at);
    SparkplugBPayloadBuilder payload = new SparkplugBPayloadBuilder().setTimestamp(time);
    seq.ifPresent(number -> payload.setSeq((long) number));
    try {
      for (Map.Entry<String, Measured> metric : metrics.entrySet()) {
        Measured measured = metric.getValue();
        payload.addMetric(
            new MetricBuilder(metric.getKey(), measured.type(), measured.value())
                .timestamp(time)
                .createMetric());
      }
      return new SparkplugBPayloadEncoder().getBytes(payload.createPayload(), false);
    } catch (SparkplugInvalidTypeException | IOException e) {
      throw new IllegalStateException("a Sparkplug payload that cannot be written", e);
    }
  }

  /**
   * The names of the Boolean metrics a command sets true.
   *
   * @throws IllegalArgumentException if the bytes are no Sparkplug B payload
   */
  static Set<String> wishes(byte[] command) {
    Set<String> names = new LinkedHashSet<>();
    for (Metric metric : read(command).getMetrics()) {
      if (metric.getName() != null && Boolean.TRUE.equals(metric.getValue())) {
        names.add(metric.getName());
      }
    }
    return names;
  }

  private static SparkplugBPayload read(byte[] bytes) {
    try {
      return new SparkplugBPayloadDecoder().buildFromByteArray(bytes, new MetricDataTypeMap());
    } catch (Exception e) {
      throw new IllegalArgumentException("no Sparkplug B payload", e);
    }
  }
}
