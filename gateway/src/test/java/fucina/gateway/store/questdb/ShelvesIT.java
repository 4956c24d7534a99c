package fucina.gateway.store.questdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.StorePolicy.Retention;
import fucina.profiles.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long readings are kept, and how past days lie on the disk. */
class ShelvesIT {
  private static final Instant FIRST = Instant.parse("2026-11-20T00:00:00Z");
  private static final Instant FOURTH = Instant.parse("2026-11-23T08:00:00Z");
  private static final Map<String, Retention> KEEP =
      Map.of("week", Retention.DAYS_7, "quarter", Retention.DAYS_90, "years", Retention.YEARS_2);

  @TempDir Path dir;
  private volatile Instant now = FOURTH;
  private final InstantSource clock = () -> now;
  private QuestDbStore store;

  private QuestDbStore opened() {
    QuestDbStore fresh =
        new QuestDbStore(
            dir, new QuestDbStore.Settings(Optional.of(Duration.ofDays(30)), 0, clock));
    fresh.keeping((machine, signal) -> Optional.ofNullable(KEEP.get(signal)));
    return fresh;
  }

  @BeforeEach
  void open() {
    store = opened();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Reading at(String signal, Instant time, Value value) {
    return new Reading("m", signal, time, time, value, Quality.GOOD);
  }

  /** Numbers and texts, one of each every two minutes from the first day to the fourth. */
  private static List<Reading> threeDays(String signal) {
    List<Reading> readings = new ArrayList<>();
    int n = 0;
    for (Instant time = FIRST; time.isBefore(FOURTH); time = time.plusSeconds(120)) {
      readings.add(at(signal, time, Value.of(++n / 8.0)));
      readings.add(at(signal, time.plusNanos(1000), Value.of("part " + n)));
    }
    return readings;
  }

  private List<Reading> stored(String signal) {
    List<Reading> stored = new ArrayList<>();
    assertThat(store.awaitVisible(Patience.LONG)).isTrue();
    store.raw("m", List.of(signal), FIRST, FOURTH.plus(Duration.ofDays(1)), stored::add);
    return stored;
  }

  private long compressed() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).count();
    }
  }

  @Test
  void eachClassIsKeptAsLongAsItSays() {
    for (String signal : List.of("week", "usual", "quarter", "years")) {
      store.commit(threeDays(signal));
    }
    now = FOURTH.plus(Duration.ofDays(10));
    untilGone("week");
    assertThat(stored("usual")).isEqualTo(threeDays("usual"));
    now = FOURTH.plus(Duration.ofDays(40));
    untilGone("usual");
    assertThat(stored("quarter")).isEqualTo(threeDays("quarter"));
    now = FOURTH.plus(Duration.ofDays(400));
    untilGone("quarter");
    store.close();
    store = opened();
    assertThat(stored("quarter")).isEmpty();
    assertThat(stored("years")).isEqualTo(threeDays("years"));
    now = FOURTH.plus(Duration.ofDays(800));
    untilGone("years");
  }

  /** The background tidies too, and what one of them changes the other leaves for the next time. */
  private void untilGone(String signal) {
    await()
        .until(
            () -> {
              tidied();
              return stored(signal).isEmpty();
            });
  }

  private void tidied() {
    assertThat(store.awaitVisible(Patience.LONG)).isTrue();
    store.tidy();
    assertThat(store.awaitVisible(Patience.LONG)).isTrue();
  }

  @Test
  void pastDaysAreCompressedAndAnswerAsBeforeAlsoForWhatComesLate() {
    List<Reading> expected = threeDays("usual");
    store.commit(expected);
    tidied();
    // Three whole days of numbers and of texts; folders come and go while it is counted.
    await().ignoreExceptions().until(() -> compressed() == 6);
    assertThat(stored("usual")).isEqualTo(expected);
    assertThat(store.newest("m", List.of("usual"), FIRST, FIRST.plusSeconds(3600)))
        .containsExactly(expected.get(59));
    List<Reading> late = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      late.add(at("usual", FIRST.plusSeconds(i * 311L).plusMillis(7), Value.of(i)));
      late.add(at("usual", FIRST.plusSeconds(i * 311L).plusMillis(8), Value.of("late " + i)));
    }
    store.commit(late);
    store.commit(expected.subList(100, 300));
    expected.addAll(late);
    expected.sort(Comparator.comparing(Reading::time));
    assertThat(store.awaitVisible(Patience.LONG)).isTrue();
    assertThat(stored("usual")).isEqualTo(expected);
    store.close();
    store = opened();
    assertThat(stored("usual")).isEqualTo(expected);
  }
}
