package fucina.gateway.store.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.QuietPort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * InfluxDB 1 as a process of this machine, that can be killed: Debian's package has 1.6.7. Where
 * {@code -Dfucina.influx=true} says that it is there, a test fails without it; else it is skipped.
 */
public final class Influxd implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private final int port = QuietPort.any();
  private final int rpc = QuietPort.any();
  private Process process;

  /** Starts it. */
  public Influxd(Path folder) throws IOException {
    this.folder = folder;
    if (!Boolean.getBoolean("fucina.influx")) {
      String sentence =
          "Tests against InfluxDB were not asked for: run them by -Dfucina.influx=true where influxd is.";
      System.out.println("SKIPPED: " + sentence);
      throw new TestAbortedException(sentence);
    }
    start();
  }

  /** Starts it again, on its port and its data. */
  public void start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("fucina.influxd", "influxd"), "run", "-config", "/dev/null");
    builder
        .environment()
        .putAll(
            Map.of(
                "INFLUXDB_REPORTING_DISABLED",
                "true",
                "INFLUXDB_HTTP_BIND_ADDRESS",
                "127.0.0.1:" + port,
                "INFLUXDB_BIND_ADDRESS",
                "127.0.0.1:" + rpc,
                "INFLUXDB_META_DIR",
                folder.resolve("meta").toString(),
                "INFLUXDB_DATA_DIR",
                folder.resolve("data").toString(),
                "INFLUXDB_DATA_WAL_DIR",
                folder.resolve("wal").toString(),
                "INFLUXDB_MONITOR_STORE_ENABLED",
                "false",
                "INFLUXDB_HTTP_LOG_ENABLED",
                "false"));
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    await().atMost(PATIENCE).until(this::answers);
  }

  private boolean answers() {
    try {
      HttpRequest ping = HttpRequest.newBuilder(URI.create(url() + "/ping")).build();
      return HTTP.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == 204;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** As {@code kill -9} does it. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** How it is asked, in a hurry. */
  public InfluxSettings settings(String bucket) {
    return new InfluxSettings(url(), Optional.empty(), bucket, "", hurried());
  }

  static InfluxSettings.Pace hurried() {
    return new InfluxSettings.Pace(
        Duration.ofMillis(50),
        Duration.ofMillis(20),
        Duration.ofSeconds(30),
        Duration.ofMillis(20),
        Duration.ofMillis(200),
        Duration.ofMillis(100));
  }

  /** The rows of an answer, as the product reads them. */
  public List<Map<String, String>> ask(String bucket, String question) {
    List<Map<String, String>> rows = new ArrayList<>();
    try (InfluxServer server = new InfluxServer(settings(bucket), InstantSource.system())) {
      new InfluxQl(server).rows(question, row -> rows.add(row.cells()));
    }
    return rows;
  }

  /** Writes as anybody may. */
  void write(String bucket, String lines) throws Exception {
    send("/write?precision=n&db=" + bucket, lines, 204);
  }

  /** Commands it. */
  void command(String command) throws Exception {
    String form = "q=" + URLEncoder.encode(command, StandardCharsets.UTF_8);
    assertThat(send("/query", form, 200)).doesNotContain("error");
  }

  private String send(String path, String body, int expected) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
    return answer.body();
  }

  @Override
  public void close() throws InterruptedException {
    if (process != null) {
      kill();
    }
  }
}
