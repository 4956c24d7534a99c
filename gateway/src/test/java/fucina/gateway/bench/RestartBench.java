package fucina.gateway.bench;

import static org.awaitility.Awaitility.await;

import fucina.gateway.DemoProcess;
import fucina.gateway.JarProcess;
import fucina.gateway.journey.LabClient;
import fucina.gateway.store.questdb.KeptReadings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The packaged product on a store of ten million rows and more: killed and started again, and asked
 * through HTTP for its history.
 */
public final class RestartBench {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String MACHINE = "kept";

  /** Of a thousand that are stored; a profile of all would be too long. */
  private static final int SIGNALS = 100;

  private static final int ROUNDS = 3;
  private static final int ASKED = 51;
  private static final Duration READY_WITHIN = Duration.ofSeconds(10);
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Duration DAY_WITHIN = Duration.ofMillis(20);
  private static final Duration MONTH_WITHIN = Duration.ofMillis(60);

  private final Path root;
  private final Path folder;
  private final BenchTable table;
  private final Duration span;

  /**
   * A bench that has not begun.
   *
   * @param longer whether thirty days lie in the store, not just ten million rows
   */
  public RestartBench(Path root, Path folder, BenchTable table, boolean longer) {
    this.root = root;
    this.folder = folder;
    this.table = table;
    this.span =
        longer ? Duration.ofDays(30) : Duration.ofHours(10_000_000 * 24 / KeptReadings.A_DAY + 1);
  }

  /** Measures all. */
  public void run() throws Exception {
    DemoProcess demo = new DemoProcess(root.resolve("gateway"), folder);
    try (JarProcess first = demo.start()) {
      LabClient technician = LabClient.signedIn(demo.url(), "technician");
      BareMqtt mqtt = new BareMqtt("tcp://127.0.0.1:" + demo.mqttPort(), Optional.of("sensor"));
      SensorMachine.numbered(technician, mqtt, MACHINE, SIGNALS).register("", SIGNALS);
    }
    Instant end = Instant.now().truncatedTo(ChronoUnit.HOURS);
    long rows = KeptReadings.fill(folder.resolve("data/questdb"), MACHINE, "value", end, span);
    List<Duration> ready = new ArrayList<>();
    JarProcess process = demo.start();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        process.kill();
        long begun = System.nanoTime();
        process = demo.launch();
        readyAgain(demo, process);
        ready.add(Duration.ofNanos(System.nanoTime() - begun));
      }
      Duration median = ready.stream().sorted().toList().get(ROUNDS / 2);
      table.alone(
          String.format(
              Locale.ROOT,
              "kill -9 with %,d rows, started again: ready, median of %d",
              rows,
              ROUNDS),
          String.format(Locale.ROOT, "%.1f s", median.toMillis() / 1e3),
          "≤ " + READY_WITHIN.toSeconds() + " s",
          median.compareTo(READY_WITHIN) <= 0);
      history(demo, end, A_DAY, DAY_WITHIN);
      if (span.compareTo(A_DAY.multipliedBy(30)) >= 0) {
        history(demo, end, span, MONTH_WITHIN);
      }
    } finally {
      process.close();
    }
  }

  private static void readyAgain(DemoProcess demo, JarProcess process) {
    HttpRequest asked =
        HttpRequest.newBuilder(URI.create(demo.managementUrl() + "/health/ready")).build();
    try {
      await()
          .atMost(Duration.ofMinutes(5))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> HTTP.send(asked, BodyHandlers.discarding()).statusCode() == 200);
    } catch (ConditionTimeoutException e) {
      // Fails with all it said.
      process.linesTo("never said", Duration.ZERO);
    }
  }

  private void history(DemoProcess demo, Instant end, Duration asked, Duration goal)
      throws Exception {
    LabClient technician = LabClient.signedIn(demo.url(), "technician");
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    demo.url()
                        + "/api/v1/machines/"
                        + MACHINE
                        + "/telemetry?signals=value000&points=1000&from="
                        + end.minus(asked)
                        + "&to="
                        + end))
            .header("Authorization", "Bearer " + technician.token())
            .build();
    List<Long> took = new ArrayList<>();
    int bytes = 0;
    for (int n = 0; n < 2 * ASKED; n++) {
      long begun = System.nanoTime();
      HttpResponse<byte[]> answer = HTTP.send(request, BodyHandlers.ofByteArray());
      long spent = System.nanoTime() - begun;
      if (answer.statusCode() != 200) {
        throw new IOException("history answers " + answer.statusCode());
      }
      bytes = answer.body().length;
      if (n >= ASKED) {
        took.add(spent);
      }
    }
    double median = took.stream().sorted().toList().get(ASKED / 2) / 1e6;
    table.alone(
        String.format(
            Locale.ROOT,
            "/telemetry of one signal at 10 Hz of 1,000, %d h in 1,000 buckets (%,d bytes), p50",
            asked.toHours(),
            bytes),
        String.format(Locale.ROOT, "%.1f ms", median),
        "≤ " + goal.toMillis() + " ms",
        median <= goal.toMillis());
  }
}
