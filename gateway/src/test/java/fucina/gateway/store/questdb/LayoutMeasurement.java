package fucina.gateway.store.questdb;

import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CommitMode;
import io.questdb.cairo.TableWriter.Row;
import io.questdb.cairo.mv.MatViewRefreshJob;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.cairo.sql.Record;
import io.questdb.cairo.sql.RecordCursor;
import io.questdb.cairo.sql.RecordCursorFactory;
import io.questdb.cairo.wal.ApplyWal2TableJob;
import io.questdb.cairo.wal.CheckWalTransactionsJob;
import io.questdb.cairo.wal.WalPurgeJob;
import io.questdb.cairo.wal.WalWriter;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContext;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.griffin.engine.functions.bind.BindVariableServiceImpl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What the layout of history was chosen by: one signal at 10 Hz among 999 that come once a minute,
 * asked for in about a thousand buckets, over plain rows, indexed rows, and a materialized view;
 * and what rows take as Parquet. {@code ./fucina bench [--long] layout} runs it; its 30 days need 6
 * GB of disk for the time.
 */
public final class LayoutMeasurement {
  private static final long DAY = 86_400_000_000L;
  private static final long FIRST = 20_600 * DAY;
  private static final int TIMES = 9;
  private static final int WARM = 2;

  private final Path dir;
  private final int days;
  private final CairoEngine engine;
  private final SqlExecutionContext context;
  private final ApplyWal2TableJob apply;
  private final CheckWalTransactionsJob check;
  private final WalPurgeJob purge;

  private LayoutMeasurement(Path dir, int days) {
    this.dir = dir;
    this.days = days;
    this.engine = new CairoEngine(new Configuration(dir.toString()));
    this.context =
        new SqlExecutionContextImpl(engine, 1)
            .with(
                AllowAllSecurityContext.INSTANCE,
                new BindVariableServiceImpl(engine.getConfiguration()));
    this.apply = new ApplyWal2TableJob(engine, 1);
    this.check = new CheckWalTransactionsJob(engine);
    this.purge = new WalPurgeJob(engine);
    engine.load();
    engine.buildViewGraphs();
  }

  /** As the product's, but without syncs while it is filled, and with views. */
  private static final class Configuration extends LeanConfiguration {
    Configuration(String root) {
      super(root);
    }

    @Override
    public int getCommitMode() {
      return CommitMode.NOSYNC;
    }

    @Override
    public boolean isMatViewEnabled() {
      return true;
    }
  }

