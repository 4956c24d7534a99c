package fucina.gateway.link.sparkplug;

import fucina.gateway.telemetry.Quality;
import fucina.profiles.Value;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.eclipse.tahu.SparkplugInvalidTypeException;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.SparkplugBPayloadEncoder;
import org.eclipse.tahu.message.model.Metric;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.PropertyValue;
import org.eclipse.tahu.message.model.SparkplugBPayload;
import org.eclipse.tahu.message.model.SparkplugBPayload.SparkplugBPayloadBuilder;
import org.eclipse.tahu.model.MetricDataTypeMap;

/** Between Sparkplug B payloads (Sparkplug 3.0 §6.4) and what an edge node's state needs. */
final class SparkplugCodec {
  private static final int QUALITY_GOOD = 192;
  private static final int QUALITY_STALE = 500;

  /** Above this, a double is not exact any more. */
  private static final long EXACT = 1L << 53;

  private SparkplugCodec() {}

  /**
   * A payload.
   *
   * @param timestamp when it was sent, by the edge node's clock
   * @param sequence 0 to 255; empty where the message has none
   */
  record Payload(Optional<Instant> timestamp, Optional<Integer> sequence, List<Sample> samples) {}

  /**
   * One metric's value.
   *
   * @param name empty where only the alias was sent
   * @param value a Number, Boolean or String; empty for null
   * @param type Tahu's name of its type, e.g. {@code Int32}; empty where none was sent
   * @param quality by its quality property; GOOD where it has none
   * @param historical whether it is an old value told afterwards (§6.4.9)
   */
  record Sample(
      Optional<String> name,
      Optional<Long> alias,
      Optional<Instant> timestamp,
      Optional<Object> value,
      Optional<MetricDataType> type,
      Quality quality,
      boolean historical) {}

  /**
   * Reads a payload.
   *
   * @param types the types the births gave names and aliases
   * @throws IllegalArgumentException if it is no Sparkplug B payload
   */
  static Payload read(byte[] bytes, MetricDataTypeMap types) {
    try {
      SparkplugBPayload payload = decoded(bytes, types);
      List<Sample> samples = new ArrayList<>();
      for (Metric metric : payload.getMetrics()) {
        samples.add(sample(metric));
      }
      return new Payload(
          instant(payload.getTimestamp()),
          Optional.ofNullable(payload.getSeq()).filter(s -> s >= 0).map(Long::intValue),
          samples);
    } catch (Exception e) {
      throw new IllegalArgumentException("the payload is no Sparkplug B: " + e.getMessage(), e);
    }
  }

  private static SparkplugBPayload decoded(byte[] bytes, MetricDataTypeMap types) throws Exception {
    SparkplugBPayload outer = new SparkplugBPayloadDecoder().buildFromByteArray(bytes, types);
    return CompressedBody.in(outer)
        ? new SparkplugBPayloadDecoder().buildFromByteArray(CompressedBody.of(outer), types)
        : outer;
  }

  private static Sample sample(Metric metric) {
    Object value = Boolean.TRUE.equals(metric.isNull()) ? null : metric.getValue();
    return new Sample(
        metric.hasName() ? Optional.of(metric.getName()) : Optional.empty(),
        metric.hasAlias() ? Optional.of(metric.getAlias()) : Optional.empty(),
        instant(metric.getTimestamp()),
        value instanceof Date date
            ? Optional.of(date.toInstant().toString())
            : Optional.ofNullable(value),
        Optional.ofNullable(metric.getDataType()),
        quality(metric),
        Boolean.TRUE.equals(metric.isHistorical()));
  }

  private static Quality quality(Metric metric) {
    PropertyValue<?> property =
        metric.getProperties() == null ? null : metric.getProperties().getPropertyValue("Quality");
    if (property == null || !(property.getValue() instanceof Number code)) {
      return Quality.GOOD;
    }
    return switch (code.intValue()) {
      case QUALITY_GOOD -> Quality.GOOD;
      case QUALITY_STALE -> Quality.UNCERTAIN;
      default -> Quality.BAD;
    };
  }

  private static Optional<Instant> instant(@org.jspecify.annotations.Nullable Date date) {
    return Optional.ofNullable(date).map(Date::toInstant);
  }

  /**
   * A command that writes one metric.
   *
   * @throws IllegalArgumentException if that type cannot carry the value
   */
  static byte[] command(String metric, MetricDataType type, Value value, Instant now) {
    Date at = Date.from(now);
    try {
      Metric written =
          new Metric.MetricBuilder(metric, type, typed(type, value)).timestamp(at).createMetric();
      SparkplugBPayload payload =
          new SparkplugBPayloadBuilder().setTimestamp(at).addMetric(written).createPayload();
      return new SparkplugBPayloadEncoder().getBytes(payload, false);
    } catch (SparkplugInvalidTypeException | java.io.IOException e) {
      throw new IllegalArgumentException(
          "a metric of type " + type + " cannot carry " + value.plain(), e);
    }
  }

  private static Object typed(MetricDataType type, Value value) {
    if (!(value instanceof Value.Number number)) {
      return value.plain();
    }
    double plain = number.value();
    return switch (type.getType()) {
      case "Int8" -> (byte) whole(plain, Byte.MIN_VALUE, Byte.MAX_VALUE, type);
      case "UInt8" -> (short) whole(plain, 0, 0xFF, type);
      case "Int16" -> (short) whole(plain, Short.MIN_VALUE, Short.MAX_VALUE, type);
      case "UInt16" -> (int) whole(plain, 0, 0xFFFF, type);
      case "Int32" -> (int) whole(plain, Integer.MIN_VALUE, Integer.MAX_VALUE, type);
      case "UInt32" -> whole(plain, 0, 0xFFFF_FFFFL, type);
      case "Int64" -> whole(plain, -EXACT, EXACT, type);
      case "UInt64" -> BigInteger.valueOf(whole(plain, 0, EXACT, type));
      case "DateTime" -> new Date(whole(plain, 0, EXACT, type));
      case "Float" -> (float) plain;
      default -> plain;
    };
  }

  /** A command that does not fit its metric must not become another one. */
  private static long whole(double plain, long least, long most, MetricDataType type) {
    if (plain != Math.rint(plain) || plain < least || plain > most) {
      throw new IllegalArgumentException(
          "a metric of type " + type + " cannot carry " + Value.of(plain).plain());
    }
    return (long) plain;
  }
}
