package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import fucina.scheduler.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

  /** A store counts its buckets from 1970. */
  @Property
  void neverMoreBucketsThanPoints(
      @ForAll @IntRange(min = 1, max = 2000) int points,
      @ForAll @IntRange(min = 1, max = 4) int windows,
      @ForAll @LongRange(min = 1, max = 90_000_000) long millis) {
    List<Window> own = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      Instant from = NINE.plusMillis(i * 2 * millis + 7);
      own.add(new Window(from, from.plusMillis(millis)));
    }
    long width = Buckets.width(own, points).toMillis();
    List<Bucket> counted = new ArrayList<>();
    for (Window window : own) {
      Instant first = window.from().minusMillis(window.from().toEpochMilli() % width);
      for (Instant at = first; at.isBefore(window.to()); at = at.plusMillis(width)) {
        counted.add(bucket(at, 1, 2, 1));
      }
    }
    if (points >= 2 * windows) {
      assertThat(counted).hasSizeLessThanOrEqualTo(points);
    }
    List<Bucket> shown = Buckets.atMost(points, counted);
    assertThat(shown).hasSizeLessThanOrEqualTo(points);
    assertThat(shown.stream().mapToLong(Bucket::count).sum()).isEqualTo(counted.size());
  }

  @Test
  void bucketsThatAreJoinedKeepTheirExtremesAndWeighTheirMeans() {
    List<Bucket> joined =
        Buckets.atMost(1, List.of(bucket(NINE, 1, 5, 1), bucket(NINE.plusSeconds(1), 0, 9, 3)));
    assertThat(joined).hasSize(1);
    Bucket bucket = joined.get(0);
    assertThat(bucket.min()).isZero();
    assertThat(bucket.max()).isEqualTo(9);
    assertThat(bucket.mean()).isEqualTo((3 + 4.5 * 3) / 4);
    assertThat(bucket.count()).isEqualTo(4);
    assertThat(bucket.start()).isEqualTo(NINE);
  }

  @Test
  void aBucketOfTextsHasNoNumbers() {
    Reading last = reading(Value.of("Ready"));
    Bucket texts = new Bucket(NINE, Double.NaN, NINE, Double.NaN, NINE, Double.NaN, last, 2);
    assertThat(Buckets.row(texts).encode())
        .isEqualTo("[" + NINE.toEpochMilli() + ",null,null,null,null,null,\"Ready\",2]");
  }

  @Test
  void aWindowIsCutToWhatWasAsked() {
    Window own = new Window(NINE, NINE.plusSeconds(60));
    assertThat(Buckets.cut(own, new Window(NINE.minusSeconds(10), NINE.plusSeconds(5))))
        .contains(new Window(NINE, NINE.plusSeconds(5)));
    assertThat(Buckets.cut(own, new Window(NINE.plusSeconds(60), NINE.plusSeconds(90)))).isEmpty();
  }

  @Test
  void windowsThatTouchAreReadAsOne() {
    Window first = new Window(NINE, NINE.plusSeconds(60));
    Window next = new Window(NINE.plusSeconds(60), NINE.plusSeconds(90));
    Window later = new Window(NINE.plusSeconds(100), NINE.plusSeconds(110));
    assertThat(Buckets.merged(List.of(later, next, first)))
        .containsExactly(new Window(NINE, NINE.plusSeconds(90)), later);
  }

  @Test
  void aGapIsCutToTheWindow() {
    Gap gap = new Gap("robot-1", "", NINE.minusSeconds(30), NINE.plusSeconds(5), "link-lost");
    assertThat(Buckets.cut(gap, new Window(NINE, NINE.plusSeconds(60))))
        .contains(new Gap("robot-1", "", NINE, NINE.plusSeconds(5), "link-lost"));
  }

  @Test
  void aMinuteHasWholeMillisecondsAndAMonthWholeMinutes() {
    List<Window> minute = List.of(new Window(NINE, NINE.plusSeconds(60)));
    assertThat(Buckets.width(minute, 1001)).isEqualTo(Duration.ofMillis(60));
    List<Window> month = List.of(new Window(NINE, NINE.plus(Duration.ofDays(30))));
    assertThat(Buckets.width(month, 1000)).isEqualTo(Duration.ofMinutes(44));
  }

  private static Bucket bucket(Instant start, double min, double max, long count) {
    return new Bucket(
        start, min, start, max, start, (min + max) / 2, reading(Value.of(max)), count);
  }

  private static Reading reading(Value value) {
    return new Reading("robot-1", "task.state", NINE, NINE, value, Quality.GOOD);
  }
}
