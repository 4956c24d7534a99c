package fucina.gateway.store.questdb;

import fucina.gateway.bench.BenchTable;
import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What days that are over take on the disk, before and after they are compressed.
 *
 * @param rows readings in the days
 * @param before bytes of the readings as they were written
 * @param after bytes of the readings once compressed
 * @param rest bytes of all else the store has in its folder then, which are mostly summaries
 * @param sameAnswers whether buckets, summaries' and others, and raw readings are what they were
 */
public record ColdDays(
    int days, long rows, long before, long after, long rest, boolean sameAnswers) {
  private static final double MEGABYTES_AT_MOST = 15;
  private static final String NUMBERS = "numbers~";
  private static final String MACHINE = "kept";
  private static final String PREFIX = "value";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What the answers of one moment were. */
  private record Told(List<Bucket> wide, List<Bucket> narrow, int raw, long rawRows) {}

  /**
   * Fills a store of whole days in a folder, closes it, compresses it as the background does.
   *
   * @param days of one signal at 10 Hz among 999 that come once a minute
   */
  public static ColdDays measure(Path folder, int days) {
    Instant end = Instant.parse("2026-11-20T00:00:00Z");
    Instant begun = end.minus(Duration.ofDays(days));
    QuestDbStore.Settings settings =
        new QuestDbStore.Settings(Optional.empty(), 0, () -> end.plus(Duration.ofDays(2)));
    long rows;
    try (QuestDbStore store = QuestDbStore.untended(folder, settings)) {
      rows = KeptReadings.pour(store, MACHINE, PREFIX, end, Duration.ofDays(days));
      // The newest day stays as it is written: let it be another one.
      store.commit(List.of(new Reading(MACHINE, "today", end, end, Value.of(1), Quality.GOOD)));
      store.awaitVisible(PATIENCE);
    }
    long before = readings(folder);
    Told told;
    try (QuestDbStore store = QuestDbStore.untended(folder, settings)) {
      told = told(store, begun, end);
      store.tidy();
      store.awaitVisible(PATIENCE);
    }
    long after = readings(folder);
    long rest = DiskUse.of(folder).values().stream().mapToLong(each -> each).sum() - after;
    try (QuestDbStore store = QuestDbStore.untended(folder, settings)) {
      return new ColdDays(days, rows, before, after, rest, told.equals(told(store, begun, end)));
    }
  }

  private static long readings(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(
              file ->
                  folder.relativize(file).toString().startsWith(NUMBERS)
                      && Files.isRegularFile(file))
          .mapToLong(file -> file.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Told told(QuestDbStore store, Instant begun, Instant end) {
    String quick = PREFIX + "000";
    List<Reading> raw = new ArrayList<>();
    store.raw(MACHINE, List.of(quick, PREFIX + "500"), begun, end, raw::add);
    Instant morning = end.minus(Duration.ofHours(16));
    return new Told(
        store.buckets(MACHINE, quick, begun, end, Duration.ofMinutes(3)),
        store.buckets(MACHINE, quick, morning, morning.plusSeconds(3_600), Duration.ofSeconds(4)),
        raw.hashCode(),
        raw.size());
  }

  private double megabytesAMillion(long bytes) {
    return bytes / (double) rows;
  }

  /** Puts down what was measured. */
  public void into(BenchTable table) {
    table.alone(
        String.format(
            Locale.ROOT,
            "disk, %d days that are over, %,d readings, MB a million: compressed (as written);"
                + " answers before and after",
            days,
            rows),
        String.format(
            Locale.ROOT,
            "%.1f (%.1f), %s",
            megabytesAMillion(after),
            megabytesAMillion(before),
            sameAnswers ? "the same" : "DIFFERENT"),
        String.format(Locale.ROOT, "≤ %.0f, the same", MEGABYTES_AT_MOST),
        sameAnswers && megabytesAMillion(after) <= MEGABYTES_AT_MOST);
    table.alone(
        "the same with their summaries, of which a signal that comes once a minute has one a"
            + " reading",
        String.format(Locale.ROOT, "%.1f", megabytesAMillion(after + rest)),
        String.format(Locale.ROOT, "≤ %.0f", MEGABYTES_AT_MOST),
        megabytesAMillion(after + rest) <= MEGABYTES_AT_MOST);
  }
}
