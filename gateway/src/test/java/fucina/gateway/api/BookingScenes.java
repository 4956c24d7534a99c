package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who holds a machine, and when. */
interface BookingScenes {
  Cast cast();

  @Test
  default void oneWindowHasOneHolderAndTheOtherIsToldWhy() {
    String key = UUID.randomUUID().toString();
    JsonObject asked = Cast.now("printer-1", 10);
    Reply first = cast().sme.with("Idempotency-Key", key).post("/bookings", asked);
    assertThat(first.status()).as(first.response().body()).isEqualTo(201);
    assertThat(first.header("ETag")).isEqualTo("\"" + first.json().getLong("version") + "\"");
    assertThat(
            cast().sme.with("Idempotency-Key", key).post("/bookings", asked).json().getString("id"))
        .isEqualTo(first.json().getString("id"));
    assertThat(
            cast()
                .sme
                .with("Idempotency-Key", key)
                .post("/bookings", Cast.now("printer-1", 20))
                .status())
        .isEqualTo(422);
    Reply refused = cast().other.post("/bookings", Cast.now("printer-1", 10));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.rules()).contains("overlap");
    assertThat(refused.json().getJsonArray("alternatives")).isNotEmpty();
    cast().giveBack(first.json(), "printer-1");
  }

  @Test
  default void aBookingOfAnUnknownMachineOrInThePastIsRefusedClearly() {
    assertThat(cast().sme.post("/bookings", Cast.now("robot-9", 10)).status()).isEqualTo(404);
    JsonObject past =
        Cast.now("robot-1", 10)
            .put("from", "2020-01-01T10:00:00Z")
            .put("to", "2020-01-01T11:00:00Z");
    Reply refused = cast().sme.post("/bookings", past);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.rules()).contains("past");
    JsonObject backwards = past.copy().put("to", "2019-01-01T11:00:00Z");
    assertThat(cast().sme.post("/bookings", backwards).wrongFields()).containsExactly("to");
    JsonObject over = Cast.now("robot-1", 10).put("to", "2019-01-01T11:00:00Z");
    assertThat(cast().sme.post("/bookings", over).wrongFields()).containsExactly("to");
    assertThat(cast().sme.post("/bookings", past.copy().put("from", "soon")).wrongFields())
        .containsExactly("from");
    assertThat(cast().engineer.post("/bookings", Cast.now("robot-1", 10)).status()).isEqualTo(403);
    assertThat(cast().technician.post("/bookings", Cast.now("robot-1", 10)).status())
        .isEqualTo(403);
  }

  @Test
  default void aBookingIsMovedOnlyByWhoReadItsLastVersion() {
    Instant tomorrow = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
    JsonObject asked =
        Cast.json()
            .put("machines", new JsonArray().add("robot-1"))
            .put("from", tomorrow.toString())
            .put("to", tomorrow.plusSeconds(3600).toString());
    Reply made = cast().sme.post("/bookings", asked);
    String path = made.header("Location").substring("/api/v1".length());
    JsonObject later = Cast.json().put("to", tomorrow.plusSeconds(7200).toString());
    assertThat(cast().sme.patch(path, later).status()).isEqualTo(428);
    assertThat(cast().sme.with("If-Match", "\"77\"").patch(path, later).status()).isEqualTo(412);
    Reply moved = cast().sme.with("If-Match", made.header("ETag")).patch(path, later);
    assertThat(moved.status()).as(moved.response().body()).isEqualTo(200);
    assertThat(moved.header("ETag")).isNotEqualTo(made.header("ETag"));
    assertThat(cast().sme.get(path).header("ETag")).isEqualTo(moved.header("ETag"));
    assertThat(cast().technician.get(path).status()).isEqualTo(200);
    assertThat(cast().other.get(path).status()).isEqualTo(404);
    assertThat(cast().stranger.get(path).status()).isEqualTo(404);
    assertThat(cast().other.with("If-Match", "*").patch(path, later).status()).isEqualTo(404);
    assertThat(cast().other.delete(path).status()).isEqualTo(404);
    assertThat(Cast.ids(cast().sme.get("/bookings?limit=500")))
        .contains(made.json().getString("id"));
    assertThat(Cast.ids(cast().technician.get("/bookings"))).contains(made.json().getString("id"));
    assertThat(Cast.ids(cast().other.get("/bookings"))).doesNotContain(made.json().getString("id"));
    assertThat(cast().sme.with("If-Match", "\"77\"").delete(path).status()).isEqualTo(412);
    assertThat(cast().sme.delete(path).status()).isEqualTo(204);
  }

  @Test
  default void whatIsTakenIsShownWithoutNames() {
    Instant day = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
    String stretch = "from=" + day + "&to=" + day.plus(6, ChronoUnit.HOURS);
    JsonObject asked =
        Cast.json()
            .put("machines", new JsonArray().add("printer-1"))
            .put("from", day.toString())
            .put("to", day.plusSeconds(3600).toString());
    cast().sme.post("/bookings", asked);
    assertThat(kinds(cast().sme, stretch)).containsExactly("mine Officina Demo");
    assertThat(kinds(cast().other, stretch)).containsExactly("booked null");
    assertThat(kinds(cast().technician, stretch)).containsExactly("booked Officina Demo");
    assertThat(kinds(cast().stranger, stretch)).containsExactly("booked null");
    Reply free = cast().other.get("/availability?" + stretch + "&minutes=60&family=printer");
    assertThat(free.json().getJsonArray("slots")).isNotEmpty();
    assertThat(free.json().getJsonArray("slots").getJsonObject(0).getString("from"))
        .isEqualTo(day.plusSeconds(3600).toString());
    assertThat(cast().other.get("/availability?minutes=60").wrongFields())
        .containsExactlyInAnyOrder("from", "to");
  }

  static List<String> kinds(Visitor who, String stretch) {
    return who.get("/occupancy?machine=printer-1&" + stretch).json().getJsonArray("items").stream()
        .map(JsonObject.class::cast)
        .map(
            item ->
                item.getString("kind")
                    + " "
                    + item.getJsonObject("organisation", Cast.json()).getString("name"))
        .toList();
  }
}
