package fucina.gateway.store.questdb;

import fucina.gateway.telemetry.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The summaries of all shelves. */
final class Rollups implements AutoCloseable {
  /** Readings mostly come within this; what comes later makes a summary wrong for a moment. */
  private static final Duration LAG = Duration.ofMinutes(2);

  private final QuestDb db;
  private final Path dir;
  private final InstantSource clock;
  private final Map<Shelf, Rollup> shelves = new EnumMap<>(Shelf.class);

  /** One makes summaries at a time; nobody else waits for it. */
  private final ReentrantLock turn = new ReentrantLock();

  private volatile boolean closing;

  Rollups(QuestDb db, Path dir, InstantSource clock) {
    this.db = db;
    this.dir = dir;
    this.clock = clock;
    db.tables(Table.Kind.HOURS).forEach(table -> shelf(table.shelf()));
  }

  private synchronized Rollup shelf(Shelf shelf) {
    return shelves.computeIfAbsent(
        shelf,
        each -> {
          db.token(new Table(Table.Kind.HOURS, each));
          return new Rollup(db, each, dir);
        });
  }

  /** The summaries of a shelf, where there may be any. */
  synchronized Optional<Rollup> of(Shelf shelf) {
    return Optional.ofNullable(shelves.get(shelf));
  }

  private synchronized List<Rollup> all() {
    return List.copyOf(shelves.values());
  }

  /** Commits readings of one shelf by {@code commit}. */
  void commit(Shelf shelf, List<Reading> readings, Runnable commit) {
    shelf(shelf).commit(readings, commit);
  }

  /** How many hours of signals late readings made wrong. */
  int wrongHours() {
    return all().stream().mapToInt(Rollup::wrongHours).sum();
  }

  /** Makes and mends all that can be. */
  void catchUp() {
    turn.lock();
    try {
      long target = Micros.notBefore(clock.instant().minus(LAG));
      for (Rollup rollup : all()) {
        while (!closing && rollup.roll(target)) {
          Thread.onSpinWait();
        }
        if (!closing) {
          rollup.mend();
        }
      }
    } finally {
      turn.unlock();
    }
  }

  /** Ends what is under way soon. */
  void stop() {
    closing = true;
  }

  @Override
  public void close() {
    all().forEach(Rollup::close);
  }
}
