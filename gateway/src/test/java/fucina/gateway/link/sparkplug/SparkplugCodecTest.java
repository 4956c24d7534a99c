package fucina.gateway.link.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.link.sparkplug.SparkplugCodec.Sample;
import fucina.profiles.Value;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.eclipse.tahu.message.SparkplugBPayloadEncoder;
import org.eclipse.tahu.message.model.Metric.MetricBuilder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.SparkplugBPayload.SparkplugBPayloadBuilder;
import org.eclipse.tahu.model.MetricDataTypeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkplugCodecTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static MetricDataType type(String name) {
    return MetricDataType.fromInteger(
        switch (name) {
          case "Int8" -> 1;
          case "Int16" -> 2;
          case "Int32" -> 3;
          case "Int64" -> 4;
          case "UInt8" -> 5;
          case "UInt16" -> 6;
          case "UInt32" -> 7;
          case "UInt64" -> 8;
          default -> throw new IllegalArgumentException(name);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "Int8,-128",
    "Int8,127",
    "UInt8,255",
    "Int16,-32768",
    "UInt16,65535",
    "Int32,-2147483648",
    "UInt32,4294967295",
    "Int64,-9007199254740992",
    "UInt64,9007199254740992"
  })
  void aCommandCarriesEveryNumberItsTypeHolds(String type, long number) {
    byte[] command = SparkplugCodec.command("m", type(type), Value.of(number), NOON);
    Sample sample = SparkplugCodec.read(command, new MetricDataTypeMap()).samples().get(0);
    assertThat(((Number) sample.value().orElseThrow()).longValue()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"Int8,128", "UInt8,256", "UInt8,-1", "Int16,40000", "UInt32,-1", "Int32,1.5"})
  void aNumberThatDoesNotFitNeverBecomesAnother(String type, double number) {
    assertThatThrownBy(() -> SparkplugCodec.command("m", type(type), Value.of(number), NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(type);
  }

  @Test
  void nullsInstantsAndOldValuesAreSeenAsSuch() throws Exception {
    byte[] bytes =
        new SparkplugBPayloadEncoder()
            .getBytes(
                new SparkplugBPayloadBuilder(3L)
                    .setTimestamp(Date.from(NOON))
                    .addMetric(new MetricBuilder("none", MetricDataType.Float, null).createMetric())
                    .addMetric(
                        new MetricBuilder("when", MetricDataType.DateTime, Date.from(NOON))
                            .createMetric())
                    .addMetric(
                        new MetricBuilder("old", MetricDataType.Float, 1f)
                            .isHistorical(true)
                            .createMetric())
                    .createPayload(),
                false);
    assertThat(SparkplugCodec.read(bytes, new MetricDataTypeMap()).samples())
        .extracting(Sample::value, Sample::historical)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Optional.empty(), false),
            org.assertj.core.groups.Tuple.tuple(Optional.of("2026-11-22T12:00:00Z"), false),
            org.assertj.core.groups.Tuple.tuple(Optional.of(1f), true));
  }
}
