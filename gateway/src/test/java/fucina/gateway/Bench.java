package fucina.gateway;

import fucina.gateway.bench.BenchTable;
import fucina.gateway.bench.LiveCrowd;
import fucina.gateway.bench.ProductBench;
import fucina.gateway.bench.RestartBench;
import fucina.gateway.link.mqtt.BrokerRestarts;
import fucina.gateway.link.opcua.FirstLevel;
import fucina.gateway.link.opcua.ForeignRestarts;
import fucina.gateway.loss.LossReport;
import fucina.gateway.loss.LossRun;
import fucina.gateway.scale.ScaleReport;
import fucina.gateway.scale.ScaleRun;
import fucina.gateway.scale.ScaleSize;
import fucina.gateway.store.questdb.ColdDays;
import fucina.gateway.store.questdb.LayoutMeasurement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * The end-to-end bench: Fucina beside the raw client, in one run on one machine, so that the ratio
 * means something where the seconds do not. {@code ./fucina bench} runs it, then the JMH benches;
 * all it measured is written to {@code target/bench}.
 */
public final class Bench {
  private static final Path RESULTS = Path.of("target/bench");
  private static final int RESTARTS = 5;
  private static final int LAYOUT_DAYS = 2;
  private static final int LAYOUT_DAYS_LONG = 30;
  private static final int COLD_DAYS = 2;
  private static final int COLD_DAYS_LONG = 10;
  private static final Duration BACK_WITHIN = Duration.ofSeconds(5);
  private static final Duration LEVEL_WITHIN = Duration.ofSeconds(1);
  private static final Duration STEADY = Duration.ofMinutes(2);
  private static final Duration STEADY_LONG = Duration.ofMinutes(30);
  private static final Duration SOAK_LONG = Duration.ofHours(1);
  private static final Duration BLOWS = Duration.ofMinutes(2);
  private static final Duration BLOWS_LONG = Duration.ofHours(1);
  private static final String SEED = "--seed";

  private final boolean longer;
  private final BenchTable table = new BenchTable();

  private Bench(boolean longer) {
    this.longer = longer;
  }

  /**
   * Words choose what is run, of {@code table crowd restart disk scale loss jmh}, all of them
   * without any, or of {@code mqtt opcua} (parts of the table), {@code soak layout}. {@code --seed
   * N} repeats a schedule of {@code loss}.
   */
  public static void main(String[] args) throws Exception {
    List<String> words = new ArrayList<>(List.of(args));
    long seed = seed(words);
    Bench bench = new Bench(words.contains("--long"));
    List<String> parts = words.stream().filter(word -> !word.equals("--long")).toList();
    Files.createDirectories(RESULTS);
    boolean kept = true;
    if (parts.isEmpty() || parts.contains("table")) {
      bench.table();
    }
    if (parts.contains("mqtt")) {
      bench.part("mqtt", ProductBench::mqtt);
    }
    if (parts.contains("opcua")) {
      bench.part("opcua", ProductBench::opcua);
    }
    if (parts.isEmpty() || parts.contains("crowd")) {
      bench.crowd();
    }
    if (parts.isEmpty() || parts.contains("restart")) {
      bench.restart();
    }
    if (parts.isEmpty() || parts.contains("disk")) {
      bench.disk();
    }
    if (parts.isEmpty() || parts.contains("scale")) {
      kept = bench.scale("scale", ScaleSize.promised(bench.longer ? STEADY_LONG : STEADY));
    }
    if (parts.contains("soak")) {
      kept &= bench.scale("soak", ScaleSize.soak(bench.longer ? SOAK_LONG : STEADY));
    }
    if (parts.isEmpty() || parts.contains("loss")) {
      kept &= bench.loss(seed);
    }
    if (parts.isEmpty() || parts.contains("jmh")) {
      bench.jmh();
    }
    if (parts.contains("layout")) {
      LayoutMeasurement.measure(bench.longer ? LAYOUT_DAYS_LONG : LAYOUT_DAYS);
    }
    System.exit(kept ? 0 : 1);
  }

