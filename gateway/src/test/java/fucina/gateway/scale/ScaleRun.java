package fucina.gateway.scale;

import static org.awaitility.Awaitility.await;

import fucina.gateway.DemoProcess;
import fucina.gateway.JarProcess;
import fucina.gateway.journey.LabClient;
import fucina.gateway.scale.LabProcess.Told;
import fucina.gateway.scale.StoredNumbers.Count;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One packaged gateway with hundreds of machines of another process: they are registered, watched
 * for a while, then every number they told is looked for in the store.
 */
public final class ScaleRun {
  private static final Duration TO_CATCH_UP = Duration.ofMinutes(2);
  private static final int READERS = 8;

  private final Path root;
  private final Path folder;
  private final ScaleSize size;
  private final Consumer<String> progress;

  /**
   * A run that has not begun.
   *
   * @param root of the project, with its jars built
   * @param folder for all data
   * @param progress told of each sample
   */
  public ScaleRun(Path root, Path folder, ScaleSize size, Consumer<String> progress) {
    this.progress = progress;
    this.root = root;
    this.folder = folder;
    this.size = size;
  }

  /** Runs it. */
  public ScaleReport run() throws Exception {
    Instant from = Instant.now().minusSeconds(1);
    DemoProcess demo = new DemoProcess(root.resolve("gateway"), folder);
    try (JarProcess gateway = demo.start();
        LabProcess lab =
            LabProcess.start(
                root.resolve("simulators/target/simulators.jar"),
                folder.resolve("lab"),
                size.lab(),
                demo.mqttPort())) {
      LabClient technician = LabClient.signedIn(demo.url(), "technician");
      try (Answers answers = new Answers(technician, demo.managementUrl())) {
        long begun = System.nanoTime();
        new Registering(technician).all(lab);
        double registered = (System.nanoTime() - begun) / 1e9;
        List<Sample> samples = watch(gateway.pid(), lab, answers);
        lab.freeze();
        Map<String, Told> told = lab.told();
        Count count = count(new StoredNumbers(Store.of(technician), from, size.signals()), told);
        answers.close();
        return new ScaleReport(
            size, registered, samples, count, answers.summary(), answers.wrong());
      }
    }
  }

  private List<Sample> watch(long gateway, LabProcess lab, Answers answers) throws Exception {
    Watch watch = new Watch(gateway, lab, answers);
    List<Sample> samples = new ArrayList<>();
    samples.add(watch.sample(true));
    Duration collected = Duration.ZERO;
    long begun = System.nanoTime();
    for (Duration at = size.sample();
        at.compareTo(size.steady()) <= 0;
        at = at.plus(size.sample())) {
      Duration due = at;
      await()
          .pollInterval(Duration.ofMillis(100))
          .atMost(size.sample().plusMinutes(5))
          .until(() -> System.nanoTime() - begun >= due.toNanos());
      boolean collect = at.minus(collected).compareTo(size.collect()) >= 0;
      collected = collect ? at : collected;
      samples.add(watch.sample(collect));
      progress.accept(samples.get(samples.size() - 1).row());
    }
    return samples;
  }

  /** Looks at all that runs, always from the same beginning. */
  private final class Watch {
    private final long gateway;
    private final LabProcess lab;
    private final Answers answers;
    private final long begun = System.nanoTime();
    private final long toldBefore;
    private final double storedBefore;

    Watch(long gateway, LabProcess lab, Answers answers) throws Exception {
      this.gateway = gateway;
      this.lab = lab;
      this.answers = answers;
      this.toldBefore = told();
      this.storedBefore = stored();
    }

    private long told() throws IOException {
      return lab.toldInAll() * size.signals();
    }

    private double stored() throws IOException, InterruptedException {
      return answers.counter("fucina_readings_committed_total");
    }

    Sample sample(boolean collect) throws IOException, InterruptedException {
      ProcessFigures figures = ProcessFigures.of(gateway);
      double seconds = (System.nanoTime() - begun) / 1e9;
      long told = told() - toldBefore;
      long stored = (long) (stored() - storedBefore);
      long heap = collect ? ProcessFigures.heapAfterCollection(gateway) : 0;
      return new Sample(seconds, figures, heap, told, stored, ProcessFigures.of(lab.pid()).cpu());
    }
  }

  private Count count(StoredNumbers stored, Map<String, Told> told) throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    try {
      List<Future<Count>> counts = new ArrayList<>();
      told.forEach(
          (machine, all) ->
              counts.add(
                  readers.submit(
                      () -> {
                        Count once = stored.of(machine, all);
                        if (once.missing() == 0) {
                          return once;
                        }
                        catchUp(stored, machine, all);
                        return stored.of(machine, all);
                      })));
      Count sum = Count.NOTHING;
      for (Future<Count> count : counts) {
        sum = sum.plus(count.get());
      }
      return sum;
    } finally {
      readers.shutdownNow();
    }
  }

  /** Waits for the last values; what has not come by then is counted as missing. */
  private static void catchUp(StoredNumbers stored, String machine, Told told) {
    try {
      await()
          .atMost(TO_CATCH_UP)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> stored.caughtUp(machine, told));
    } catch (ConditionTimeoutException e) {
      System.out.println(machine + " has not caught up with " + told.last());
    }
  }
}
