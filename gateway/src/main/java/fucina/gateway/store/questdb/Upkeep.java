package fucina.gateway.store.questdb;

import fucina.gateway.store.questdb.Table.Kind;
import io.questdb.cairo.TableReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done behind the writer, on a thread of its own: summaries are made and mended and what is
 * older than its shelf says is dropped every few seconds; every few minutes days that are over are
 * written anew in a compressed form.
 */
final class Upkeep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final Duration VISIBLE = Duration.ofSeconds(10);
  private static final Duration SELDOM = Duration.ofMinutes(10);

  /**
   * A day's readings are compressed so long after its end: what comes late has mostly come, and in
   * Europe it is night. Readings of that class become visible only after it.
   */
  private static final Duration COLD = Duration.ofHours(2);

  private final QuestDb db;
  private final Rollups rollups;
  private final Path dir;
  private final Optional<Duration> retention;
  private final InstantSource clock;
  private volatile Map<String, Long> diskUse = Map.of();
  private final Thread thread = new Thread(this::work, "fucina-upkeep");
  private volatile boolean closing;

  /**
   * @param retention how long readings are kept whose profile does not say it; empty for ever
   */
  Upkeep(QuestDb db, Rollups rollups, Path dir, Optional<Duration> retention, InstantSource clock) {
    this.dir = dir;
    this.db = db;
    this.rollups = rollups;
    this.retention = retention;
    this.clock = clock;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void work() {
    long seldom = System.nanoTime() - SELDOM.toNanos();
    while (!closing) {
      quietly("summaries could not be made; answers come from readings", rollups::catchUp);
      quietly("old readings could not be dropped", this::drop);
      if (System.nanoTime() - seldom >= SELDOM.toNanos()) {
        seldom = System.nanoTime();
        quietly("past days could not be compressed", this::compress);
        quietly("the disk use could not be read", this::measure);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void quietly(String otherwise, Runnable work) {
    try {
      if (!closing) {
        work.run();
      }
    } catch (RuntimeException | Error e) {
      if (!closing) {
        LOG.error("{}; tried again later", otherwise, e);
      }
    }
  }

  /** Drops partitions whose last instant is older than their shelf says. */
  void drop() {
    for (Kind kind : List.of(Kind.NUMBERS, Kind.WORDS, Kind.HOURS)) {
      for (Table table : db.tables(kind)) {
        table
            .shelf()
            .length(retention)
            .ifPresent(length -> dropBefore(table, clock.instant().minus(length)));
      }
    }
  }

  private void dropBefore(Table table, Instant oldest) {
    long before = Micros.notBefore(oldest.minus(table.partition()));
    if (some(table, before, false)) {
      db.changePartitions(table, "drop partition where ts < " + before);
      LOG.info("readings before {} are dropped from {}", oldest, table.title());
    }
  }

  /** Writes days that are over anew as Parquet. */
  void compress() {
    if (!db.awaitVisible(VISIBLE)) {
      return;
    }
    long before = Micros.notBefore(clock.instant().minus(COLD).minus(Duration.ofDays(1)));
    for (Kind kind : List.of(Kind.NUMBERS, Kind.WORDS)) {
      for (Table table : db.tables(kind)) {
        if (some(table, before, true)) {
          db.changePartitions(table, "convert partition to parquet where ts < " + before);
        }
      }
    }
  }

  private void measure() {
    diskUse = DiskUse.of(dir);
  }

  /** How many bytes each shelf's tables took when that was looked at last, by its name. */
  Map<String, Long> diskUse() {
    return diskUse;
  }

  /** Whether partitions begin before a time that are not compressed yet, or whatever they are. */
  private boolean some(Table table, long before, boolean uncompressed) {
    try (TableReader reader = db.engine().getReader(db.token(table))) {
      int last = uncompressed ? reader.getPartitionCount() - 1 : reader.getPartitionCount();
      for (int i = 0; i < last; i++) {
        boolean counts = !uncompressed || reader.getPartitionFormatFromMetadata(i) == 0;
        if (counts && reader.getPartitionTimestampByIndex(i) < before) {
          return true;
        }
      }
      return false;
    }
  }

  /** Ends the thread; the database must still be open. */
  @Override
  public void close() {
    closing = true;
    rollups.stop();
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
