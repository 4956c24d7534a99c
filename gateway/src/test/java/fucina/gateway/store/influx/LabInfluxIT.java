package fucina.gateway.store.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.DemoProcess;
import fucina.gateway.JarProcess;
import fucina.gateway.journey.LabClient;
import fucina.gateway.telemetry.Gap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * The whole demo lab with InfluxDB on: both are killed in the middle, and afterwards InfluxDB holds
 * what the embedded store holds, value for value; the dashboards ask it and Prometheus for real.
 */
@Timeout(600)
class LabInfluxIT {
  private static final Duration PATIENCE = Duration.ofSeconds(180);
  private static final String BUCKET = "lab";
  private static final List<String> MACHINES = List.of("robot-1", "printer-1", "line-1", "line-2");

  private static Influxd influxd;
  private static DemoProcess demo;
  private static JarProcess process;
  private static Instant begin;

  @BeforeAll
  static void startBoth(@TempDir Path influx, @TempDir Path data) throws Exception {
    influxd = new Influxd(influx);
    demo =
        new DemoProcess(
                Path.of(""),
                data,
                Map.of("FUCINA_INFLUX_URL", influxd.url(), "FUCINA_INFLUX_BUCKET", BUCKET))
            .brief();
    begin = InstantSource.system().instant();
    process = demo.start();
  }

  @AfterAll
  static void stopBoth() throws Exception {
    if (process != null) {
      process.kill();
    }
    if (influxd != null) {
      influxd.close();
    }
  }

  private static Metrics metrics() throws IOException, InterruptedException {
    return Metrics.of(demo.managementUrl());
  }

  private static Instant now() {
    return InstantSource.system().instant();
  }

