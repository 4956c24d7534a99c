package fucina.gateway.telemetry;

import static fucina.gateway.telemetry.SomeReadings.NINE;
import static org.assertj.core.api.Assertions.assertThat;

import fucina.profiles.Value;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static int content(Value value, Quality quality) {
    return new Reading("m", "s", NINE, NINE, value, quality).content();
  }

  @Test
  void contentIsTheSameForEverBecauseItIsOnDisk() {
    assertThat(content(Value.of(1.5), Quality.GOOD)).isEqualTo(-1089994752);
    assertThat(content(Value.of(true), Quality.UNCERTAIN)).isEqualTo(38162);
    assertThat(content(Value.of("Executing"), Quality.BAD)).isEqualTo(-1761988752);
  }

  @Test
  void anotherValueOrAnotherQualityIsAnotherContent() {
    assertThat(content(Value.of(1), Quality.GOOD))
        .isNotEqualTo(content(Value.of(2), Quality.GOOD))
        .isNotEqualTo(content(Value.of(1), Quality.BAD));
  }
}
