package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.api.Visitor.Reply;
import fucina.gateway.telemetry.Gap;
import fucina.profiles.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocket.Listener;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The booked window in action, and what is seen of it. */
interface SessionScenes {
  Cast cast();

  @Test
  default void aSessionIsJoinedConsentedToCommandedAndEnded() {
    JsonObject booking = cast().booked("robot-1");
    String path = "/sessions/" + Cast.session(booking);
    assertThat(Cast.ids(cast().sme.get("/sessions?active=true"))).contains(Cast.session(booking));
    assertThat(cast().sme.post(path + "/join").json().getJsonObject("operator").getString("name"))
        .isEqualTo("The sme");
    assertThat(cast().sme.get(path).json().getString("state")).isEqualTo("active");
    assertThat(cast().other.get(path).status()).isEqualTo(404);
    assertThat(cast().other.post(path + "/join").status()).isEqualTo(404);
    assertThat(cast().engineer.post(path + "/join").status()).isEqualTo(403);
    assertThat(cast().sme.post(path + "/presence").status()).isEqualTo(204);
    assertThat(cast().other.post(path + "/presence").status()).isEqualTo(404);
    cast().lobby.sessions.consentNeeded = true;
    JsonObject start =
        Cast.json().put("command", "start").put("nonce", UUID.randomUUID().toString());
    Reply refused = cast().sme.post(path + "/commands", start);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.rules()).containsExactly("consent");
    assertThat(cast().sme.post(path + "/consent").status()).isEqualTo(403);
    assertThat(cast().stranger.post(path + "/consent").status()).isEqualTo(403);
    assertThat(cast().technician.post(path + "/consent").json().getJsonObject("consent"))
        .isNotNull();
    Reply sent = cast().sme.post(path + "/commands", start);
    assertThat(sent.status()).isEqualTo(202);
    Reply later = cast().sme.get(sent.header("Location").substring("/api/v1".length()));
    assertThat(later.json().getString("step")).isEqualTo("confirmed");
    assertThat(cast().sme.get(path + "/commands").json().getJsonArray("items")).hasSize(1);
    assertThat(cast().sme.get(path + "/commands/no-such").status()).isEqualTo(404);
    assertThat(cast().sme.post(path + "/commands", Cast.json().put("command", "fly")).status())
        .isEqualTo(404);
    JsonObject bad =
        Cast.json().put("command", "load").put("arguments", Cast.json().put("Nme", "x"));
    assertThat(cast().sme.post(path + "/commands", bad).status()).isEqualTo(422);
    assertThat(cast().sme.post(path + "/extend", Cast.json().put("minutes", 5)).status())
        .isEqualTo(200);
    JsonObject to = Cast.json().put("to", "colleague@demo.fucina");
    assertThat(
            cast()
                .sme
                .post(path + "/hand-over", to)
                .json()
                .getJsonObject("operator")
                .getString("id"))
        .isEqualTo("colleague");
    assertThat(cast().colleague.post(path + "/hand-over", Cast.json().put("to", "other")).status())
        .isEqualTo(422);
    assertThat(cast().technician.delete(path + "/consent").json().getJsonObject("consent"))
        .isNull();
    assertThat(cast().colleague.post(path + "/end").json().getString("state")).isEqualTo("ended");
    cast().lobby.sessions.consentNeeded = false;
    assertThat(booking.getJsonArray("sessions").getJsonObject(0).getBoolean("active")).isTrue();
    cast().giveBack(booking, "robot-1");
    JsonObject over = cast().sme.get("/bookings/" + booking.getString("id")).json();
    assertThat(over.getString("state")).isEqualTo("completed");
    assertThat(over.getJsonArray("sessions").getJsonObject(0).getBoolean("active")).isFalse();
  }

  @Test
  default void valuesAreForStaffAndForTheHolderOfTheWindow() {
    cast().lobby.measure("printer-1", "nozzle.temperature", Value.of(21.5), Instant.now());
    cast().lobby.measure("printer-1", "job.file", Value.of("secret-part.gcode"), Instant.now());
    assertThat(cast().coordinator.get("/machines/printer-1/latest").json().getJsonArray("items"))
        .hasSize(2);
    Reply refused = cast().sme.get("/machines/printer-1/latest");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.rules()).containsExactly("window");
    assertThat(cast().other.get("/machines/printer-1/telemetry").rules()).containsExactly("window");
    assertThat(cast().other.get("/machines/printer-1/gaps").rules()).containsExactly("window");
    JsonObject booking = cast().booked("printer-1");
    Instant begun = Instant.parse(booking.getString("from"));
    cast().lobby.measure("printer-1", "bed.temperature", Value.of(60), Instant.now());
    assertThat(cast().sme.get("/machines/printer-1/latest").response().body())
        .contains("nozzle.temperature", "bed.temperature")
        .doesNotContain("secret-part");
    cast()
        .lobby
        .store
        .gap(new Gap("printer-1", "", begun.minusSeconds(60), begun.plusMillis(5), "link-lost"));
    Reply buckets = cast().sme.get("/machines/printer-1/telemetry?points=10&from=" + begun);
    JsonObject telemetry = buckets.json();
    assertThat(Instant.parse(telemetry.getString("from"))).isAfterOrEqualTo(begun);
    assertThat(rows(telemetry, "bed.temperature")).hasSize(1);
    assertThat(rows(telemetry, "nozzle.temperature")).isEmpty();
    JsonObject held =
        cast().sme.get("/machines/printer-1/telemetry?before=true&from=" + begun).json();
    assertThat(before(held, "nozzle.temperature").getValue("value")).isEqualTo(21.5);
    assertThat(before(held, "job.file")).as("another's words").isNull();
    assertThat(before(held, "bed.temperature")).as("its first reading came later").isNull();
    assertThat(telemetry.encode()).as("only where asked for").doesNotContain("before");
    JsonObject gap =
        cast()
            .sme
            .get("/machines/printer-1/gaps?from=" + begun)
            .json()
            .getJsonArray("items")
            .getJsonObject(0);
    assertThat(Instant.parse(gap.getString("from"))).isEqualTo(begun);
    Reply raw = cast().sme.get("/machines/printer-1/telemetry?raw=true&signals=bed.temperature");
    assertThat(raw.response().body().lines()).hasSize(1);
    assertThat(
            cast()
                .sme
                .get("/machines/printer-1/telemetry?format=csv&signals=bed.temperature")
                .response()
                .body())
        .matches("t,sourceTime,signal,value,quality\r\n[^,]+Z,[^,]+Z,bed.temperature,60,good\r\n");
    assertThat(
            cast()
                .technician
                .with("Accept", "text/csv")
                .get("/machines/printer-1/telemetry?signals=job.file")
                .response()
                .body()
                .lines())
        .hasSize(2);
    assertThat(
            cast()
                .technician
                .get("/machines/printer-1/telemetry?raw=true")
                .response()
                .body()
                .lines())
        .hasSize(3);
    assertThat(cast().technician.get("/machines/printer-1/gaps").status()).isEqualTo(200);
    assertThat(cast().sme.get("/machines/printer-1/telemetry?signals=bed.temprature").wrongFields())
        .containsExactly("signals");
    assertThat(cast().other.get("/machines/printer-1/latest").status()).isEqualTo(403);
    cast().giveBack(booking, "printer-1");
  }

  private static JsonObject before(JsonObject telemetry, String signal) {
    return series(telemetry, signal).getJsonObject("before");
  }

  private static JsonObject series(JsonObject telemetry, String signal) {
    return telemetry.getJsonArray("signals").stream()
        .map(JsonObject.class::cast)
        .filter(each -> each.getString("signal").equals(signal))
        .findFirst()
        .orElseThrow();
  }

  static JsonArray rows(JsonObject telemetry, String signal) {
    return series(telemetry, signal).getJsonArray("buckets");
  }

  @Test
  default void liveEventsAreReadInOneAnswer() throws Exception {
    JsonObject states = Cast.json().put("machine", "robot-1").put("signals", new JsonArray());
    JsonObject request = Cast.json().put("subscribe", new JsonArray().add(states));
    try (EventReader reader = new EventReader(cast().lobby, cast().sme, request)) {
      assertThat(reader.answer().statusCode()).isEqualTo(200);
      await().until(() -> !reader.frames("state").isEmpty());
      cast().described.well("liveEvents");
    }
    assertThat(cast().nobody.get("/live-events?request=%7B%7D").status()).isEqualTo(401);
  }

  @Test
  default void aTicketOpensOneSocket() throws Exception {
    Reply ticket = cast().sme.post("/live-tickets");
    String address = "ws://127.0.0.1:" + cast().lobby.port + ticket.header("Location");
    WebSocket socket =
        Visitor.HTTP
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Listener() {})
            .get(60, TimeUnit.SECONDS);
    cast().described.well("live");
    socket.abort();
    String again = ticket.header("Location").substring("/api/v1".length());
    assertThat(cast().nobody.get(again).status()).isEqualTo(401);
    assertThat(cast().sme.get("/live").status()).isEqualTo(426);
  }
}
