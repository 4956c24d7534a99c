package fucina.gateway.store.questdb;

import fucina.gateway.telemetry.CommitGroups;
import fucina.gateway.telemetry.LiveHub;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Readings a second that are offered, committed with fsync to QuestDB, and acknowledged; 1,000
 * offers are under way at once, as with an MQTT receive maximum of 1,000.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
public class IntakeCommitBench {
  private static final int WINDOW = 1_000;
  private static final int SERIES = 1_000;

  /** Readings an offer has: one value a message, or a batch. */
  @Param({"1", "100"})
  public int perOffer;

  /** Longest wait for company, milliseconds: 0 is always greedy. */
  @Param({"0", "5"})
  public int waitMillis;

  private final Path dir = temporary();
  private final QuestDbStore store =
      new QuestDbStore(dir, new QuestDbStore.Settings(Optional.empty(), 0));
  private final Semaphore window = new Semaphore(WINDOW);
  private @Nullable CommitGroups groups;
  private long number;

  private CommitGroups groups() {
    if (groups == null) {
      groups =
          new CommitGroups(
              new CommitGroups.Settings(
                  200_000, 5_000, Duration.ofMillis(waitMillis), Duration.ofSeconds(8)),
              store,
              new LiveHub(),
              InstantSource.system());
    }
    return groups;
  }

  /** One offer; the score is offers a second. */
  @Benchmark
  public void offer() throws InterruptedException {
    List<Reading> readings = new ArrayList<>(perOffer);
    Instant now = Instant.now();
    for (int i = 0; i < perOffer; i++) {
      String signal = "signal" + number % SERIES;
      readings.add(
          new Reading("machine", signal, now, now, Value.of((double) number++), Quality.GOOD));
    }
    window.acquire();
    groups().offer(readings).whenComplete((done, fault) -> window.release());
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    groups().close();
    store.close();
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("fucina-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
