package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import io.vertx.core.json.JsonArray;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StateSpansTest {
  private static final Instant NINE = Instant.ofEpochMilli(1_764_000_000_000L);
  private static final long T = NINE.toEpochMilli();

  private static Reading at(long millis, Value value, Quality quality) {
    Instant time = NINE.plusMillis(millis);
    return new Reading("m", "state", time, time, value, quality);
  }

  private static Reading at(long millis, String value) {
    return at(millis, Value.of(value), Quality.GOOD);
  }

  private static Gap gap(long from, long to) {
    return new Gap("m", "", NINE.plusMillis(from), NINE.plusMillis(to), "link-lost");
  }

  private static JsonArray span(long from, long to, Object value, String quality, int changes) {
    return new JsonArray().add(T + from).add(T + to).add(value).add(quality).add(changes);
  }

  @Test
  void aSpanLastsToTheNextChangeOfValueOrQuality() {
    StateSpans spans = new StateSpans(100, 1000);
    spans.begin(List.of());
    spans.add(at(0, "idle"));
    spans.add(at(10, "idle"));
    spans.add(at(20, "running"));
    spans.add(at(30, Value.of("running"), Quality.BAD));
    spans.end(NINE.plusMillis(50));
    assertThat(spans.rows())
        .containsExactly(
            span(0, 20, "idle", "good", 0),
            span(20, 30, "running", "good", 0),
            span(30, 50, "running", "bad", 0));
  }

  @Test
  void whatHeldBeforeBeginsTheWindowUnlessThatWasAGap() {
    StateSpans spans = new StateSpans(100, 1000);
    spans.begin(List.of());
    spans.held(NINE, at(-5_000, Value.of(true), Quality.GOOD));
    spans.add(at(20, Value.of(false), Quality.GOOD));
    spans.end(NINE.plusMillis(50));
    assertThat(spans.rows())
        .containsExactly(span(0, 20, true, "good", 0), span(20, 50, false, "good", 0));

    StateSpans silent = new StateSpans(100, 1000);
    silent.begin(List.of(gap(0, 20)));
    silent.held(NINE, at(-5_000, "idle"));
    silent.add(at(20, "running"));
    silent.end(NINE.plusMillis(50));
    assertThat(silent.rows()).containsExactly(span(20, 50, "running", "good", 0));
  }

  @Test
  void inAGapNothingIsKnown() {
    StateSpans spans = new StateSpans(100, 1000);
    spans.begin(List.of(gap(5, 20), gap(40, 50)));
    spans.add(at(0, "idle"));
    spans.add(at(20, "idle"));
    spans.end(NINE.plusMillis(60));
    assertThat(spans.rows())
        .containsExactly(span(0, 5, "idle", "good", 0), span(20, 40, "idle", "good", 0));
  }

  @Test
  void neverMoreSpansThanAskedForAndNoChangeUncounted() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      int most = 2 + random.nextInt(20);
      long length = 1 + random.nextInt(100_000);
      long width =
          Buckets.width(List.of(new fucina.scheduler.Window(NINE, NINE.plusMillis(length))), most)
              .toMillis();
      StateSpans spans = new StateSpans(most, width);
      spans.begin(List.of());
      int changes = random.nextInt(200);
      long time = 0;
      int told = 0;
      for (int i = 0; i < changes && time < length; i++) {
        spans.add(at(time, "state" + i));
        told++;
        time += random.nextInt((int) (length / changes) + 2);
      }
      spans.end(NINE.plusMillis(length));
      JsonArray rows = spans.rows();
      assertThat(rows).hasSizeLessThanOrEqualTo(most);
      int counted = rows.stream().mapToInt(row -> 1 + ((JsonArray) row).getInteger(4)).sum();
      assertThat(counted).isEqualTo(told);
    }
  }
}
