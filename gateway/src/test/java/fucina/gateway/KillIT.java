package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.journey.LabClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the whole process under load: nothing acknowledged is missing afterwards, and
 * nothing is there twice: what the broker delivers again has the time of its first arrival.
 */
class KillIT {
  private static final int KILLS = 2;
  private static final String MACHINE = "counter-1";

  @TempDir Path folder;
  private DemoProcess demo;
  private final Set<Integer> acknowledged = new ConcurrentSkipListSet<>();
  private final AtomicInteger next = new AtomicInteger(1);
  private final AtomicBoolean publishing = new AtomicBoolean(true);
  private final List<JarProcess> started = new ArrayList<>();

  @BeforeEach
  void prepare() {
    demo = new DemoProcess(Path.of(""), folder).brief();
  }

  @AfterEach
  void leaveNothingRunning() throws InterruptedException {
    publishing.set(false);
    for (JarProcess process : started) {
      process.kill();
    }
  }

  private JarProcess started() throws IOException, InterruptedException {
    JarProcess process = demo.start();
    started.add(process);
    return process;
  }

  @Test
  void whatWasAcknowledgedAndWhatWasGrantedSurvivesTheProcess() throws Exception {
    long seed = System.nanoTime();
    System.out.println("kill schedule seed " + seed);
    Random schedule = new Random(seed);
    Instant begin = Instant.now().minusSeconds(1);
    JarProcess process = started();
    LabClient technician = LabClient.signedIn(demo.url(), "technician");
    register(technician);
    LabClient sme = LabClient.signedIn(demo.url(), "sme");
    Thread sensor = new Thread(this::publish, "sensor");
    sensor.start();
    List<String> bookings = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      int before = acknowledged.size();
      int wait = 200 + schedule.nextInt(800);
      await().atMost(Duration.ofSeconds(180)).until(() -> acknowledged.size() > before + wait);
      LabClient.Answer answer = sme.bookNow("printer-1", Duration.ofMinutes(1));
      if (answer.status() == 201) {
        bookings.add(answer.json().getString("id"));
      }
      process.kill();
      process = started();
    }
    int before = acknowledged.size();
    await().atMost(Duration.ofSeconds(180)).until(() -> acknowledged.size() > before + 200);
    publishing.set(false);
    sensor.join();
    try {
      LabClient again = LabClient.signedIn(demo.url(), "technician");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(stored(again, begin)).containsAll(acknowledged));
      List<Integer> all = stored(again, begin);
      System.out.println(
          acknowledged.size()
              + " acknowledged, "
              + all.size()
              + " stored, "
              + (all.size() - new TreeSet<>(all).size())
              + " stored twice");
      assertThat(all).as("no number is stored twice").doesNotHaveDuplicates();
      LabClient smeAgain = LabClient.signedIn(demo.url(), "sme");
      for (String booking : bookings) {
        assertThat(smeAgain.get("/bookings/" + booking).status()).isEqualTo(200);
      }
    } finally {
      assertThat(process.end(Duration.ofSeconds(10))).as("SIGTERM ends cleanly in 10 s").isTrue();
    }
  }

  private void register(LabClient technician) throws IOException {
    String profile = Files.readString(Path.of("src/test/resources/profiles/counter.yaml"));
    LabClient.Answer added =
        technician.send("POST", "/profiles", profile, Map.of("Content-Type", "application/yaml"));
    assertThat(added.status()).as(added.toString()).isEqualTo(201);
    LabClient.Answer answer =
        technician.post(
            "/machines",
            new JsonObject()
                .put("id", MACHINE)
                .put("name", "Counter")
                .put("centre", "made")
                .put("profile", "counter")
                .put(
                    "connection",
                    new JsonObject()
                        .put("endpoint", "")
                        .put("variables", new JsonObject().put("TOPIC", "sensors/counter"))));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    // Until the gateway has subscribed, what is published is nobody's: hear one value first.
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              announce();
              return "online"
                  .equals(
                      technician
                          .get("/machines/" + MACHINE)
                          .json()
                          .getJsonObject("link")
                          .getString("state"));
            });
  }

  private void announce() throws MqttException {
    MqttClient client =
        new MqttClient(
            "tcp://127.0.0.1:" + demo.mqttPort(), "sensor-announcer", new MemoryPersistence());
    try {
      client.connect(options());
      client.publish("sensors/counter", "{\"n\":0}".getBytes(StandardCharsets.UTF_8), 1, false);
      client.disconnect();
    } finally {
      client.close(true);
    }
  }

  private static MqttConnectionOptions options() {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setUserName("sensor");
    options.setPassword("fucina-demo".getBytes(StandardCharsets.UTF_8));
    options.setConnectionTimeout(30);
    return options;
  }

  /** A sensor that publishes numbers and keeps only those the broker acknowledged. */
  private void publish() {
    while (publishing.get()) {
      try {
        publish(
            new MqttClient(
                "tcp://127.0.0.1:" + demo.mqttPort(), "sensor-counter", new MemoryPersistence()));
      } catch (MqttException e) {
        // The process was just killed: what was not acknowledged is not counted; connect again.
        await().atMost(Duration.ofSeconds(300)).until(() -> !publishing.get() || listens());
      }
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), demo.mqttPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void publish(MqttClient client) throws MqttException {
    try {
      client.setTimeToWait(30_000);
      client.connect(options());
      while (publishing.get()) {
        int n = next.getAndIncrement();
        // Blocks until the broker's PUBACK, or throws.
        client.publish(
            "sensors/counter", ("{\"n\":" + n + "}").getBytes(StandardCharsets.UTF_8), 1, false);
        acknowledged.add(n);
      }
      client.disconnect();
    } finally {
      client.close(true);
    }
  }

  private List<Integer> stored(LabClient technician, Instant begin) {
    String from = URLEncoder.encode(begin.toString(), StandardCharsets.UTF_8);
    String to = URLEncoder.encode(Instant.now().plusSeconds(60).toString(), StandardCharsets.UTF_8);
    LabClient.Answer answer =
        technician.get(
            "/machines/"
                + MACHINE
                + "/telemetry?signals=count&raw=true&from="
                + from
                + "&to="
                + to);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    return answer
        .body()
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> new JsonObject(line).getInteger("value"))
        .toList();
  }
}
