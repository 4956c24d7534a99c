package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.journey.LabClient;
import fucina.gateway.journey.LabClient.Answer;
import fucina.gateway.journey.LiveClient;
import fucina.gateway.journey.OwnProfiles;
import fucina.gateway.link.Fingerprint;
import fucina.simulators.machine.Deed;
import fucina.simulators.machine.Fault;
import fucina.simulators.opcua.OpcUaMachine;
import fucina.simulators.opcua.OpcUaSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Motion of machines that ask for more than the usual, on simulated robots over OPC UA. */
class SafeMotionIT {
  private static final int WARNED_MS = 4_000;

  @TempDir static Path folder;
  private static RunningDemo demo;
  private static OpcUaMachine robot;
  private static LabClient sme;
  private static LabClient technician;
  private String session = "";

  @BeforeAll
  static void startTheLab() throws Exception {
    demo = RunningDemo.in(folder);
    sme = LabClient.signedIn(demo.url(), "sme");
    technician = LabClient.signedIn(demo.url(), "technician");
    robot = robot("robot-w");
    register(
        robot, OwnProfiles.locked(OwnProfiles.warned("robot-warned", WARNED_MS)), "robot-warned");
  }

  @AfterAll
  static void stopTheLab() {
    robot.close();
    demo.close();
  }

  private static OpcUaMachine robot(String id) {
    OpcUaSettings settings =
        new OpcUaSettings(0, folder.resolve("own/" + id), "lab", "robot-own", true);
    OpcUaMachine made = OpcUaMachine.robot(id, settings, InstantSource.system(), 33);
    made.start();
    return made;
  }

  private static void register(OpcUaMachine machine, String profile, String profileId) {
    assertThat(
            technician
                .send("POST", "/profiles", profile, Map.of("Content-Type", "application/yaml"))
                .status())
        .isEqualTo(201);
    JsonObject connection =
        new JsonObject()
            .put("endpoint", machine.endpoint())
            .put("username", "lab")
            .put("password", "robot-own")
            .put("variables", new JsonObject());
    Answer registered =
        technician.post(
            "/machines",
            new JsonObject()
                .put("id", machine.id())
                .put("name", machine.id())
                .put("centre", "made")
                .put("profile", profileId)
                .put("connection", connection)
                .put("rules", new JsonObject().put("grainMinutes", 1).put("minMinutes", 1))
                .put(
                    "allowLists",
                    new JsonObject().put("load.Name", new JsonArray().add("PickAndPlace_demo"))));
    assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
    await().until(() -> linkOf(machine).equals("certificate-untrusted"));
    String certificate = "/certificates/" + Fingerprint.sha256(machine.certificate());
    technician.post(certificate + "/trust?machine=" + machine.id());
    await().atMost(Duration.ofSeconds(60)).until(() -> linkOf(machine).equals("online"));
  }

  private static String linkOf(OpcUaMachine machine) {
    return technician
        .get("/machines/" + machine.id())
        .json()
        .getJsonObject("link")
        .getString("state");
  }

  @BeforeEach
  void enterASession() {
    session = entered(robot);
    confirmed("load", new JsonObject().put("Name", "PickAndPlace_demo"));
    // The lock is asked for when the session begins, and had a moment later.
    await().atMost(Duration.ofSeconds(60)).until(() -> lockIs("ours"));
  }

  private static boolean lockIs(String state) {
    JsonObject lock =
        technician.get("/machines/" + robot.id() + "/link").json().getJsonObject("lock");
    return lock != null && state.equals(lock.getString("state"));
  }

  @AfterEach
  void leaveIt() {
    if (lockIs("others")) {
      robot.suffer(new Fault.LockedByAnother(false));
    }
    robot.suffer(new Fault.EmergencyStop(false));
    technician.post("/sessions/" + session + "/end");
    await().atMost(Duration.ofSeconds(60)).until(() -> !"active".equals(state()) && over());
  }

  private boolean over() {
    return List.of("ended", "quarantined").contains(state());
  }

  private String state() {
    return sme.get("/sessions/" + session).json().getString("state");
  }

  private static String entered(OpcUaMachine machine) {
    Answer booked = sme.bookNow(machine.id(), Duration.ofMinutes(10));
    assertThat(booked.status()).as(booked.toString()).isEqualTo(201);
    String id = booked.json().getJsonArray("sessions").getJsonObject(0).getString("id");
    assertThat(technician.post("/sessions/" + id + "/consent").status()).isEqualTo(200);
    return id;
  }

