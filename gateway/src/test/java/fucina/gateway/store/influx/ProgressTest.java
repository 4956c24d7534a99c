package fucina.gateway.store.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.store.influx.Spans.Span;
import fucina.gateway.telemetry.Commits;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
  private static final long MINUTE = 60_000_000;

  @TempDir private Path folder;
  private final KeptReadings kept = new KeptReadings();
  private Path file;
  private Progress progress;

  @BeforeEach
  void open() {
    file = folder.resolve("progress");
    progress = opened("lab");
  }

  private Progress opened(String bucket) {
    InfluxSettings settings =
        new InfluxSettings(
            "http://influx:8086", Optional.empty(), bucket, "", InfluxSettings.Pace.usual());
    return new Progress(kept, new ProgressFile(file, settings));
  }

  private static Reading at(String machine, long micros) {
    return new Reading(
        machine, "s", Micros.instant(micros), Micros.instant(micros), Value.of(1), Quality.GOOD);
  }

  private void carriedTo(long micros) {
    Progress.Work work = progress.begin(micros);
    progress.end(work.to(), new Spans());
  }

  @Test
  void whatIsNewIsNotLateAndWhatIsOlderThanTheFrontierIs() {
    carriedTo(MINUTE);
    progress.commit(List.of(at("m", MINUTE), at("m", 2 * MINUTE)));
    assertThat(progress.late()).isZero();
    progress.commit(List.of(at("m", MINUTE - 1), at("m", MINUTE - 2), at("n", 5)));
    assertThat(progress.begin(2 * MINUTE).late().list())
        .containsExactly(new Span("m", 50_000_000, 60_000_000), new Span("n", 0, 10_000_000));
    assertThat(progress.reach("m")).isEqualTo(50_000_000);
    assertThat(progress.reach("other")).isEqualTo(MINUTE);
  }

  @Test
  void aGapIsLateByItsBeginning() {
    carriedTo(MINUTE);
    progress.gap(new Gap("m", "", Micros.instant(7), Micros.instant(2 * MINUTE), "link-lost"));
    assertThat(progress.begin(MINUTE).late().list()).containsExactly(new Span("m", 0, 10_000_000));
  }

  @Test
  void theNoteIsOnTheDiskBeforeTheReadingIsCommitted() {
    carriedTo(MINUTE);
    Commits failing =
        new Commits() {
          @Override
          public void commit(List<Reading> readings) {
            throw new IllegalStateException("killed here");
          }

          @Override
          public void gap(Gap gap) {
            throw new IllegalStateException("killed here");
          }
        };
    Progress killed =
        new Progress(
            failing,
            new ProgressFile(
                file,
                new InfluxSettings(
                    "http://influx:8086",
                    Optional.empty(),
                    "lab",
                    "",
                    InfluxSettings.Pace.usual())));
    assertThatThrownBy(() -> killed.commit(List.of(at("m", 5)))).hasMessage("killed here");
    assertThat(opened("lab").begin(MINUTE).late().list())
        .containsExactly(new Span("m", 0, 10_000_000));
  }

  @Test
  void anEndInTheMiddleKeepsWhatWasInHandAndALineCutShortCountsForNothing() throws IOException {
    carriedTo(MINUTE);
    progress.commit(List.of(at("m", 5)));
    progress.begin(2 * MINUTE);
    progress.commit(List.of(at("n", 5)));
    Files.writeString(file, "late 0 1000", StandardOpenOption.APPEND);
    Progress next = opened("lab");
    assertThat(next.mark()).isEqualTo(MINUTE);
    assertThat(next.begin(MINUTE).late().list())
        .containsExactly(new Span("m", 0, 10_000_000), new Span("n", 0, 10_000_000));
  }

  @Test
  void anotherBucketGetsEverythingAnew() {
    carriedTo(MINUTE);
    assertThat(opened("other").mark()).isZero();
    ProgressFile.forget(file);
    assertThat(opened("lab").mark()).isZero();
  }

  @Test
  void aMachineThatIsAlwaysLateCostsANoteNowAndThen() throws IOException {
    carriedTo(10 * MINUTE);
    long before = Files.size(file);
    for (int i = 0; i < 10_000; i++) {
      progress.commit(List.of(at("m", 8 * MINUTE + i * 1_000L)));
    }
    assertThat(Files.size(file) - before).isLessThan(100);
    assertThat(Duration.ofNanos(progress.reach("m") * 1_000)).isEqualTo(Duration.ofMinutes(8));
  }

  @Test
  void stretchesThatTouchAreOneAndTooManyBecomeOne() {
    Spans spans = new Spans();
    spans.add(new Span("m", 10, 20));
    spans.add(new Span("m", 30, 40));
    spans.add(new Span("m", 20, 30));
    spans.add(new Span("m", 5, 12));
    assertThat(spans.list()).containsExactly(new Span("m", 5, 40));
    assertThat(spans.covers(new Span("m", 6, 40))).isTrue();
    assertThat(spans.covers(new Span("m", 6, 41))).isFalse();
    spans.add(new Span(Spans.ALL, 0, 50));
    assertThat(spans.covers(new Span("n", 6, 41))).isTrue();
    spans.cut(new Span("m", 5, 40), 17);
    assertThat(spans.list()).containsExactly(new Span(Spans.ALL, 0, 50), new Span("m", 17, 40));
    for (int i = 0; i < 1_001; i++) {
      spans.add(new Span("k", 100L * i, 100L * i + 1));
    }
    assertThat(spans.list()).contains(new Span("k", 0, 100_001)).hasSize(3);
  }
}
