package fucina.gateway.store.questdb;

import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** A store filled for benches: one signal at 10 Hz among 999 that come once a minute. */
public final class KeptReadings {
  /** Rows a day. */
  public static final long A_DAY = 864_000 + 999 * 1_440;

  private static final int GROUP = 50_000;
  private static final int OTHERS = 999;

  private KeptReadings() {}

  /** Fills a store that lies in a folder, and closes it; returns how many rows it got. */
  public static long fill(Path dir, String machine, String prefix, Instant end, Duration span) {
    try (QuestDbStore store =
        new QuestDbStore(
            dir,
            new QuestDbStore.Settings(
                Optional.empty(), 0, () -> end.plus(Duration.ofMinutes(30))))) {
      return fill(store, machine, prefix, end, span);
    }
  }

  /** Fills an open store; its summaries are made and its past days written as Parquet. */
  static long fill(QuestDbStore store, String machine, String prefix, Instant end, Duration span) {
    long rows = pour(store, machine, prefix, end, span);
    store.tidy();
    store.awaitVisible(Duration.ofMinutes(5));
    return rows;
  }

  /**
   * Fills an open store; its summaries are made.
   *
   * @param prefix of the signals' names, which are numbered {@code 000} to {@code 999}
   */
  static long pour(QuestDbStore store, String machine, String prefix, Instant end, Duration span) {
    Random random = new Random(1);
    List<Reading> group = new ArrayList<>();
    int other = 0;
    long tick = 0;
    long rows = 0;
    for (Instant at = end.minus(span); at.isBefore(end); at = at.plusMillis(100)) {
      group.add(reading(machine, prefix, 0, at, 20 + random.nextGaussian()));
      for (; other < tick * OTHERS / 600; other++) {
        group.add(reading(machine, prefix, 1 + other % OTHERS, at, random.nextInt(10_000) / 100.0));
      }
      tick++;
      if (group.size() >= GROUP) {
        store.commit(group);
        rows += group.size();
        group.clear();
      }
    }
    store.commit(group);
    store.awaitVisible(Duration.ofMinutes(5));
    store.summarise();
    store.awaitVisible(Duration.ofMinutes(5));
    return rows + group.size();
  }

  private static Reading reading(
      String machine, String prefix, int number, Instant at, double value) {
    String signal = prefix + String.format(Locale.ROOT, "%03d", number);
    return new Reading(machine, signal, at, at, Value.of(value), Quality.GOOD);
  }
}
