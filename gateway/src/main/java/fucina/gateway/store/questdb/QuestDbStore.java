package fucina.gateway.store.questdb;

import fucina.gateway.store.Outflow;
import fucina.gateway.store.StoreFault;
import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.StorePolicy.Retention;
import io.questdb.cairo.CairoConfiguration;
import io.questdb.cairo.CairoError;
import io.questdb.cairo.CairoException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time series in an embedded QuestDB.
 *
 * <p>A read sees what was committed before it, up to a second's wait for it to become visible;
 * under a heavy load of late data the newest rows may be missing from a read for a moment.
 */
public final class QuestDbStore implements TimeSeriesStore {
  private static final Logger LOG = LoggerFactory.getLogger(QuestDbStore.class);

  private static final Duration VISIBLE = Duration.ofSeconds(1);
  private static final long CLOSE_SECONDS = 5;

  /**
   * What may be set.
   *
   * @param retention how long readings are kept whose profile does not say it; empty for ever
   * @param diskFloorBytes free disk below which nothing is committed any more
   * @param clock what tells what is old
   */
  public record Settings(Optional<Duration> retention, long diskFloorBytes, InstantSource clock) {
    /** By the system's clock. */
    public Settings(Optional<Duration> retention, long diskFloorBytes) {
      this(retention, diskFloorBytes, InstantSource.system());
    }

    /** For ever; 512 MiB. */
    public static Settings usual() {
      return new Settings(Optional.empty(), 512L << 20);
    }
  }

  private final StoreDisk disk;
  private final QuestDb db;
  private final CommitWriter writer;
  private final Shelves shelves = new Shelves();
  private final Rollups rollups;
  private final History history;
  private final Upkeep upkeep;

  /** Reads share it; closing takes it alone, because a read must not outlive the engine. */
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

  private volatile boolean closed;

  /**
   * Opens the store in a folder of its own, or makes it.
   *
   * @throws StoreFault with one sentence where the folder is in use or cannot be opened
   */
  public QuestDbStore(Path dir, Settings settings) {
    this(dir, settings, () -> new LeanConfiguration(dir.toString()));
  }

  /** As above, with QuestDB set otherwise; asked once its log is ours. */
  QuestDbStore(Path dir, Settings settings, Supplier<CairoConfiguration> configuration) {
    this(dir, settings, configuration, true);
  }

  /** One that nobody looks after by himself. */
  static QuestDbStore untended(Path dir, Settings settings) {
    return new QuestDbStore(dir, settings, () -> new LeanConfiguration(dir.toString()), false);
  }

  private QuestDbStore(
      Path dir, Settings settings, Supplier<CairoConfiguration> configuration, boolean tended) {
    QuestDbLog.install();
    this.disk = new StoreDisk(dir, settings.diskFloorBytes());
    this.db = new QuestDb(dir, configuration.get());
    this.writer = new CommitWriter(db);
    this.rollups = new Rollups(db, dir, settings.clock());
    this.history = new History(db, rollups, () -> closed);
    this.upkeep = new Upkeep(db, rollups, dir, settings.retention(), settings.clock());
    if (tended) {
      upkeep.start();
    }
  }

  @Override
  public void commit(List<Reading> readings) {
    guarded(
        () ->
            shelves
                .sorted(readings)
                .forEach(
                    (shelf, own) -> rollups.commit(shelf, own, () -> writer.commit(shelf, own))));
  }

  /**
   * Sets what tells how long readings of a signal are kept, by machine and signal; asked now and
   * then, as profiles change.
   */
  public void keeping(BiFunction<String, String, Optional<Retention>> keep) {
    shelves.by(keep);
  }

  @Override
  public void gap(Gap gap) {
    guarded(() -> writer.commit(gap));
  }

  private void guarded(Runnable commit) {
    if (closed) {
      throw new StoreFault("the time-series store is closed");
    }
    disk.trouble()
        .ifPresent(
            trouble -> {
              throw new StoreFault(trouble);
            });
    try {
      commit.run();
    } catch (RuntimeException | Error e) {
      writer.close();
      throw new StoreFault("the time-series store did not commit: " + e.getMessage(), e);
    }
  }

