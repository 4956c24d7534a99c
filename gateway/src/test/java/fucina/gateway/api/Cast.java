package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Everybody of the lobby, signed in. */
final class Cast {
  final Lobby lobby;
  final Described described;
  final Visitor nobody;
  final Visitor sme;
  final Visitor colleague;
  final Visitor other;
  final Visitor engineer;
  final Visitor technician;
  final Visitor stranger;
  final Visitor admin;
  Visitor coordinator;

  Cast(Lobby lobby) {
    this.lobby = lobby;
    described = new Described(lobby.contract);
    nobody = Visitor.nobody(lobby.port, described);
    sme = nobody.as("sme");
    colleague = nobody.as("colleague");
    other = nobody.as("other");
    engineer = nobody.as("engineer");
    technician = nobody.as("technician");
    coordinator = nobody.as("coordinator");
    stranger = nobody.as("technician2");
    admin = nobody.as("admin");
  }

  static JsonObject json() {
    return new JsonObject();
  }

  static JsonObject now(String machine, int minutes) {
    return json()
        .put("machines", new JsonArray().add(machine))
        .put("from", "now")
        .put("to", minute(minutes))
        .put("purpose", "test before invest");
  }

  /** A whole minute some minutes from now. */
  static String minute(int minutes) {
    return Instant.now()
        .plus(minutes, ChronoUnit.MINUTES)
        .truncatedTo(ChronoUnit.MINUTES)
        .toString();
  }

  /** A window of the sme's on a machine, running. */
  JsonObject booked(String machine) {
    Reply reply = sme.post("/bookings", now(machine, 30));
    assertThat(reply.status()).as(reply.response().body()).isEqualTo(201);
    return reply.json();
  }

  static String session(JsonObject booking) {
    return booking.getJsonArray("sessions").getJsonObject(0).getString("id");
  }

  void giveBack(JsonObject booking, String machine) {
    lobby.sessions.windowEnds(machine, "window-ended");
    lobby.free(booking);
  }

  static List<String> ids(Reply list) {
    return list.json().getJsonArray("items").stream()
        .map(item -> ((JsonObject) item).getString("id"))
        .toList();
  }
}
