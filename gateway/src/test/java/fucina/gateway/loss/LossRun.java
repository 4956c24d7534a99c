package fucina.gateway.loss;

import static org.awaitility.Awaitility.await;

import fucina.gateway.loss.LossReport.Row;
import fucina.gateway.scale.Store;
import fucina.gateway.scale.StoredNumbers;
import fucina.gateway.scale.StoredNumbers.Count;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Numbered sources tell a packaged gateway, or what stands in its place, whatever goes wrong by a
 * seeded schedule; then what they told is held against what is stored and what is declared missing.
 */
public final class LossRun {
  private static final Duration TO_GO_ON = Duration.ofMinutes(5);
  private static final Duration TO_SETTLE = Duration.ofMinutes(3);
  private static final int AFTERWARDS = 100;

  private final Scene scene;
  private final long seed;
  private final Duration length;
  private final Duration toSettle;
  private final Consumer<String> progress;
  private final Map<Blow.Kind, Integer> blows = new EnumMap<>(Blow.Kind.class);
  private final List<Blow> standing = new ArrayList<>();

  /**
   * A run against a packaged gateway, that has not begun.
   *
   * @param root of the project, with its jars built
   * @param folder for all data
   * @param seed of the schedule
   * @param length for how long things go wrong; each kind once at least
   * @param progress told of each
   */
  public LossRun(Path root, Path folder, long seed, Duration length, Consumer<String> progress) {
    this(new LossScene(root, folder), seed, length, TO_SETTLE, progress);
  }

  /**
   * A run on another scene.
   *
   * @param toSettle how long what was told may take to be stored
   */
  LossRun(Scene scene, long seed, Duration length, Duration toSettle, Consumer<String> progress) {
    this.scene = scene;
    this.seed = seed;
    this.length = length;
    this.toSettle = toSettle;
    this.progress = progress;
  }

  /** Runs it. */
  public LossReport run() throws Exception {
    progress.accept("loss proof, seed " + seed);
    Instant begun = Instant.now();
    try (scene) {
      scene.start();
      Random chance = new Random(seed);
      Instant end = Instant.now().plus(length);
      do {
        for (Blow blow : Blow.round(chance, scene.lines())) {
          if (blows.size() < Blow.Kind.values().length || Instant.now().isBefore(end)) {
            strike(blow);
          }
        }
        mend();
      } while (Instant.now().isBefore(end));
      goOn(AFTERWARDS);
      for (NumberedSource source : scene.sources()) {
        source.finish();
      }
      List<Row> rows = settled(begun);
      return new LossReport(
          seed, Duration.between(begun, Instant.now()), blows, rows, scene.notes());
    }
  }

  private void strike(Blow blow) throws Exception {
    if (standing.stream().anyMatch(other -> other.sameAs(blow))) {
      mend();
    }
    if (standing.isEmpty()) {
      goOn(blow.after());
    }
    if (scene.strike(blow)) {
      progress.accept(blow.toString());
      blows.merge(blow.kind(), 1, Integer::sum);
      standing.add(blow);
      LockSupport.parkNanos(blow.lasts().toNanos());
    } else {
      blows.putIfAbsent(blow.kind(), 0);
    }
    if (!blow.together()) {
      mend();
    }
  }

  private void mend() throws Exception {
    for (Blow blow : standing) {
      scene.mend(blow);
    }
    standing.clear();
  }

  /** Waits until every sensor has told so many more. */
  private void goOn(int more) throws Exception {
    for (NumberedSource source : scene.sensors()) {
      long before = source.published();
      await()
          .alias(source.machine() + " goes on")
          .atMost(TO_GO_ON)
          .until(() -> source.published() >= before + more);
    }
  }

  /** Looks until all is as promised, or the time is over. */
  private List<Row> settled(Instant begun) throws Exception {
    Store store = scene.store();
    Instant last = Instant.now().plus(toSettle);
    List<Row> rows = new ArrayList<>();
    do {
      rows.clear();
      for (NumberedSource source : scene.sources()) {
        StoredNumbers stored =
            new StoredNumbers(store, begun.minusSeconds(1), scene.signals(source));
        Count count = source.count(stored);
        rows.add(
            new Row(
                source.machine(),
                source.words(),
                source.whole(),
                source.published(),
                count,
                stored.gaps(source.machine())));
      }
    } while (!rows.stream().allMatch(Row::held) && Instant.now().isBefore(last));
    return rows;
  }
}
