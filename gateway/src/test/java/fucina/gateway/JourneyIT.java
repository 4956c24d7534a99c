package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.api.AlikeFigures;
import fucina.gateway.journey.LabClient;
import fucina.gateway.journey.LabClient.Answer;
import fucina.gateway.journey.LiveClient;
import fucina.gateway.journey.Unzipped;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The product's main job, through the contract, on the whole demo lab. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JourneyIT {
  @TempDir static Path folder;
  private static RunningDemo demo;
  private static LabClient sme;
  private static LabClient other;
  private static LabClient technician;

  @BeforeAll
  static void startTheLab() throws Exception {
    demo = RunningDemo.in(folder);
    sme = LabClient.signedIn(demo.url(), "sme");
    other = LabClient.signedIn(demo.url(), "other");
    technician = LabClient.signedIn(demo.url(), "technician");
  }

  @AfterAll
  static void stopTheLab() {
    demo.close();
  }

  @Test
  @Order(1)
  void anSmeWorksTheRobotInItsWindowAndNoLonger() {
    JsonObject booking = booked(sme, "robot-1", Duration.ofSeconds(90));
    String session = session(booking);
    Instant to = Instant.parse(booking.getString("to"));

    LiveClient live = sme.live().subscribe("robot-1", 10);
    await().until(() -> !live.told("values").isEmpty());

    Answer early = sme.command(session, "start", new JsonObject());
    assertThat(early.status()).isEqualTo(409);
    assertThat(rules(early)).contains("consent");

    assertThat(technician.post("/sessions/" + session + "/consent").status()).isEqualTo(200);
    assertThat(confirmed(sme, session, "load", new JsonObject().put("Name", "PickAndPlace_demo")))
        .isTrue();
    // Loaded is what the robot answers; that it is ready is measured a moment later.
    await().until(() -> "Ready".equals(task()));
    assertThat(confirmed(sme, session, "start", new JsonObject())).isTrue();
    await().until(() -> moves(live));

    assertThat(rules(other.get("/machines/robot-1/latest"))).containsExactly("window");
    assertThat(other.get("/sessions/" + session).status()).isEqualTo(404);
    LiveClient stranger = other.live().subscribe("robot-1", 10);
    await().until(() -> !stranger.told("refused").isEmpty());
    assertThat(stranger.told("values")).isEmpty();

    await().atMost(Duration.ofSeconds(180)).until(() -> !live.told("closed").isEmpty());
    assertThat(live.told("closed").get(0).getString("reason")).isEqualTo("window-ended");
    assertThat(live.firstTold("closed").orElseThrow()).isBetween(to, to.plusSeconds(2));
    assertThat(sme.command(session, "start", new JsonObject()).status()).isEqualTo(409);
    await().until(() -> "ended".equals(sme.get("/sessions/" + session).json().getString("state")));
    JsonObject ended = sme.get("/sessions/" + session).json();
    assertThat(ended.getString("endOutcome")).isEqualTo("confirmed-safe");
    assertThat(Instant.parse(ended.getString("endedAt"))).isBetween(to, to.plusSeconds(10));
    assertThat(task()).isEqualTo("Ready");

    Answer history =
        sme.get(
            "/machines/robot-1/telemetry?signals=axis1.position&from="
                + booking.getString("from")
                + "&to="
                + to
                + "&points=100");
    assertThat(history.status()).isEqualTo(200);
    assertThat(history.json().getJsonArray("signals").getJsonObject(0).getJsonArray("buckets"))
        .hasSizeGreaterThan(10)
        .hasSizeLessThanOrEqualTo(100);
    live.close();
    stranger.close();
  }

  @Test
  @Order(2)
  void whatWasMeasuredInTheWindowIsTakenHomeSealedAndVerifiedWithOpenssl(@TempDir Path home)
      throws Exception {
    JsonObject session = sme.get("/sessions?limit=1").json().getJsonArray("items").getJsonObject(0);
    String path = "/sessions/" + session.getString("id");
    byte[] zip = sme.bytes(path + "/dataset");
    assertThat(sme.bytes(path + "/dataset")).as("the same bytes each time").isEqualTo(zip);
    assertThat(other.get(path + "/dataset").status()).isEqualTo(404);
    JsonObject report = technician.get(path + "/report").json();
    assertThat(report.getJsonObject("dataset").getString("sha256"))
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(zip)));
    Map<String, byte[]> files = Unzipped.of(zip);
    for (Object each : new JsonObject(text(files, "manifest.json")).getJsonArray("files")) {
      JsonObject file = (JsonObject) each;
      byte[] bytes = files.get(file.getString("name"));
      assertThat(file.getString("sha256"))
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }
    List<String> times =
        text(files, "readings.csv").lines().skip(1).map(line -> line.split(",", 2)[0]).toList();
    assertThat(times).hasSizeGreaterThan(1000).isSortedAccordingTo(JourneyIT::byTime);
    assertThat(Instant.parse(times.get(0)))
        .isAfterOrEqualTo(Instant.parse(session.getString("startedAt")));
    assertThat(Instant.parse(times.get(times.size() - 1)))
        .isBefore(Instant.parse(session.getString("endedAt")));
    assertThat(
            report.getJsonArray("commands").stream()
                .map(one -> ((JsonObject) one).getString("command")))
        .containsSubsequence("load", "start", "stop");
    assertThat(report.getJsonArray("events").encode()).contains("session.begun", "consent.given");
    assertThat(report.getJsonObject("stateMillis").getInteger("running")).isPositive();
    assertThat(report.getJsonObject("energy").getString("method")).isEqualTo("counter");
    assertThat(report.getJsonObject("energy").getDouble("kWh")).isPositive();

    JsonObject actual = report.getJsonObject("actual");
    AlikeFigures.check(
        report,
        sme.get(
                "/machines/robot-1/telemetry?figures=true&points=100&from="
                    + actual.getString("from")
                    + "&to="
                    + actual.getString("to"))
            .json());
    assertThat(text(files, "held.csv").lines())
        .as("the emergency stop was not pressed")
        .anyMatch(line -> line.startsWith("robot.emergencyStop,false,,good"));

    for (String name : List.of("manifest.json", "manifest.sig")) {
      Files.write(home.resolve(name), files.get(name));
    }
    Files.writeString(home.resolve("dataset.pem"), sme.get("/dataset-key").body());
    assumeThat(Files.isExecutable(Path.of("/usr/bin/openssl"))).isTrue();
    assertThat(
            Unzipped.openssl(
                home,
                "dgst",
                "-sha256",
                "-verify",
                "dataset.pem",
                "-signature",
                "manifest.sig",
                "manifest.json"))
        .contains("Verified OK");
  }

  private static String text(Map<String, byte[]> files, String name) {
    return new String(files.get(name), StandardCharsets.UTF_8);
  }

  private static int byTime(String one, String other) {
    return Instant.parse(one).compareTo(Instant.parse(other));
  }

  @Test
  @Order(3)
  void anSmePrintsAndPausesAndCancels() {
    approve("printer-1", "start.filename", "benchy.gcode", "nowhere.gcode");
    String session = session(booked(sme, "printer-1", Duration.ofMinutes(5)));
    technician.post("/sessions/" + session + "/consent");
    assertThat(confirmed(sme, session, "start", new JsonObject().put("filename", "benchy.gcode")))
        .isTrue();
    assertThat(confirmed(sme, session, "pause", new JsonObject())).isTrue();
    assertThat(confirmed(sme, session, "resume", new JsonObject())).isTrue();
    assertThat(confirmed(sme, session, "cancel", new JsonObject())).isTrue();
    Answer absent =
        sme.command(session, "start", new JsonObject().put("filename", "nowhere.gcode"));
    assertThat(absent.status()).as(absent.toString()).isEqualTo(202);
    await().until(() -> "failed".equals(step(sme, session, absent.json().getString("id"))));
    assertThat(sme.post("/sessions/" + session + "/end").status()).isEqualTo(200);
  }

  @Test
  @Order(4)
  void onlyWhatATechnicianApprovedOnThisRobotIsLoaded() {
    String session = session(booked(sme, "robot-1", Duration.ofMinutes(5)));
    technician.post("/sessions/" + session + "/consent");
    Answer wild = sme.command(session, "load", new JsonObject().put("Name", "Weld_secret"));
    assertThat(rules(wild)).containsExactly("allow-list");
    JsonObject refusal = wild.json().getJsonArray("refusals").getJsonObject(0);
    assertThat(refusal.getString("limit")).contains("PickAndPlace_demo", "Weld_dry_run");
    assertThat(refusal.getString("actual")).isEqualTo("Weld_secret");

    JsonObject nothing = new JsonObject().put("load.Name", new JsonArray());
    Answer consented =
        technician.patch("/machines/robot-1", new JsonObject().put("allowLists", nothing));
    assertThat(rules(consented))
        .as("the consent was given to the list as it stands")
        .containsExactly("consent");
    technician.delete("/sessions/" + session + "/consent");
    approve("robot-1", "load.Name");
    technician.post("/sessions/" + session + "/consent");
    Answer none = sme.command(session, "load", new JsonObject().put("Name", "PickAndPlace_demo"));
    assertThat(rules(none)).containsExactly("allow-list");
    assertThat(none.body()).contains("a technician must first list");

    technician.delete("/sessions/" + session + "/consent");
    approve("robot-1", "load.Name", "Weld_dry_run", "PickAndPlace_demo");
    technician.post("/sessions/" + session + "/consent");
    assertThat(sme.get("/machines/robot-1").json().getJsonObject("allowLists"))
        .isEqualTo(
            new JsonObject()
                .put("load.Name", new JsonArray().add("Weld_dry_run").add("PickAndPlace_demo")));
    assertThat(confirmed(sme, session, "load", new JsonObject().put("Name", "PickAndPlace_demo")))
        .isTrue();
    assertThat(technician.get("/audit?subject=robot-1&limit=50").body())
        .contains("\"removed\":[\"PickAndPlace_demo\",\"Weld_dry_run\"]")
        .contains("\"added\":[\"Weld_dry_run\",\"PickAndPlace_demo\"]");
    assertThat(sme.post("/sessions/" + session + "/end").status()).isEqualTo(200);
  }

  @Test
  @Order(5)
  void bothLinesStartHoldAndStop() {
    String session = session(booked(sme, "line-2", Duration.ofMinutes(5)));
    technician.post("/sessions/" + session + "/consent");
    assertThat(confirmed(sme, session, "reset", new JsonObject())).isTrue();
    await().until(() -> 202 == sme.command(session, "start", new JsonObject()).status());
    await().until(() -> confirmed(sme, session, "hold", new JsonObject()));
    assertThat(sme.post("/sessions/" + session + "/end").status()).isEqualTo(200);
    await().until(() -> "ended".equals(sme.get("/sessions/" + session).json().getString("state")));
  }

  @Test
  @Order(6)
  void ofSixtyFourClientsForOneSlotExactlyOneWinsTenTimes() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(64);
    try {
      Instant day =
          Instant.now().plus(Duration.ofDays(3)).truncatedTo(java.time.temporal.ChronoUnit.HOURS);
      for (int race = 0; race < 10; race++) {
        Instant from = day.plus(Duration.ofHours(race));
        JsonObject slot =
            new JsonObject()
                .put("machines", new JsonArray().add("robot-1"))
                .put("from", from.toString())
                .put("to", from.plus(Duration.ofMinutes(30)).toString())
                .put("purpose", "race");
        CountDownLatch gun = new CountDownLatch(1);
        List<Future<Answer>> racers =
            IntStream.range(0, 64)
                .mapToObj(
                    runner ->
                        clients.submit(
                            () -> {
                              gun.await();
                              return (runner % 2 == 0 ? sme : other).post("/bookings", slot);
                            }))
                .toList();
        gun.countDown();
        int granted = 0;
        for (Future<Answer> racer : racers) {
          Answer answer = racer.get();
          assertThat(answer.status()).as(answer.toString()).isIn(201, 409);
          granted += answer.status() == 201 ? 1 : 0;
          if (answer.status() == 409) {
            assertThat(rules(answer)).contains("overlap");
            assertThat(answer.json().getJsonArray("alternatives")).isNotEmpty();
          }
        }
        assertThat(granted).as("winners of race %d", race).isEqualTo(1);
      }
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  @Order(7)
  void badInputIsAnsweredWithASentenceInTheRightPlace() {
    Answer past =
        sme.post(
            "/bookings",
            new JsonObject()
                .put("machines", new JsonArray().add("robot-1"))
                .put("from", "2020-01-01T10:00:00Z")
                .put("to", "2020-01-01T11:00:00Z")
                .put("purpose", "past"));
    assertThat(past.status()).isEqualTo(409);
    assertThat(sme.get("/machines/no-such").status()).isEqualTo(404);
    assertThat(
            sme.send(
                    "POST",
                    "/bookings",
                    "{\"x\":\"" + "a".repeat(2 << 20) + "\"}",
                    java.util.Map.of())
                .status())
        .isEqualTo(413);
    assertThat(sme.send("GET", "/me", "", java.util.Map.of()).status()).isEqualTo(200);
    assertThat(sme.post("/bookings", new JsonObject().put("machine", "robot-1")).body())
        .contains("machine");
  }

  private static void approve(String machine, String list, String... values) {
    JsonObject lists = new JsonObject().put(list, new JsonArray(List.of((Object[]) values)));
    Answer changed =
        technician.patch("/machines/" + machine, new JsonObject().put("allowLists", lists));
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
  }

  private static Object task() {
    return demo.demo()
        .gateway()
        .running()
        .hub()
        .latest("robot-1", "task.state")
        .orElseThrow()
        .value()
        .plain();
  }

  private static JsonObject booked(LabClient who, String machine, Duration length) {
    Answer answer = who.bookNow(machine, length);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
    return answer.json();
  }

  private static String session(JsonObject booking) {
    return booking.getJsonArray("sessions").getJsonObject(0).getString("id");
  }

  private static boolean confirmed(
      LabClient who, String session, String command, JsonObject arguments) {
    Answer answer = who.command(session, command, arguments);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    String id = answer.json().getString("id");
    await().until(() -> List.of("confirmed", "failed").contains(step(who, session, id)));
    assertThat(step(who, session, id))
        .as(who.get("/sessions/" + session + "/commands/" + id).body())
        .isEqualTo("confirmed");
    return true;
  }

  private static String step(LabClient who, String session, String command) {
    return who.get("/sessions/" + session + "/commands/" + command).json().getString("step");
  }

  private static List<String> rules(Answer answer) {
    return answer.json().getJsonArray("refusals").stream()
        .map(refusal -> ((JsonObject) refusal).getString("rule"))
        .toList();
  }

  /** Whether the first axis has been seen at two places. */
  private static boolean moves(LiveClient live) {
    JsonArray signals = live.told("subscribed").get(0).getJsonArray("signals");
    int axis = signals.getList().indexOf("axis1.position");
    return live.told("values").stream()
            .flatMap(frame -> frame.getJsonArray("v").stream())
            .map(JsonArray.class::cast)
            .filter(value -> value.getInteger(0) == axis)
            .map(value -> value.getDouble(2))
            .distinct()
            .count()
        > 5;
  }
}