  @Override
  public String troubled() {
    return disk.low() ? Gap.DISK_FLOOR : Gap.OVERFLOW;
  }

  @Override
  public Optional<String> flaw(Reading reading) {
    return Storable.flaw(reading);
  }

  @Override
  public List<Reading> latest(String machine, Instant since) {
    return read(
        () ->
            history.newest(machine, history.signals(machine), "ts >= " + Micros.notBefore(since)));
  }

  @Override
  public List<Reading> newest(String machine, List<String> signals, Instant from, Instant to) {
    String stretch = StoredRows.between(Micros.notBefore(from), Micros.notBefore(to));
    return read(() -> history.newest(machine, signals, stretch));
  }

  @Override
  public List<Bucket> buckets(
      String machine, String signal, Instant from, Instant to, Duration width) {
    return read(() -> history.buckets(machine, signal, from, to, width));
  }

  @Override
  public void raw(
      String machine, List<String> signals, Instant from, Instant to, Consumer<Reading> sink) {
    read(
        () -> {
          history.raw(machine, signals, from, to, sink);
          return signals;
        });
  }

  @Override
  public List<Gap> gaps(String machine, Instant from, Instant to) {
    return read(() -> StoredGaps.of(db, machine, Micros.notBefore(from), Micros.notBefore(to)));
  }

  /** What those read who carry readings on to another store. */
  public Outflow outflow() {
    return new StoredOutflow(this, db, history);
  }

  private <T> T read(Supplier<T> read) {
    return readNow(
        () -> {
          db.awaitVisible(VISIBLE);
          return read.get();
        });
  }

  /** Reads what is visible now. */
  <T> T readNow(Supplier<T> read) {
    if (!open.readLock().tryLock()) {
      throw new StoreFault("the time-series store is closed");
    }
    try {
      if (closed) {
        throw new StoreFault("the time-series store is closed");
      }
      return read.get();
    } catch (CairoException | CairoError e) {
      throw new StoreFault("the time-series store does not answer: " + e.getMessage());
    } finally {
      open.readLock().unlock();
    }
  }

  @Override
  public boolean awaitVisible(Duration atMost) {
    return !closed && db.awaitVisible(atMost);
  }

  @Override
  public boolean healthy() {
    return ailment().isEmpty();
  }

  @Override
  public Optional<String> ailment() {
    if (closed || !db.working()) {
      return Optional.of("the time-series store is closed or its background work ended");
    }
    Optional<String> trouble = disk.trouble();
    if (trouble.isPresent()) {
      return trouble;
    }
    List<String> suspended = db.suspended();
    if (!suspended.isEmpty()) {
      return Optional.of("the time-series store suspended " + String.join(", ", suspended));
    }
    return db.stalled()
        ? Optional.of(
            "readings are committed but do not become visible; a restart of Fucina applies them")
        : Optional.empty();
  }

  /** Makes and mends all summaries that can be, as the background does every few seconds. */
  void summarise() {
    rollups.catchUp();
  }

  /**
   * Drops what is too old and compresses what is past, as the background does every few minutes.
   */
  void tidy() {
    upkeep.drop();
    upkeep.compress();
  }

  /** How far the summaries of the usual shelf reach. */
  Instant summarisedTo() {
    return Micros.instant(rollups.of(Shelf.USUAL).orElseThrow().rolledTo());
  }

  @Override
  public Disk disk() {
    return new Disk(upkeep.diskUse(), disk.free(), disk.floor());
  }

  /** How many hours of signals have summaries that late readings made wrong. */
  public int wrongSummaries() {
    return closed ? 0 : rollups.wrongHours();
  }

  /** How many commits reads do not see yet. */
  public long invisibleCommits() {
    return closed ? 0 : db.invisibleCommits();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (open.writeLock().tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        writer.close();
        upkeep.close();
        rollups.close();
        db.close();
      } else {
        LOG.warn("a read did not end; the time-series store is left to the end of the process");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
