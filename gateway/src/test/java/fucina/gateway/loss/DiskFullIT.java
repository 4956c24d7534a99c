package fucina.gateway.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.DemoProcess;
import fucina.gateway.JarProcess;
import fucina.gateway.Patience;
import fucina.gateway.journey.LabClient;
import fucina.gateway.loss.MqttSource.Way;
import fucina.gateway.scale.Registering;
import fucina.gateway.scale.Store;
import fucina.gateway.scale.StoredNumbers;
import fucina.gateway.scale.StoredNumbers.Count;
import fucina.gateway.store.questdb.SmallDisk;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole product on a disk that fills: operators are told, nothing acknowledged is lost. */
class DiskFullIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int MEBIBYTES = 1_536;
  private static final long BELOW_THE_FLOOR = 200L << 20;
  private static final int MORE = 100;

  @TempDir Path folder;

  private static HttpResponse<String> ready(DemoProcess demo)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(demo.managementUrl() + "/health/ready")).build(),
        BodyHandlers.ofString());
  }

  private static void isReady(DemoProcess demo) {
    await()
        .atMost(Patience.LONG)
        .untilAsserted(() -> assertThat(ready(demo)).returns(200, HttpResponse::statusCode));
  }

  private static void goesOn(MqttSource source) {
    long before = source.published();
    await().atMost(Patience.LONG).until(() -> source.published() >= before + MORE);
  }

  @Test
  @Timeout(900)
  void readinessSaysThatTheDiskIsFullNothingAcknowledgedIsLostAndItIsReadyAgainByItself()
      throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(folder.resolve("disk"), MEBIBYTES)) {
      DemoProcess demo = new DemoProcess(Path.of(""), disk.path).brief();
      try (JarProcess gateway = demo.start();
          MqttSource source =
              new MqttSource(
                  "filling",
                  new Way("MQTT QoS 1", demo.mqttPort(), "sensor", true),
                  Speech.json("sensors/filling", 1))) {
        Instant begun = Instant.now().minusSeconds(1);
        LabClient technician = LabClient.signedIn(demo.url(), "technician");
        new Registering(technician)
            .all(
                List.of(MqttSource.profile(false)),
                List.of(source.registration("numbered", "", Map.of("TOPIC", "sensors/filling"))));
        source.begin();
        goesOn(source);
        isReady(demo);

        disk.leave(BELOW_THE_FLOOR);
        await()
            .atMost(Patience.LONG)
            .untilAsserted(
                () ->
                    assertThat(ready(demo))
                        .returns(503, HttpResponse::statusCode)
                        .extracting(HttpResponse::body)
                        .asString()
                        .contains("free disk is below the floor"));
        goesOn(source);
        disk.fill();
        assertThat(ready(demo).statusCode()).isEqualTo(503);

        disk.empty();
        isReady(demo);
        goesOn(source);
        source.finish();
        StoredNumbers stored = new StoredNumbers(Store.of(technician), begun, 1);
        await()
            .atMost(Patience.LONG)
            .untilAsserted(
                () -> {
                  Count count = source.count(stored);
                  assertThat(count).as(count.examples().toString()).returns(0L, Count::missing);
                  assertThat(count.stored()).isEqualTo(source.published());
                  assertThat(count.duplicates()).isZero();
                });
        assertThat(stored.gaps(source.machine())).isZero();
      }
    }
  }
}
