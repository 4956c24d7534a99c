package fucina.gateway.store.questdb;

import fucina.gateway.store.TimeSeriesStore.Bucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to answer for one signal at 10 Hz in a thousand buckets, among 999 signals that
 * come once a minute. Thirty days take minutes to fill: {@code ./fucina bench --long}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
public class HistoryBench {
  private static final Instant END = Instant.parse("2026-11-24T00:00:00Z");

  /** How many days are stored and asked for. */
  @Param({"1", "30"})
  public int days;

  private @Nullable Path dir;
  private @Nullable QuestDbStore store;

  /** Fills the store. */
  @Setup(Level.Trial)
  public void fill() throws IOException {
    dir = Files.createTempDirectory("fucina-bench");
    store =
        new QuestDbStore(
            dir,
            new QuestDbStore.Settings(Optional.empty(), 0, () -> END.plus(Duration.ofMinutes(30))));
    KeptReadings.fill(store, "machine", "signal", END, Duration.ofDays(days));
  }

  private List<Bucket> buckets(String signal, Duration width) {
    return Objects.requireNonNull(store)
        .buckets("machine", signal, END.minus(Duration.ofDays(days)), END, width);
  }

  /** The signal at 10 Hz. */
  @Benchmark
  public List<Bucket> fast() {
    return buckets("signal000", Duration.ofMinutes((days * 1440L + 998) / 999));
  }

  /** One that came once a minute. */
  @Benchmark
  public List<Bucket> slow() {
    return buckets("signal500", Duration.ofMinutes((days * 1440L + 998) / 999));
  }

  /** The signal at 10 Hz without its summaries, as a width that is no whole minutes has it. */
  @Benchmark
  public List<Bucket> fromReadings() {
    return buckets("signal000", Duration.ofMillis((days * 86_400_000L + 998) / 999 + 1));
  }

  /** Ends the store and leaves nothing behind. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    Objects.requireNonNull(store).close();
    try (Stream<Path> files = Files.walk(Objects.requireNonNull(dir))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
