package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.link.opcua.Continuity.Missed;
import fucina.gateway.telemetry.Gap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissedValuesTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static Missed missed(String signal, long from, long to) {
    Instant back = NOON.plusSeconds(to);
    return new Missed(
        ForeignBench.number(signal),
        NOON.plusSeconds(from),
        back,
        Optional.empty(),
        back,
        Gap.LINK_LOST);
  }

  private static Gap gap(String signal, long from, long to) {
    return new Gap("m", signal, NOON.plusSeconds(from), NOON.plusSeconds(to), Gap.LINK_LOST);
  }

  @Test
  void whatAllSignalsLostAboutTogetherIsOneGap() {
    assertThat(
            MissedValues.together(
                "m", List.of(missed("a", 3, 30), missed("b", 0, 31), missed("c", 4, 30))))
        .containsExactly(gap("", 0, 31));
  }

  @Test
  void aSignalThatWasQuietForDaysMakesTheGapOfTheOthersNoLonger() {
    assertThat(
            MissedValues.together(
                "m",
                List.of(
                    missed("lively", 0, 30),
                    missed("quiet", -260_000, 31),
                    missed("over", -90, -60))))
        .containsExactly(gap("", 0, 31), gap("quiet", -260_000, 0), gap("over", -90, -60));
  }
}
