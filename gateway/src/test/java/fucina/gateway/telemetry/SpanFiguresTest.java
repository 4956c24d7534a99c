package fucina.gateway.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fucina.profiles.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SpanFiguresTest {
  private static final Instant NINE = Instant.parse("2026-11-26T09:00:00Z");

  private static Reading at(int second, double value) {
    return at(second, value, Quality.GOOD);
  }

  private static Reading at(int second, double value, Quality quality) {
    Instant time = NINE.plusSeconds(second);
    return new Reading("robot-1", "power", time, time, Value.of(value), quality);
  }

  private static Gap gap(int from, int to) {
    return new Gap("robot-1", "", NINE.plusSeconds(from), NINE.plusSeconds(to), Gap.LINK_LOST);
  }

  /** Over a hundred seconds from nine. */
  private static SpanFigures over(List<Gap> gaps, List<Reading> readings) {
    SpanFigures figures = new SpanFigures();
    boolean carried = !readings.isEmpty() && readings.get(0).time().isBefore(NINE);
    figures.begin(NINE, gaps, carried ? readings.get(0) : null);
    readings.stream().skip(carried ? 1 : 0).forEach(figures::take);
    figures.end(NINE.plusSeconds(100));
    return figures;
  }

  @Test
  void aValueCountsAsLongAsItHoldsFromWhatHeldAtTheStartToTheEnd() {
    SpanFigures figures = over(List.of(), List.of(at(-500, 10), at(80, 20), at(90, 40)));
    assertThat(figures.timeMean()).isEqualTo(0.8 * 10 + 0.1 * 20 + 0.1 * 40);
    assertThat(figures.mean()).as("of the two readings").isEqualTo(30);
    assertThat(figures.min()).isEqualTo(10);
    assertThat(figures.max()).isEqualTo(40);
    assertThat(figures.readings()).isEqualTo(2);
    assertThat(figures.lastAt()).contains(NINE.plusSeconds(90));
  }

  @Test
  void whatNeverChangedIsWhatItHeld() {
    SpanFigures figures = over(List.of(), List.of(at(-500, -90.1)));
    assertThat(figures.min()).isEqualTo(-90.1);
    assertThat(figures.max()).isEqualTo(-90.1);
    assertThat(figures.timeMean()).isEqualTo(-90.1);
    assertThat(figures.last()).contains(at(-500, -90.1));
    assertThat(figures.readings()).isZero();
    assertThat(figures.lastAt()).isEmpty();
  }

  @Test
  void whatHeldHasNoPartWhereAReadingOrAGapComesAtTheStart() {
    assertThat(over(List.of(), List.of(at(-5, 99), at(0, 1))).max()).isEqualTo(1);
    SpanFigures silent = over(List.of(gap(-3, 100)), List.of(at(-5, 99)));
    assertThat(silent.max()).isNaN();
    assertThat(silent.timeMean()).isNaN();
    assertThat(silent.last()).isEmpty();
  }

  @Test
  void gapsAndBadReadingsAreLeftOutOfTheTime() {
    List<Reading> readings =
        List.of(
            at(0, 10),
            at(30, 50), // in the gap: measured, but not known to hold
            at(60, 20),
            at(70, 1000, Quality.BAD),
            at(90, Double.NaN));
    SpanFigures figures = over(List.of(gap(25, 60), gap(20, 40)), readings);
    assertThat(figures.timeMean()).isEqualTo((20 * 10 + 10 * 20) / 30.0, within(1e-9));
    assertThat(figures.max()).isEqualTo(50);
    assertThat(figures.readings()).isEqualTo(5);
    assertThat(figures.last()).contains(at(90, Double.NaN));
  }

  @Test
  void noNumberIsKnownOfAText() {
    Instant time = NINE.plusSeconds(1);
    Reading text = new Reading("robot-1", "state", time, time, Value.ofPlain("Idle"), Quality.GOOD);
    SpanFigures figures = over(List.of(), List.of(text));
    assertThat(figures.timeMean()).isNaN();
    assertThat(figures.mean()).isNaN();
    assertThat(figures.last()).contains(text);
  }

  /** Second by second, as one would count it by hand. */
  @Property
  void theTimeMeanIsThatOfEverySecond(
      @ForAll @Size(max = 12) Map<@IntRange(min = 0, max = 99) Integer, Short> values,
      @ForAll @Size(max = 4) List<@IntRange(min = 0, max = 99) Integer> gapStarts,
      @ForAll @IntRange(min = 1, max = 30) int length) {
    TreeMap<Integer, Short> inOrder = new TreeMap<>(values);
    List<Gap> gaps = gapStarts.stream().map(start -> gap(start, start + length)).toList();
    double sum = 0;
    int known = 0;
    for (int second = 0; second < 100; second++) {
      Map.Entry<Integer, Short> latest = inOrder.floorEntry(second);
      if (latest != null && !parted(gapStarts, length, latest.getKey(), second)) {
        sum += latest.getValue();
        known++;
      }
    }
    SpanFigures figures =
        over(
            gaps,
            inOrder.entrySet().stream().map(each -> at(each.getKey(), each.getValue())).toList());
    if (known == 0) {
      assertThat(figures.timeMean()).isNaN();
    } else {
      assertThat(figures.timeMean()).isEqualTo(sum / known, within(1e-6));
    }
  }

  private static boolean parted(List<Integer> starts, int length, int from, int second) {
    return starts.stream().anyMatch(start -> start <= second && start + length > from);
  }
}
