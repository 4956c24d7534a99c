package fucina.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.journey.LabClient;
import fucina.gateway.journey.LabClient.Answer;
import fucina.gateway.journey.LiveClient;
import fucina.simulators.machine.Fault;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the embedded PostgreSQL alone: stops go out, and it comes back by itself. */
class DatabaseDeathIT {
  @TempDir static Path folder;
  private static RunningDemo demo;
  private static LabClient sme;
  private static LabClient technician;

  @BeforeAll
  static void startTheLab() throws Exception {
    demo = RunningDemo.in(folder);
    sme = LabClient.signedIn(demo.url(), "sme");
    technician = LabClient.signedIn(demo.url(), "technician");
  }

  @AfterAll
  static void stopTheLab() {
    demo.close();
  }

  @Test
  void whileTheDatabaseIsDeadStopsGoOutAndAfterwardsAllIsWrittenAndWorks() throws Exception {
    String session = moving();
    LiveClient staff = technician.live().subscribe("robot-1", 1);
    await().until(() -> !staff.told("alarms").isEmpty());
    Path needed = data().resolve("postgresql.conf");
    Path away = data().resolve("postgresql.conf.away");
    Files.move(needed, away);
    String stop;
    try {
      killTheDatabase();
      await().until(() -> sme.get("/bookings").status() == 503);
      demo.demo().machine("robot-1").suffer(new Fault.HotMotor(3, OptionalDouble.of(99)));

      Answer pressed =
          technician.post("/machines/robot-1/stop", new JsonObject().put("reason", "danger"));
      assertThat(pressed.status()).as(pressed.toString()).isEqualTo(202);
      stop = pressed.json().getString("id");
      await().until(() -> "confirmed".equals(step(session, stop)));
      assertThat(state()).isEqualTo("Ready");

      assertThat(sme.command(session, "stop", new JsonObject()).status()).isEqualTo(202);
      Answer start = sme.command(session, "start", new JsonObject());
      assertThat(start.status()).isEqualTo(409);
      assertThat(start.body()).contains("\"rule\":\"record\"");
      Answer withdrawn = technician.delete("/sessions/" + session + "/consent");
      assertThat(withdrawn.status()).isEqualTo(200);
      assertThat(withdrawn.json().getValue("consent")).isNull();

      Answer refused = sme.get("/bookings");
      assertThat(refused.json().getString("type")).isEqualTo("urn:fucina:problem:database");
      assertThat(refused.response().headers().firstValue("Retry-After")).isPresent();
      HttpResponse<String> ready = ready();
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("PostgreSQL died");
      await().until(() -> !staff.told("alarm").isEmpty());
    } finally {
      Files.move(away, needed);
    }
    await().until(() -> ready().statusCode() == 200);
    await()
        .untilAsserted(
            () ->
                assertThat(technician.get("/audit?subject=robot-1").body())
                    .contains(stop, "danger", "command.stop.confirmed"));
    await()
        .untilAsserted(
            () ->
                assertThat(technician.get("/machines/robot-1/alarms").body())
                    .contains("MOTOR3_HOT"));
    staff.close();
    assertThat(sme.get("/sessions/" + session).json().getValue("consent")).isNull();
    assertThat(technician.post("/sessions/" + session + "/consent").status()).isEqualTo(200);
    assertThat(sme.command(session, "start", new JsonObject()).status()).isEqualTo(202);
    assertThat(sme.post("/sessions/" + session + "/end").status()).isEqualTo(200);
  }

  /** A session in which the robot moves. */
  private static String moving() {
    Answer booked = sme.bookNow("robot-1", Duration.ofMinutes(10));
    assertThat(booked.status()).as(booked.toString()).isEqualTo(201);
    String session = booked.json().getJsonArray("sessions").getJsonObject(0).getString("id");
    technician.post("/sessions/" + session + "/consent");
    for (String command : List.of("load", "start")) {
      JsonObject arguments =
          command.equals("load")
              ? new JsonObject().put("Name", "PickAndPlace_demo")
              : new JsonObject();
      // On a busy machine the robot may answer after its time; a person presses again.
      await().until(() -> confirmed(session, command, arguments));
    }
    return session;
  }

  private static boolean confirmed(String session, String command, JsonObject arguments) {
    Answer pressed = sme.command(session, command, arguments);
    if (pressed.status() != 202) {
      return false; // what the last command brought about is not measured yet
    }
    String id = pressed.json().getString("id");
    await().until(() -> Set.of("confirmed", "failed").contains(step(session, id)));
    return "confirmed".equals(step(session, id));
  }

  private static String step(String session, String command) {
    return sme.get("/sessions/" + session + "/commands/" + command).json().getString("step");
  }

  private static Object state() {
    return demo.demo()
        .gateway()
        .running()
        .hub()
        .latest("robot-1", "task.state")
        .orElseThrow()
        .value()
        .plain();
  }

  private static Path data() {
    return folder.resolve("postgres/data");
  }

  private static void killTheDatabase() throws IOException {
    String pid = Files.readAllLines(data().resolve("postmaster.pid")).get(0).strip();
    ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
  }

  private static HttpResponse<String> ready() throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(demo.managementUrl() + "/health/ready")).build(),
            BodyHandlers.ofString());
  }
}
