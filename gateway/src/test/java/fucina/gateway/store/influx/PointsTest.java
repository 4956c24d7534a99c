package fucina.gateway.store.influx;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointsTest {
  private static final Instant T = Instant.parse("1970-01-01T00:00:01Z");

  private final List<String> unsayable = new ArrayList<>();
  private final Points points = new Points((what, why) -> unsayable.add(what + ": " + why));

  private static Reading reading(Value value) {
    return new Reading("m", "s", T, T, value, Quality.GOOD);
  }

  private List<String> of(Reading... readings) {
    return points.of(List.of(readings));
  }

  @Test
  void eachKindOfValueHasItsOwnField() {
    assertThat(of(reading(Value.of(12.5))))
        .containsExactly("telemetry,machine=m,signal=s value=12.5,quality=\"good\" 1000000000");
    assertThat(of(reading(Value.of(true))))
        .containsExactly("telemetry,machine=m,signal=s flag=true,quality=\"good\" 1000000250");
    assertThat(of(reading(Value.of("a \"b\" \\ c"))))
        .containsExactly(
            "telemetry,machine=m,signal=s text=\"a \\\"b\\\" \\\\ c\",quality=\"good\" 1000000500");
    assertThat(of(reading(Value.of(Double.NEGATIVE_INFINITY))))
        .containsExactly(
            "telemetry,machine=m,signal=s nonfinite=\"-Infinity\",quality=\"good\" 1000000750");
  }

  @Test
  void aSourceTimeOfItsOwnIsToldAndHasABandOfItsOwn() {
    Reading behind = new Reading("m", "s", T.minusMillis(1), T, Value.of(1), Quality.UNCERTAIN);
    assertThat(of(behind))
        .containsExactly(
            "telemetry,machine=m,signal=s value=1.0,quality=\"uncertain\",source=999000i 1000000125");
  }

  @Test
  void namesAreEscaped() {
    assertThat(of(new Reading("m", "a b,c=d\\e", T, T, Value.of(1), Quality.BAD)))
        .containsExactly(
            "telemetry,machine=m,signal=a\\ b\\,c\\=d\\e value=1.0,quality=\"bad\" 1000000000");
  }

  @Test
  void valuesOfOneMicrosecondStandInAnOrderThatDoesNotDependOnTheirComing() {
    Reading one = reading(Value.of(1));
    Reading two = reading(Value.of(2));
    assertThat(of(one, two, one)).hasSize(2).containsExactlyInAnyOrderElementsOf(of(two, one));
    assertThat(of(one, two))
        .allMatch(line -> line.endsWith(" 1000000000") || line.endsWith(" 1000000001"));
    Reading other = new Reading("m", "other", T, T, Value.of(2), Quality.GOOD);
    assertThat(of(one, other)).allMatch(line -> line.endsWith(" 1000000000"));
  }

  @Test
  void whatLineProtocolCannotSayIsToldWithItsReason() {
    assertThat(
            of(
                new Reading("m", "a\nb", T, T, Value.of(1), Quality.GOOD),
                new Reading("m", "a\\", T, T, Value.of(1), Quality.GOOD),
                reading(Value.of("è".repeat(32_768)))))
        .isEmpty();
    assertThat(unsayable)
        .hasSize(3)
        .anyMatch(what -> what.contains("line ends"))
        .anyMatch(what -> what.contains("m/a\\ 1970-01-01T00:00:01Z: "))
        .anyMatch(what -> what.contains("65535 bytes"));
    assertThat(of(reading(Value.of("è".repeat(32_767))))).hasSize(1);
  }

  @Test
  void moreValuesThanABandHoldsAreTold() {
    Reading[] many = new Reading[126];
    for (int i = 0; i < many.length; i++) {
      many[i] = reading(Value.of(i));
    }
    assertThat(of(many)).hasSize(125);
    assertThat(unsayable).singleElement().asString().contains("125 different values");
  }

  @Test
  void gapsOfOneBeginningAreAllThere() {
    Gap whole = new Gap("m", "", T, T.plusSeconds(1), "link-lost");
    Gap longer = new Gap("m", "", T, T.plusSeconds(2), "link-lost");
    Gap ofSignal = new Gap("m", "s", T, T.plusSeconds(1), "overflow");
    assertThat(Points.ofGaps(List.of(longer, ofSignal, whole)))
        .containsExactlyInAnyOrder(
            "gaps,machine=m,reason=link-lost till=2000000i 1000000000",
            "gaps,machine=m,reason=link-lost till=3000000i 1000000001",
            "gaps,machine=m,signal=s,reason=overflow till=2000000i 1000000000");
    assertThat(Points.ofGaps(List.of(new Gap("m", "", Instant.MIN, T, "link-lost"))))
        .containsExactly("gaps,machine=m,reason=link-lost till=1000000i 0");
  }
}