  private void table() throws Exception {
    new ProductBench(Path.of(""), folder("product"), table, longer).run();
    restarts("broker (mosquitto) killed and restarted", BrokerRestarts::measure);
    restarts("OPC UA server (node-opcua) killed and restarted", ForeignRestarts::measure);
    browse();
    write("table.md", table.markdown());
  }

  /** Measures a part of the table. */
  private interface Part {
    void of(ProductBench product) throws Exception;
  }

  private void part(String name, Part part) throws Exception {
    BenchTable own = new BenchTable();
    part.of(new ProductBench(Path.of(""), folder(name), own, longer));
    write(name + ".md", own.markdown());
  }

  private void crowd() throws Exception {
    BenchTable watched = new BenchTable();
    new LiveCrowd(watched, longer ? 60 : 10).run();
    write("crowd.md", watched.markdown());
  }

  private void restart() throws Exception {
    BenchTable kept = new BenchTable();
    new RestartBench(Path.of(""), folder("restart"), kept, longer).run();
    write("restart.md", kept.markdown());
  }

  private void disk() throws Exception {
    BenchTable cold = new BenchTable();
    ColdDays.measure(folder("disk"), longer ? COLD_DAYS_LONG : COLD_DAYS).into(cold);
    write("disk.md", cold.markdown());
  }

  /** Measures how soon values flow again. */
  private interface Restarts {
    List<Duration> measure(Path folder, int rounds) throws Exception;
  }

  private void restarts(String what, Restarts restarts) throws Exception {
    try {
      Duration median = restarts.measure(folder("restarts"), RESTARTS).get(RESTARTS / 2);
      table.alone(
          what + ": values flow again, median of " + RESTARTS,
          median.toMillis() + " ms",
          "< " + BACK_WITHIN.toSeconds() + " s",
          median.compareTo(BACK_WITHIN) < 0);
    } catch (TestAbortedException e) {
      table.note("Left out: " + what + " (" + e.getMessage() + ").");
    }
  }

  private void browse() throws Exception {
    List<FirstLevel> looks = FirstLevel.measure(folder("browse"), RESTARTS);
    Duration median = looks.get(RESTARTS / 2).took();
    table.alone(
        "browse of a server of 100,000 nodes: first level with its connection, median of "
            + RESTARTS,
        median.toMillis() + " ms",
        "< " + LEVEL_WITHIN.toSeconds() + " s, one level ahead at most",
        median.compareTo(LEVEL_WITHIN) < 0 && looks.stream().allMatch(FirstLevel::oneLevelOnly));
  }

  private boolean scale(String name, ScaleSize size) throws Exception {
    ScaleReport report = new ScaleRun(Path.of(""), folder(name), size, System.out::println).run();
    write(name + ".md", report.markdown());
    return report.broken().isEmpty();
  }

  /** Takes the seed out of the words; one of chance where none is named. */
  private static long seed(List<String> words) {
    int at = words.indexOf(SEED);
    if (at < 0) {
      return System.nanoTime();
    }
    long seed = Long.parseLong(words.get(at + 1));
    words.subList(at, at + 2).clear();
    return seed;
  }

  private boolean loss(long seed) throws Exception {
    Duration blows = longer ? BLOWS_LONG : BLOWS;
    LossReport report =
        new LossRun(Path.of(""), folder("loss"), seed, blows, System.out::println).run();
    write("loss.md", report.markdown());
    return report.broken().isEmpty();
  }

  private void jmh() throws Exception {
    org.openjdk.jmh.Main.main(
        longer
            ? new String[] {".*Bench.*", "-f", "1"}
            : new String[] {
              ".*Bench.*", "-f", "1", "-wi", "2", "-i", "3", "-w", "1", "-r", "1", "-p", "days=1"
            });
  }

  private static void write(String name, String markdown) throws Exception {
    System.out.println(markdown);
    Files.writeString(RESULTS.resolve(name), markdown);
    System.out.println("Written to " + RESULTS.resolve(name));
  }

  private static Path folder(String name) throws Exception {
    return Files.createTempDirectory("fucina-bench-" + name);
  }
}
