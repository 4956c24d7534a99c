package fucina.gateway.store.questdb;

import fucina.gateway.telemetry.CommitGroups;
import fucina.gateway.telemetry.LiveHub;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import io.questdb.cairo.TableWriter.Row;
import io.questdb.cairo.wal.WalWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * QuestDB's own writer and the whole way into it, on the same table, each commit synced: rows a
 * second.
 */
public final class StoreCommits {
  private static final int SERIES = 1_000;
  private static final int GROUP = 5_000;
  private static final int BATCH = 100;
  private static final int WINDOW = 1_000;
  private static final int MANY = 200_000;

  private StoreCommits() {}

  /** Rows a second of the bare writer, in commits of 5,000. */
  public static double raw(Path dir, int rows) {
    QuestDbLog.install();
    try (QuestDb db = new QuestDb(dir, new LeanConfiguration(dir.toString()));
        WalWriter writer =
            db.engine().getWalWriter(db.token(new Table(Table.Kind.NUMBERS, Shelf.USUAL)))) {
      String[] series = new String[SERIES];
      for (int n = 0; n < SERIES; n++) {
        series[n] = StoredRows.series("machine", "signal" + n);
      }
      long begun = System.nanoTime();
      for (int n = 0; n < rows; n++) {
        Row row = writer.newRow(Micros.of(Instant.now()));
        row.putSym(Table.SERIES, series[n % SERIES]);
        row.putDouble(Table.VALUE, n);
        row.putLong(Table.META, n);
        row.append();
        if ((n + 1) % GROUP == 0) {
          writer.commit();
        }
      }
      writer.commit();
      return rows / ((System.nanoTime() - begun) / 1e9);
    }
  }

  /** Readings a second that are offered in hundreds, grouped, committed and acknowledged. */
  public static double grouped(Path dir, int readings) throws InterruptedException {
    try (QuestDbStore store =
            new QuestDbStore(dir, new QuestDbStore.Settings(Optional.empty(), 0));
        CommitGroups groups =
            new CommitGroups(
                new CommitGroups.Settings(MANY, GROUP, Duration.ofMillis(5), Duration.ofSeconds(8)),
                store,
                new LiveHub(),
                InstantSource.system())) {
      Semaphore window = new Semaphore(WINDOW);
      long begun = System.nanoTime();
      for (int n = 0; n < readings; n += BATCH) {
        List<Reading> batch = new ArrayList<>(BATCH);
        Instant now = Instant.now();
        for (int i = n; i < n + BATCH; i++) {
          batch.add(
              new Reading(
                  "machine", "signal" + i % SERIES, now, now, Value.of((double) i), Quality.GOOD));
        }
        window.acquire();
        groups.offer(batch).whenComplete((done, fault) -> window.release());
      }
      window.acquire(WINDOW);
      return readings / ((System.nanoTime() - begun) / 1e9);
    }
  }
}