  /** Waits until all up to an instant is carried on, but for what still comes late. */
  private static void carriedTo(Instant instant) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              double behind = metrics().value("fucina_influx_behind_seconds");
              return now().minusMillis((long) (behind * 1_000)).isAfter(instant);
            });
  }

  @Test
  void whatTheLabSaidIsInInfluxValueForValueAlsoAfterBothWereKilled() throws Exception {
    carriedTo(now());
    influxd.kill();
    await().atMost(PATIENCE).until(() -> metrics().value("fucina_influx_answering") == 0);
    assertThat(metrics().value("fucina_influx_failures_total")).isPositive();
    process.kill();
    process = demo.start();
    Instant end = now();
    influxd.start();
    carriedTo(end);
    LabClient technician = LabClient.signedIn(demo.url(), "technician");
    int values = 0;
    for (String machine : MACHINES) {
      // What a machine's server remembers of the time in between comes late.
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(carried(machine, end)).isEqualTo(stored(technician, machine, end)));
      int count = carried(machine, end).size();
      assertThat(count).as(machine).isGreaterThan(10);
      values += count;
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(gapsCarried(machine, end)).isEqualTo(gaps(technician, machine, end)));
    }
    System.out.println(values + " values are the same in both stores");
    assertThat(metrics().value("fucina_influx_set_aside_total")).isZero();
  }

  /** Signal, time, source time, value and quality, each once, as the embedded store holds them. */
  private static TreeSet<String> stored(LabClient technician, String machine, Instant end) {
    LabClient.Answer answer =
        technician.get("/machines/" + machine + "/telemetry?raw=true&from=" + begin + "&to=" + end);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    TreeSet<String> stored = new TreeSet<>();
    answer
        .body()
        .lines()
        .filter(line -> !line.isBlank())
        .map(JsonObject::new)
        .forEach(
            value ->
                stored.add(
                    said(
                        value.getString("signal"),
                        Instant.parse(value.getString("t")),
                        Instant.parse(value.getString("sourceTime")),
                        value.getValue("value"),
                        value.getString("quality"))));
    return stored;
  }

  private static String said(
      String signal, Instant time, Instant source, Object value, String quality) {
    String plain = "" + value;
    if (value instanceof Number number) {
      plain = Double.isFinite(number.doubleValue()) ? "" + number.doubleValue() : "null";
    }
    return String.join(" ", signal, "" + time, "" + source, plain, quality);
  }

  private static TreeSet<String> carried(String machine, Instant end) {
    TreeSet<String> carried = new TreeSet<>();
    try (InfluxHistory history =
        new InfluxHistory(influxd.settings(BUCKET), InstantSource.system())) {
      history.raw(
          machine,
          signals(machine),
          begin,
          end,
          reading ->
              carried.add(
                  said(
                      reading.signal(),
                      reading.time(),
                      reading.sourceTime(),
                      reading.value().plain(),
                      Points.word(reading.quality()))));
    }
    return carried;
  }

  private static List<String> signals(String machine) {
    List<String> signals = new ArrayList<>();
    influxd
        .ask(
            BUCKET,
            "SHOW TAG VALUES FROM telemetry WITH KEY = signal WHERE machine = '" + machine + "'")
        .forEach(row -> signals.add(row.get("value")));
    return signals;
  }

  private static TreeSet<String> gaps(LabClient technician, String machine, Instant end) {
    LabClient.Answer answer =
        technician.get("/machines/" + machine + "/gaps?from=" + begin + "&to=" + end);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    TreeSet<String> gaps = new TreeSet<>();
    JsonArray items = answer.json().getJsonArray("items");
    for (int i = 0; i < items.size(); i++) {
      JsonObject gap = items.getJsonObject(i);
      gaps.add(gap.getString("reason") + " " + Instant.parse(gap.getString("to")));
    }
    return gaps;
  }

  private static TreeSet<String> gapsCarried(String machine, Instant end) {
    TreeSet<String> gaps = new TreeSet<>();
    try (InfluxHistory history =
        new InfluxHistory(influxd.settings(BUCKET), InstantSource.system())) {
      for (Gap gap : history.gaps(machine, begin, end)) {
        gaps.add(gap.reason() + " " + (gap.to().isAfter(end) ? end : gap.to()));
      }
    }
    return gaps;
  }

  @Test
  void everyQuestionOfTheDashboardsIsAnsweredByInflux() throws Exception {
    carriedTo(now());
    List<String> empty = new ArrayList<>();
    for (GrafanaBoards.Question question : GrafanaBoards.all("influxdb")) {
      if (influxd.ask(BUCKET, question.influxQl("robot-1")).isEmpty()) {
        empty.add(question.text());
      }
    }
    // Nothing need be missing or bad; all else must be there.
    assertThat(empty).allMatch(text -> text.contains("\"gaps\"") || text.contains("<> 'good'"));
  }

  @Test
  void everyMetricOfTheDashboardsIsOneTheGatewayHas() throws Exception {
    Metrics metrics = metrics();
    for (GrafanaBoards.Question question : GrafanaBoards.all("prometheus")) {
      assertThat(question.metrics()).as(question.text()).isNotEmpty();
      assertThat(metrics.names()).as(question.text()).containsAll(question.metrics());
    }
  }

  @Test
  void everyQuestionOfTheDashboardsIsAnsweredByPrometheus(@TempDir Path folder) throws Exception {
    String program = System.getProperty("fucina.prometheus", "");
    if (program.isEmpty()) {
      String sentence = "Prometheus is not here: the dashboards' questions to it were not asked.";
      System.out.println("SKIPPED: " + sentence);
      throw new TestAbortedException(sentence);
    }
    try (PrometheusServer prometheus =
        new PrometheusServer(Path.of(program), folder, demo.managementUrl())) {
      for (GrafanaBoards.Question question : GrafanaBoards.all("prometheus")) {
        await()
            .atMost(PATIENCE)
            .ignoreExceptionsInstanceOf(IOException.class)
            .untilAsserted(
                () ->
                    assertThat(prometheus.ask(question.promQl("robot-1")))
                        .as(question.text())
                        .isNotEmpty());
      }
    }
  }
}