  /**
   * Measures, prints, and leaves nothing behind.
   *
   * @param days how many days of readings
   */
  public static void measure(int days) throws Exception {
    QuestDbLog.install();
    Path dir = Files.createTempDirectory("fucina-layout");
    try {
      LayoutMeasurement measurement = new LayoutMeasurement(dir, days);
      measurement.rows();
      measurement.view();
      measurement.compressed();
    } finally {
      try (Stream<Path> files = Files.walk(dir)) {
        for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private void rows() throws SqlException, IOException {
    fill("readings", days, 2);
    for (String how : List.of("rows", "indexed rows")) {
      if (how.startsWith("indexed")) {
        sql("alter table readings alter column series add index");
      }
      for (int span : List.of(1, days)) {
        time(how + ", read one by one", span, "select ts, value, meta from readings" + of(span));
        time(
            how + ", SAMPLE BY",
            span,
            "select ts, min(value), max(value), avg(value), last(value), count() from readings"
                + of(span)
                + " sample by "
                + 87 * span
                + "s align to first observation");
      }
    }
  }

  private String of(int span) {
    long end = FIRST + days * DAY;
    return " where series = 'machine-0/signal0' and ts >= "
        + (end - span * DAY)
        + " and ts < "
        + end;
  }

  private void view() throws SqlException, IOException {
    fill("base", Math.min(days, 5), 2);
    long start = System.nanoTime();
    engine.execute(
        "create materialized view minutes as (select ts, series, min(value) low, max(value) high,"
            + " arg_min(ts, value) low_at, arg_max(ts, value) high_at, sum(value) total, count() n,"
            + " last(value) newest from base sample by 1m) partition by month",
        context);
    try (MatViewRefreshJob refresh = new MatViewRefreshJob(0, engine, 1)) {
      refreshed(refresh);
      say("view of %d days made in %.0f s", Math.min(days, 5), seconds(start));
      say("view: %.0f MB", bytes("minutes", "") / 1e6);
      start = System.nanoTime();
      try (WalWriter writer = engine.getWalWriter(engine.verifyTableName("base"))) {
        for (int i = 0; i < 10; i++) {
          put(writer, FIRST + i * DAY / 12 + 5, "machine-0/signal0", 1);
          writer.commit();
        }
      }
      refreshed(refresh);
      say("view: ten late rows corrected in %.1f s", seconds(start));
    }
  }

  private void refreshed(MatViewRefreshJob refresh) {
    drain();
    while (refresh.run(0)) {
      drain();
    }
    drain();
  }

  private void compressed() throws SqlException, IOException {
    String[] kinds = {"noise in every bit", "float32", "two decimals"};
    for (int kind = 0; kind < kinds.length; kind++) {
      String table = "kind" + kind;
      long rows = fill(table, 2, kind);
      sql("alter table " + table + " convert partition to parquet where ts < " + (FIRST + DAY));
      say(
          "Parquet, %s: %.1f bytes a row of 28",
          kinds[kind], bytes(table, ".parquet") / (rows / 2.0));
    }
  }

  private long fill(String table, int span, int kind) throws SqlException {
    engine.execute(
        "create table "
            + table
            + " (ts timestamp, series symbol capacity 4096, value double, meta long)"
            + " timestamp(ts) partition by day wal dedup upsert keys(ts, series, meta)",
        context);
    Random random = new Random(1);
    long rows = 0;
    int others = 0;
    long start = System.nanoTime();
    try (WalWriter writer = engine.getWalWriter(engine.verifyTableName(table))) {
      for (long ts = FIRST; ts < FIRST + span * DAY; ts += 100_000) {
        put(writer, ts, "machine-0/signal0", number(20 + random.nextGaussian(), kind));
        rows++;
        for (; others < (ts - FIRST) / 100_000 * 999 / 600; others++) {
          int n = 1 + others % 999;
          put(
              writer,
              ts + 17,
              "machine-" + n / 10 + "/signal" + n,
              number(100 * random.nextDouble(), kind));
          rows++;
        }
        if (rows % 200_000 < 3) {
          writer.commit();
          drain();
        }
      }
      writer.commit();
    }
    drain();
    say("%s: %,d rows in %.0f s", table, rows, seconds(start));
    return rows;
  }

  private static double number(double number, int kind) {
    return switch (kind) {
      case 0 -> number;
      case 1 -> (float) number;
      default -> Math.rint(number * 100) / 100;
    };
  }

  private static void put(WalWriter writer, long ts, String series, double value) {
    Row row = writer.newRow(ts);
    row.putSym(Table.SERIES, series);
    row.putDouble(Table.VALUE, value);
    row.putLong(Table.META, (long) Double.hashCode(value) << 32);
    row.append();
  }

  private void sql(String sql) throws SqlException {
    engine.execute(sql, context);
    drain();
  }

  private void drain() {
    boolean more = true;
    while (more) {
      boolean checked = check.run(0);
      more = apply.run(0) || checked;
    }
    while (purge.run(0)) {
      Thread.onSpinWait();
    }
  }

  private void time(String what, int span, String sql) throws SqlException {
    List<Double> took = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      try (RecordCursorFactory factory = engine.select(sql, context);
          RecordCursor cursor = factory.getCursor(context)) {
        Record row = cursor.getRecord();
        long sum = 0;
        while (cursor.hasNext()) {
          sum += row.getTimestamp(0);
        }
        if (sum == 42) {
          say("never");
        }
      }
      if (i >= WARM) {
        took.add(seconds(start) * 1000);
      }
    }
    Collections.sort(took);
    say("%s, %d d: p50 %.1f ms", what, span, took.get(took.size() / 2));
  }

  private double bytes(String table, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files
          .filter(file -> file.toString().contains("/" + table + "~"))
          .filter(file -> file.toString().endsWith(suffix) && Files.isRegularFile(file))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