  @Test
  void theRoomIsWarnedThenTheRobotMovesThenTheWarningEnds() {
    LiveClient live = sme.live().subscribe(robot.id(), 10);
    await().until(() -> !live.told("subscribed").isEmpty());
    int before = robot.journal().size();
    JsonObject start = pressed("start", new JsonObject());
    assertThat(start.getString("step")).isEqualTo("warning");
    await().until(() -> over(start));
    assertThat(steps(start))
        .containsExactly("warning", "sent", "accepted", "executing", "confirmed");
    await().until(() -> deeds(before).size() >= 3);
    List<Deed> deeds = robot.journal().subList(before, before + 3);
    assertThat(deeds).extracting(Deed::what).containsExactly("beacon on", "start", "beacon off");
    assertThat(Duration.between(deeds.get(0).at(), deeds.get(1).at()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(WARNED_MS - 100));
    assertThat(
            live.told("command").stream()
                .filter(frame -> frame.getString("id").equals(start.getString("id")))
                .map(frame -> frame.getString("step")))
        .startsWith("warning", "sent");
    confirmed("stop", new JsonObject());
    live.close();
  }

  @Test
  void aStopDuringTheWarningCancelsTheMotionAtOnce() {
    int before = robot.journal().size();
    JsonObject start = pressed("start", new JsonObject());
    await().until(() -> deeds(before).contains("beacon on"));
    Instant pressed = Instant.now();
    confirmed("stop", new JsonObject());
    await().until(() -> over(start));
    assertThat(steps(start)).containsExactly("warning", "failed");
    assertThat(detail(start)).contains("A stop was pressed");
    await().until(() -> deeds(before).contains("beacon off"));
    await().until(() -> Instant.now().isAfter(pressed.plusMillis(WARNED_MS + 500)));
    assertThat(deeds(before)).doesNotContain("start");
  }

  @Test
  void aConditionThatBreaksDuringTheWarningIsSeenAtItsEnd() {
    int before = robot.journal().size();
    JsonObject start = pressed("start", new JsonObject());
    await().until(() -> deeds(before).contains("beacon on"));
    robot.suffer(new Fault.EmergencyStop(true));
    await().until(() -> over(start));
    robot.suffer(new Fault.EmergencyStop(false));
    assertThat(steps(start)).containsExactly("warning", "failed");
    assertThat(detail(start)).contains("robot.emergencyStop");
    await().until(() -> deeds(before).contains("beacon off"));
    assertThat(deeds(before)).doesNotContain("start");
  }

  @Test
  void whileAnotherClientHasTheRobotsLockItIsNotMovedAndTheyAreNamed() {
    robot.suffer(new Fault.LockedByAnother(true));
    int before = robot.journal().size();
    await().atMost(Duration.ofSeconds(60)).until(() -> lockIs("others"));
    assertThat(refusedBy("start")).contains("urn:another:client");
    assertThat(deeds(before)).doesNotContain("beacon on", "start");
    robot.suffer(new Fault.LockedByAnother(false));
    await().atMost(Duration.ofSeconds(60)).until(() -> refusedBy("start").isEmpty());
    await().atMost(Duration.ofSeconds(60)).until(() -> deeds(before).contains("start"));
  }

  /** Who is said to have the lock; empty where the command was taken. */
  private String refusedBy(String command) {
    Answer answer = sme.command(session, command, new JsonObject());
    return answer.status() == 202
        ? ""
        : answer.json().getJsonArray("refusals").stream()
            .map(JsonObject.class::cast)
            .filter(refusal -> refusal.getString("rule").equals("lock"))
            .map(refusal -> refusal.getString("actual"))
            .findFirst()
            .orElse("nobody: " + answer);
  }

  private static List<String> deeds(int from) {
    List<Deed> all = robot.journal();
    return all.subList(from, all.size()).stream().map(Deed::what).toList();
  }

  private JsonObject pressed(String command, JsonObject arguments) {
    Answer answer = sme.command(session, command, arguments);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
    return answer.json();
  }

  private void confirmed(String command, JsonObject arguments) {
    JsonObject pressed = pressed(command, arguments);
    await().until(() -> over(pressed));
    assertThat(now(pressed).getString("step")).as(now(pressed).encode()).isEqualTo("confirmed");
  }

  private boolean over(JsonObject command) {
    return List.of("confirmed", "failed").contains(now(command).getString("step"));
  }

  private String detail(JsonObject command) {
    JsonArray steps = now(command).getJsonArray("steps");
    return steps.getJsonObject(steps.size() - 1).getString("detail");
  }

  private List<String> steps(JsonObject command) {
    return now(command).getJsonArray("steps").stream()
        .map(step -> ((JsonObject) step).getString("step"))
        .toList();
  }

  private JsonObject now(JsonObject command) {
    return sme.get("/sessions/" + session + "/commands/" + command.getString("id")).json();
  }
}
