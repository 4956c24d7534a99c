package fucina.gateway.store.questdb;

import fucina.gateway.store.StoreFault;
import io.questdb.cairo.CairoConfiguration;
import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.O3PartitionPurgeJob;
import io.questdb.cairo.SymbolMapReader;
import io.questdb.cairo.TableReader;
import io.questdb.cairo.TableToken;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.cairo.sql.SymbolTable;
import io.questdb.cairo.wal.ApplyWal2TableJob;
import io.questdb.cairo.wal.CheckWalTransactionsJob;
import io.questdb.cairo.wal.WalPurgeJob;
import io.questdb.cairo.wal.seq.SeqTxnTracker;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContext;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.griffin.engine.functions.bind.BindVariableServiceImpl;
import io.questdb.mp.Job;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open database: the folder's lock, the engine, its tables, and the thread that does what
 * QuestDB's server would do beside it.
 *
 * <p>A commit makes rows durable in a write-ahead log; they become visible when the background
 * thread has applied the log to the table. It also purges what was applied, drops old readers, and
 * tries a suspended table again.
 */
final class QuestDb implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QuestDb.class);

  /**
   * Commits that come within this are applied together, because applying costs syncs and rewrites
   * of its own; a read that waits for one does not wait for this.
   */
  private static final long APPLY_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long UPKEEP_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(15);

  /** Writing a large partition anew holds up what comes after it; longer than this is a fault. */
  private static final long CHANGE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private static final long FAULT_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration START_APPLY = Duration.ofSeconds(5);
  private static final Duration CLOSE_APPLY = Duration.ofSeconds(2);

  private final FolderLock lock;
  private final CairoEngine engine;
  private final Map<Table, TableToken> tokens = new ConcurrentHashMap<>();
  private final Thread background = new Thread(this::work, "fucina-questdb");
  private volatile boolean closing;
  private volatile long progressAt = System.nanoTime();
  private long keptUpAt = System.nanoTime();
  private long lastVisible;

  /** Opens or makes a database, and waits a while for what was committed before to be visible. */
  QuestDb(Path dir, CairoConfiguration configuration) {
    this.lock = new FolderLock(dir);
    try {
      engine = new LeanEngine(configuration);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw new StoreFault(
          "The time-series store in " + dir + " does not open: " + e.getMessage(), e);
    }
    try {
      Table.first().forEach(this::make);
      Table.all().stream()
          .filter(table -> engine.getTableTokenIfExists(table.title()) != null)
          .forEach(this::make);
      engine.getMetadataCache().onStartupAsyncHydrator();
    } catch (RuntimeException | Error e) {
      engine.close();
      lock.close();
      throw new StoreFault(
          "The time-series store in " + dir + " does not open: " + e.getMessage(), e);
    }
    background.setDaemon(true);
    background.start();
    if (!awaitVisible(START_APPLY)) {
      LOG.warn("readings committed before the last end are still being applied");
    }
  }

  CairoEngine engine() {
    return engine;
  }

  /** The token of a table, which is made where there is none yet. */
  TableToken token(Table table) {
    TableToken token = tokens.get(table);
    return token == null ? make(table) : token;
  }

  private TableToken make(Table table) {
    execute(table.ddl());
    TableToken token = engine.verifyTableName(table.title());
    tokens.put(table, token);
    return token;
  }

  /** Tables of a kind that there are. */
  List<Table> tables(Table.Kind kind) {
    return tokens.keySet().stream()
        .filter(table -> table.kind() == kind)
        .sorted(Comparator.comparing(Table::shelf))
        .toList();
  }

  boolean has(Table table) {
    return tokens.containsKey(table);
  }

  /** The names of series or machines that any row of a table has. */
  <T> T symbols(Table table, Function<SymbolMapReader, T> look) {
    try (TableReader reader = engine.getReader(token(table))) {
      return look.apply(reader.getSymbolMapReader(Table.SERIES));
    }
  }

  /** Which of some series any row of a table has. */
  List<String> known(Table table, List<String> series) {
    return symbols(
        table,
        known ->
            series.stream()
                .filter(name -> known.keyOf(name) != SymbolTable.VALUE_NOT_FOUND)
                .toList());
  }

  /** A context for one statement on one thread. */
  SqlExecutionContext context() {
    return new SqlExecutionContextImpl(engine, 1)
        .with(
            AllowAllSecurityContext.INSTANCE,
            new BindVariableServiceImpl(engine.getConfiguration()));
  }

  /** Changes partitions by a condition; where it holds for none, nothing happens. */
  void changePartitions(Table table, String change) {
    progressAt = System.nanoTime() + CHANGE_NANOS;
    try {
      engine.execute("alter table " + table.title() + " " + change, context());
    } catch (SqlException e) {
      if (!String.valueOf(e.getFlyweightMessage()).contains("no partitions matched")) {
        throw new StoreFault("the time-series store refused: " + e.getMessage());
      }
    }
  }

  void execute(String sql) {
    try {
      engine.execute(sql, context());
    } catch (SqlException e) {
      throw new StoreFault("the time-series store refused: " + e.getMessage());
    }
  }

  /** Whether all that is committed now is visible to reads, waiting at most so long for it. */
  boolean awaitVisible(Duration atMost) {
    long start = System.nanoTime();
    for (TableToken token : tokens.values()) {
      long committed = committed(token);
      while (visible(token) < committed) {
        if (System.nanoTime() - start > atMost.toNanos() || tracker(token).isSuspended()) {
          return false;
        }
        LockSupport.unpark(background);
        LockSupport.parkNanos(1_000_000);
      }
    }
    return true;
  }

  /** How many commits are not visible yet, over all tables. */
  long invisibleCommits() {
    return tokens.values().stream()
        .mapToLong(token -> Math.max(0, committed(token) - visible(token)))
        .sum();
  }

  private long committed(TableToken token) {
    return engine.getTableSequencerAPI().lastTxn(token);
  }

  /**
   * The last commit that reads see. Asked of the table itself: after a fault the engine's own
   * tracker may count a commit as applied that is not (seen in 9.3.4 with a failing disk).
   */
  private long visible(TableToken token) {
    try (TableReader reader = engine.getReader(token)) {
      return reader.getSeqTxn();
    }
  }

  /** The tables that take commits but no longer apply them. */
  List<String> suspended() {
    List<String> suspended = new ArrayList<>();
    tokens.forEach(
        (table, token) -> {
          if (tracker(token).isSuspended()) {
            suspended.add(table.title() + " (" + tracker(token).getErrorMessage() + ")");
          }
        });
    return suspended;
  }

  /** Whether commits have waited long to become visible without any progress. */
  boolean stalled() {
    return System.nanoTime() - progressAt > STALLED_NANOS;
  }

  boolean working() {
    return background.isAlive() && !closing;
  }

  private SeqTxnTracker tracker(TableToken token) {
    return engine.getTableSequencerAPI().getTxnTracker(token);
  }

  private void work() {
    try (ApplyWal2TableJob apply = new ApplyWal2TableJob(engine, 1);
        O3PartitionPurgeJob oldVersions = new O3PartitionPurgeJob(engine, 1);
        WalPurgeJob purge = new WalPurgeJob(engine)) {
      List<Job> jobs =
          List.of(new CheckWalTransactionsJob(engine), apply, oldVersions, purge, this::keepUp);
      while (!closing) {
        for (Job job : jobs) {
          run(job);
        }
        LockSupport.parkNanos(APPLY_PAUSE_NANOS);
      }
    }
  }

  private void run(Job job) {
    try {
      while (!closing && job.run(0)) {
        Thread.onSpinWait();
      }
    } catch (RuntimeException | Error e) {
      LOG.error("background work of the time-series store failed; what is committed is safe", e);
      LockSupport.parkNanos(FAULT_PAUSE_NANOS);
    }
  }

  /** Every few seconds: notes progress, drops what nobody uses, tries suspended tables again. */
  private boolean keepUp(int worker, Job.RunStatus status) {
    long now = System.nanoTime();
    if (now - keptUpAt > UPKEEP_NANOS) {
      keptUpAt = now;
      long invisible = invisibleCommits();
      long visible = tokens.values().stream().mapToLong(this::visible).sum();
      if (invisible == 0 || visible != lastVisible) {
        progressAt = now;
        lastVisible = visible;
      }
      engine.releaseInactive();
      resumeSuspended();
    }
    return false;
  }

  private void resumeSuspended() {
    tokens.forEach(
        (table, token) -> {
          if (tracker(token).isSuspended()) {
            LOG.warn("trying table {} again: {}", table.title(), tracker(token).getErrorMessage());
            engine.getTableSequencerAPI().resumeTable(token, -1);
          }
        });
  }

  @Override
  public void close() {
    awaitVisible(CLOSE_APPLY);
    closing = true;
    LockSupport.unpark(background);
    try {
      background.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      engine.close();
    } catch (RuntimeException | Error e) {
      LOG.error("the time-series store did not close cleanly; what is committed is safe", e);
    } finally {
      lock.close();
    }
  }
}
