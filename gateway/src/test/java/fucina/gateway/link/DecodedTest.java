package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.Decoded.Absent;
import fucina.gateway.link.Decoded.Flawed;
import fucina.gateway.link.Decoded.Sound;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Label;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.SparkplugMetric;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecodedTest {
  private static Signal signal(ValueType type) {
    return SomeProfiles.signal("s", type, new SparkplugMetric("m"));
  }

  private static Decoded decode(ValueType type, Object plain) {
    return Decoded.of(signal(type), Optional.of(plain), 1);
  }

  @Test
  void aNumberIsScaledToItsUnit() {
    assertThat(Decoded.of(signal(ValueType.NUMBER), Optional.of(0.25), 100))
        .isEqualTo(new Sound(Value.of(25), Quality.GOOD));
  }

  @Test
  void aFloatKeepsTheDigitsThatWereMeant() {
    assertThat(decode(ValueType.NUMBER, 5.1f)).isEqualTo(new Sound(Value.of(5.1), Quality.GOOD));
  }

  @Test
  void aWholeNumberThatADoubleMayHaveRoundedIsUncertainAndSaysWhy() {
    for (Number wire :
        List.of(9_007_199_254_740_993L, -9_007_199_254_740_993L, BigInteger.TWO.pow(64))) {
      for (ValueType type : List.of(ValueType.NUMBER, ValueType.INTEGER)) {
        assertThat(decode(type, wire))
            .isEqualTo(new Sound(Value.of(wire.doubleValue()), Quality.UNCERTAIN, Decoded.ROUNDED));
      }
    }
    assertThat(decode(ValueType.INTEGER, 9_007_199_254_740_991L))
        .isEqualTo(new Sound(Value.of(9_007_199_254_740_991d), Quality.GOOD));
    assertThat(decode(ValueType.NUMBER, 1e300)).isEqualTo(new Sound(Value.of(1e300), Quality.GOOD));
  }

  @Test
  void notANumberIsBadAndAnImpossibleOneUncertain() {
    assertThat(decode(ValueType.NUMBER, Double.NaN))
        .isEqualTo(new Sound(Value.of(Double.NaN), Quality.BAD));
    Signal bounded =
        new Signal(
            "s",
            Label.of("s"),
            ValueType.NUMBER,
            Optional.empty(),
            Optional.of(0.0),
            Optional.of(100.0),
            Map.of(),
            List.of(),
            Signal.Role.MEASUREMENT,
            Duration.ZERO,
            Duration.ZERO,
            0,
            new SparkplugMetric("m"));
    assertThat(Decoded.of(bounded, Optional.of(100), 1))
        .isEqualTo(new Sound(Value.of(100), Quality.GOOD));
    assertThat(Decoded.of(bounded, Optional.of(100.5), 1))
        .isEqualTo(new Sound(Value.of(100.5), Quality.UNCERTAIN));
  }

  @Test
  void anIndexOutsideItsEnumerationIsUncertain() {
    Signal mode =
        new Signal(
            "mode",
            Label.of("Mode"),
            ValueType.INTEGER,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(4L, "AUTOMATIC_EXTERNAL"),
            List.of(),
            Signal.Role.INTERLOCK,
            Duration.ZERO,
            Duration.ZERO,
            0,
            new SparkplugMetric("m"));
    assertThat(Decoded.of(mode, Optional.of(4), 1)).isEqualTo(new Sound(Value.of(4), Quality.GOOD));
    assertThat(Decoded.of(mode, Optional.of(9), 1))
        .isEqualTo(new Sound(Value.of(9), Quality.UNCERTAIN));
  }

  @Test
  void whatIsOfAnotherTypeIsFlawedAndSaysSo() {
    assertThat(decode(ValueType.NUMBER, "12"))
        .isEqualTo(new Flawed("s is a number, but the machine sent a text (\"12\")"));
    assertThat(decode(ValueType.BOOLEAN, 2)).isInstanceOf(Flawed.class);
    assertThat(decode(ValueType.STRING, true)).isInstanceOf(Flawed.class);
    assertThat(decode(ValueType.INTEGER, 1.5))
        .isEqualTo(new Flawed("s is a whole number, 1.5 is not"));
    assertThat(decode(ValueType.NUMBER, List.of(1)))
        .isEqualTo(new Flawed("s is a number, but the machine sent a structure"));
    assertThat(decode(ValueType.STRING, "x".repeat(Decoded.TEXT_AT_MOST + 1)))
        .isInstanceOf(Flawed.class);
  }

  @Test
  void aNumberTooLargeForAnyMachineIsNoNumberAndBad() {
    double tooLarge = Double.parseDouble("1e400");
    for (ValueType type : List.of(ValueType.NUMBER, ValueType.INTEGER)) {
      assertThat(decode(type, tooLarge))
          .isEqualTo(new Sound(Value.of(Double.POSITIVE_INFINITY), Quality.BAD));
    }
  }

  @Test
  void aSignalThatNeverHadAValueShowsNoNumber() {
    assertThat(new LastKnown("m").bad(signal(ValueType.INTEGER), Instant.EPOCH, Instant.EPOCH))
        .extracting(Reading::value)
        .isEqualTo(Value.of(Double.NaN));
  }

  @Test
  void zeroAndOneAreFlagsAndNothingIsAbsent() {
    assertThat(decode(ValueType.BOOLEAN, 1)).isEqualTo(new Sound(Value.of(true), Quality.GOOD));
    assertThat(Decoded.of(signal(ValueType.NUMBER), Optional.empty(), 1)).isEqualTo(new Absent());
  }
}
