package fucina.gateway.store.influx;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.QuietPort;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Prometheus as a process of this machine, reading one gateway every second. */
final class PrometheusServer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final int port = QuietPort.any();
  private final Process process;

  PrometheusServer(Path program, Path folder, String managementUrl) throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("prometheus.yaml"),
            """
            global: { scrape_interval: 1s }
            scrape_configs:
              - job_name: fucina
                static_configs: [ { targets: ["%s"] } ]
            """
                .formatted(URI.create(managementUrl).getAuthority()));
    process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + settings,
                "--storage.tsdb.path=" + folder.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
  }

  /** What it answers; fails where it does not understand. */
  JsonArray ask(String question) throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://127.0.0.1:"
                + port
                + "/api/v1/query?query="
                + URLEncoder.encode(question, StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as("%s: %s", question, answer.body()).isEqualTo(200);
    return new JsonObject(answer.body()).getJsonObject("data").getJsonArray("result");
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }
}
