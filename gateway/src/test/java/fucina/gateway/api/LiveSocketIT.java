package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.link.MachineEvent;
import fucina.profiles.MachineState;
import fucina.profiles.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live values reach who holds the window, as long as they hold it, and nobody else. */
class LiveSocketIT {
  @TempDir static Path folder;
  private static Lobby lobby;
  private static Visitor nobody;
  private static Visitor sme;
  private static Visitor other;
  private static Visitor technician;

  @BeforeAll
  static void open() {
    lobby = new Lobby(folder);
    nobody = Visitor.nobody(lobby.port, new Described(lobby.contract));
    sme = nobody.as("sme");
    other = nobody.as("other");
    technician = nobody.as("technician");
  }

  @AfterAll
  static void close() {
    lobby.close();
  }

  @AfterEach
  void everyWindowEnds() {
    for (String machine : new String[] {"robot-1", "printer-1"}) {
      lobby.sessions.windowEnds(machine, "window-ended");
    }
    sme.get("/bookings").json().getJsonArray("items").stream()
        .map(JsonObject.class::cast)
        .forEach(booking -> lobby.free(booking));
  }

  private static String booked(String machine) {
    Instant to = Instant.now().plus(10, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
    JsonObject body =
        new JsonObject().put("machines", new JsonArray().add(machine)).put("to", to.toString());
    Visitor.Reply reply = sme.post("/bookings", body);
    assertThat(reply.status()).as(reply.response().body()).isEqualTo(201);
    return reply.json().getJsonArray("sessions").getJsonObject(0).getString("id");
  }

  @Test
  void theHolderSeesValuesUntilTheWindowEndsAndNotOneMore() throws Exception {
    booked("robot-1");
    try (Watcher watcher = Watcher.at(lobby, sme)) {
      watcher.subscribe("robot-1", "axis1.position", "task.state");
      await().until(() -> watcher.frames("subscribed").size() == 1);
      assertThat(watcher.frames("subscribed").get(0).getJsonArray("signals"))
          .containsExactly("axis1.position", "task.state");
      lobby.measure("robot-1", "axis1.position", Value.of(12.5), Instant.now());
      await().until(() -> watcher.values(0).contains(12.5));
      lobby.sessions.windowEnds("robot-1", "window-ended");
      await().until(() -> !watcher.frames("closed").isEmpty());
      assertThat(watcher.frames("closed").get(0).getString("reason")).isEqualTo("window-ended");
      lobby.measure("robot-1", "axis1.position", Value.of(99), Instant.now());
      Patience.holds(Duration.ofMillis(300), () -> !watcher.values(0).contains(99));
    }
  }

  @Test
  void withoutAWindowASubscriptionIsRefusedAndTheSocketStays() throws Exception {
    try (Watcher watcher = Watcher.at(lobby, other)) {
      watcher.subscribe("robot-1", "axis1.position");
      await().until(() -> !watcher.frames("refused").isEmpty());
      JsonObject refused = watcher.frames("refused").get(0);
      assertThat(refused.getString("rule")).isEqualTo("window");
      assertThat(refused.getJsonObject("subscription").getString("machine")).isEqualTo("robot-1");
      lobby.measure("robot-1", "axis1.position", Value.of(1), Instant.now());
      watcher.subscribe("robot-1");
      await().until(() -> !watcher.frames("state").isEmpty());
      assertThat(watcher.frames("values")).isEmpty();
    }
  }

  @Test
  void whatCannotBeUnderstoodIsRefusedAndTheSocketStays() throws Exception {
    try (Watcher watcher = Watcher.at(lobby, technician)) {
      watcher.say("{not json").say("[1]").say("{\"subscrib\":[]}").subscribe("robot-9", "x");
      watcher.subscribe("robot-1", "axis9.position");
      await().until(() -> watcher.frames("refused").size() == 5);
      assertThat(watcher.frames("refused"))
          .extracting(each -> each.getString("rule"))
          .containsExactly("message", "message", "message", "machine", "signals");
      assertThat(watcher.frames("refused").get(2).getString("detail")).contains("subscrib");
    }
  }

  @Test
  void aTechnicianSeesAllSignalsWithoutAWindow() throws Exception {
    try (Watcher watcher = Watcher.at(lobby, technician)) {
      watcher.say("{\"subscribe\":[{\"machine\":\"robot-1\"}],\"rateHz\":20}");
      await().until(() -> !watcher.frames("subscribed").isEmpty());
      int index =
          watcher
              .frames("subscribed")
              .get(0)
              .getJsonArray("signals")
              .getList()
              .indexOf("robot.mode");
      lobby.measure("robot-1", "robot.mode", Value.of(4), Instant.now());
      await().until(() -> watcher.values(index).contains(4));
      watcher.say("{\"unsubscribe\":[{\"machine\":\"robot-1\"}]}");
      watcher.say("{\"present\":\"nothing\"}");
      await().until(() -> lobby.sessions.present.contains("nothing"));
      lobby.measure("robot-1", "robot.mode", Value.of(3), Instant.now());
      Patience.holds(Duration.ofMillis(300), () -> !watcher.values(index).contains(3));
    }
  }

  @Test
  void aFreeTextFromBeforeTheWindowStaysHiddenAStateDoesNot() throws Exception {
    lobby.measure("printer-1", "job.file", Value.of("another-part.gcode"), Instant.now());
    lobby.measure("printer-1", "nozzle.temperature", Value.of(30), Instant.now());
    booked("printer-1");
    try (Watcher watcher = Watcher.at(lobby, sme)) {
      watcher.subscribe("printer-1", "job.file", "nozzle.temperature");
      await().until(() -> watcher.values(1).contains(30));
      assertThat(watcher.values(0)).isEmpty();
      lobby.measure("printer-1", "job.file", Value.of("mine.gcode"), Instant.now());
      await().until(() -> watcher.values(0).contains("mine.gcode"));
    }
  }

  @Test
  void aMachinesStateIsToldToEverybodyItsSessionOnlyToItsOwn() throws Exception {
    String session = booked("robot-1");
    try (Watcher mine = Watcher.at(lobby, sme);
        Watcher theirs = Watcher.at(lobby, other)) {
      mine.subscribe("robot-1");
      theirs.subscribe("robot-1");
      await().until(() -> !mine.frames("state").isEmpty() && !theirs.frames("state").isEmpty());
      assertThat(mine.frames("state").get(0).getJsonObject("session").getString("id"))
          .isEqualTo(session);
      lobby.registry.state = MachineState.RUNNING;
      await().until(() -> lastState(theirs).equals("running"));
      await().until(() -> lastState(mine).equals("running"));
      assertThat(mine.frames("state"))
          .allSatisfy(
              each -> assertThat(each.getJsonObject("session").getString("id")).isEqualTo(session));
      JsonObject start =
          new JsonObject().put("command", "start").put("nonce", UUID.randomUUID().toString());
      sme.post("/sessions/" + session + "/commands", start);
      await().until(() -> mine.frames("command").size() == 2);
      assertThat(mine.frames("command"))
          .extracting(each -> each.getString("step"))
          .containsExactly("sent", "confirmed");
      assertThat(theirs.frames("command")).isEmpty();
      assertThat(theirs.frames("state"))
          .allSatisfy(each -> assertThat(each.getValue("session")).isNull());
    } finally {
      lobby.registry.state = MachineState.READY;
    }
  }

  /**
   * The numbers of the changes a watcher was told: a going keeps the words of its coming, so it is
   * counted by its place.
   */
  private static List<Integer> lids(Watcher watcher) {
    return watcher.frames("alarm").stream()
        .filter(each -> "LID".equals(each.getString("condition")))
        .map(
            each ->
                each.getInteger("severity")
                    - 1
                    + (each.getString("state").equals("cleared") ? 1 : 0))
        .toList();
  }

  private static MachineEvent lid(int number, boolean active) {
    return new MachineEvent(
        "robot-1",
        "lid-" + number,
        Optional.of("LID"),
        "i=2915",
        "Cell",
        1 + number,
        "Lid " + number,
        Optional.of(active),
        Optional.empty(),
        active,
        Instant.now());
  }

  @Test
  void everyChangeOfAnAlarmIsToldInOrderToWhoMaySeeIt() throws Exception {
    int changes = 400;
    lobby.events.add(lid(0, true));
    await().until(() -> !lobby.alarms.standing("robot-1").standing().isEmpty());
    booked("robot-1");
    try (Watcher mine = Watcher.at(lobby, sme);
        Watcher staff = Watcher.at(lobby, technician);
        Watcher theirs = Watcher.at(lobby, other)) {
      mine.subscribe("robot-1", "axis1.position");
      staff.subscribe("robot-1");
      theirs.subscribe("robot-1");
      await().until(() -> !mine.frames("alarm").isEmpty() && !staff.frames("alarm").isEmpty());
      assertThat(mine.frames("alarms").get(0).getJsonArray("standing"))
          .contains(mine.frames("alarm").get(0).getString("id"));
      for (int i = 1; i <= changes; i++) {
        lobby.events.add(lid(i, i % 2 == 0));
      }
      List<Integer> inOrder = IntStream.rangeClosed(0, changes).boxed().toList();
      for (Watcher watcher : List.of(mine, staff)) {
        await().until(() -> lids(watcher).size() > changes);
        assertThat(lids(watcher)).isEqualTo(inOrder);
      }
      await().until(() -> !theirs.frames("state").isEmpty());
      assertThat(theirs.frames("alarm")).isEmpty();
      assertThat(theirs.frames("alarms")).isEmpty();
    } finally {
      lobby.events.add(lid(changes + 1, false));
    }
  }

  private static String lastState(Watcher watcher) {
    var states = watcher.frames("state");
    return states.get(states.size() - 1).getString("state");
  }

  @Test
  void signingOutClosesTheSocket() throws Exception {
    Visitor leaving = nobody.as("sme");
    try (Watcher watcher = Watcher.at(lobby, leaving)) {
      watcher.subscribe("robot-1");
      await().until(() -> !watcher.frames("subscribed").isEmpty());
      leaving.post("/sign-out");
      await().until(() -> watcher.closedWith != 0);
      assertThat(watcher.frames("closed").get(0).getString("reason")).isEqualTo("signed-out");
    }
  }

  @Test
  void anotherSitesPageCannotOpenASocketWithTheCookie() {
    JsonObject person =
        new JsonObject().put("email", "sme@demo.fucina").put("password", Lobby.PASSWORD);
    String cookie = nobody.post("/sign-in", person).header("Set-Cookie").replaceAll(";.*", "");
    Assertions.assertThatThrownBy(() -> socket(cookie, "https://elsewhere.example"))
        .hasMessageContaining("WebSocketHandshakeException");
    Assertions.assertThatCode(() -> socket(cookie, "http://127.0.0.1:" + lobby.port).abort())
        .doesNotThrowAnyException();
  }

  private static WebSocket socket(String cookie, String origin) throws Exception {
    return Visitor.HTTP
        .newWebSocketBuilder()
        .header("Cookie", cookie)
        .header("Origin", origin)
        .buildAsync(
            URI.create("ws://127.0.0.1:" + lobby.port + "/api/v1/live"),
            new WebSocket.Listener() {})
        .get(60, TimeUnit.SECONDS);
  }
}
