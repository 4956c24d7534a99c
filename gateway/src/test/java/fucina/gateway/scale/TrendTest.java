package fucina.gateway.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fucina.gateway.scale.Trend.Point;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
  private static List<Point> line(double perSecond) {
    return IntStream.range(0, 61)
        .mapToObj(second -> new Point(second, 100 + perSecond * second))
        .toList();
  }

  @Test
  void aLeakIsSeenAndItsSizeTold() {
    Trend leak = Trend.of(line(0.5));
    assertThat(leak.growth()).isCloseTo(30, within(0.01));
    assertThat(leak.flat(0.1, 5)).isFalse();
  }

  @Test
  void aSawtoothAndAPeakAreFlat() {
    List<Point> points =
        IntStream.range(0, 61)
            .mapToObj(second -> new Point(second, second == 60 ? 900 : 100 + second % 7))
            .toList();
    assertThat(Trend.of(points).flat(0.02, 0)).isTrue();
  }

  @Test
  void whatFallsIsFlat() {
    assertThat(Trend.of(line(-1)).flat(0, 0)).isTrue();
  }
}
