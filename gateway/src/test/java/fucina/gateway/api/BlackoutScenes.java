package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Machines taken out for upkeep, over bookings where it must be. */
interface BlackoutScenes {
  Cast cast();

  private static Instant day(int days) {
    return Instant.now().plus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
  }

  private static JsonObject upkeep(Instant from, int minutes, String... machines) {
    return Cast.json()
        .put("machines", new JsonArray(List.of(machines)))
        .put("from", from.toString())
        .put("to", from.plusSeconds(60L * minutes).toString())
        .put("reason", "New nozzle.");
  }

  private static JsonObject booking(Instant from, int minutes) {
    JsonObject json = upkeep(from, minutes, "printer-1");
    json.remove("reason");
    return json;
  }

  private static String path(Reply made) {
    return made.header("Location").substring("/api/v1".length());
  }

  @Test
  default void whoIsDisplacedReadsWhyAndIsOfferedOtherTimes() {
    Instant from = day(60);
    Reply booked = cast().sme.post("/bookings", booking(from.plusSeconds(600), 20));
    String mine = path(booked);

    Reply refused = cast().technician.post("/blackouts", upkeep(from, 60, "printer-1"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.rules()).containsExactly("booked");
    JsonObject inTheWay = refused.json().getJsonArray("bookings").getJsonObject(0);
    assertThat(inTheWay.getString("id")).isEqualTo(booked.json().getString("id"));
    assertThat(inTheWay.getJsonObject("organisation").getString("name")).isEqualTo("Officina Demo");
    assertThat(cast().sme.get(mine).json().getString("state")).isEqualTo("confirmed");

    Reply laid =
        cast().technician.post("/blackouts", upkeep(from, 60, "printer-1").put("displace", true));

    assertThat(laid.status()).as(laid.response().body()).isEqualTo(201);
    assertThat(laid.json().getJsonArray("displaced"))
        .containsExactly(booked.json().getString("id"));
    JsonObject displaced = cast().sme.get(mine).json();
    assertThat(displaced.getString("state")).isEqualTo("displaced");
    assertThat(displaced.getString("reason")).isEqualTo("New nozzle.");
    JsonArray slots = cast().sme.get(mine + "/alternatives").json().getJsonArray("slots");
    assertThat(slots).isNotEmpty();
    JsonObject first = slots.getJsonObject(0);
    Reply instead =
        cast()
            .sme
            .post(
                "/bookings",
                Cast.json()
                    .put("machines", new JsonArray().add(first.getString("machine")))
                    .put("from", first.getString("from"))
                    .put("to", first.getString("to")));
    assertThat(instead.status()).as(instead.response().body()).isEqualTo(201);
    assertThat(cast().other.get(mine + "/alternatives").status()).isEqualTo(404);
    Reply over = cast().other.post("/bookings", booking(from, 20));
    assertThat(over.rules()).containsExactly("overlap");
    assertThat(over.json().getString("detail")).contains("is being serviced from");
    assertThat(
            cast()
                .technician
                .get("/audit?subject=" + booked.json().getString("id"))
                .response()
                .body())
        .contains("booking.displaced");
    assertThat(cast().sme.delete(path(instead)).status()).isEqualTo(204);
    assertThat(cast().technician.delete(path(laid)).status()).isEqualTo(204);
  }

  @Test
  default void everybodySeesThatAMachineIsServicedAndItsStaffChangesThat() {
    Instant from = day(62);
    Reply laid = cast().coordinator.post("/blackouts", upkeep(from, 60, "printer-1", "robot-1"));
    String path = path(laid);
    String span = "from=" + from + "&to=" + from.plusSeconds(3600);
    assertThat(
            cast()
                .sme
                .get("/occupancy?machine=printer-1&" + span)
                .json()
                .getJsonArray("items")
                .getJsonObject(0))
        .isEqualTo(
            Cast.json()
                .put("machine", "printer-1")
                .put("from", from.toString())
                .put("to", from.plusSeconds(3600).toString())
                .put("kind", "upkeep")
                .put("reason", "New nozzle."));
    assertThat(Cast.ids(cast().technician.get("/blackouts?machine=robot-1&" + span)))
        .containsExactly(laid.json().getString("id"));
    assertThat(Cast.ids(cast().technician.get("/blackouts"))).contains(laid.json().getString("id"));
    assertThat(Cast.ids(cast().stranger.get("/blackouts?centre=made"))).isEmpty();
    assertThat(cast().stranger.get(path).status()).isEqualTo(404);
    assertThat(cast().stranger.delete(path).status()).isEqualTo(404);
    assertThat(cast().sme.get(path).status()).isEqualTo(403);

    JsonObject shorter = Cast.json().put("to", from.plusSeconds(1800).toString());
    assertThat(cast().technician.patch(path, shorter).status()).isEqualTo(428);
    assertThat(cast().technician.with("If-Match", "\"7\"").patch(path, shorter).status())
        .isEqualTo(412);
    Reply read = cast().technician.get(path);
    Reply changed = cast().technician.with("If-Match", read.header("ETag")).patch(path, shorter);
    assertThat(changed.status()).as(changed.response().body()).isEqualTo(200);
    assertThat(changed.json().getString("to")).isEqualTo(from.plusSeconds(1800).toString());
    assertThat(changed.json().getLong("version")).isEqualTo(2);

    assertThat(cast().admin.delete(path).status()).isEqualTo(204);
    assertThat(cast().admin.delete(path).status()).isEqualTo(204);
    assertThat(cast().technician.get(path).json().getString("liftedAt")).isNotNull();
    assertThat(
            cast()
                .technician
                .with("If-Match", "*")
                .patch(path, Cast.json().put("reason", "more"))
                .rules())
        .containsExactly("state");
  }

  @Test
  default void aBlackoutNeverCutsARunningSession() {
    JsonObject runs = cast().booked("printer-1");
    JsonObject now = upkeep(Instant.now(), 60, "printer-1").put("displace", true);
    now.remove("from");

    Reply refused = cast().technician.post("/blackouts", now);

    assertThat(refused.rules()).containsExactly("in-use");
    assertThat(refused.json().getString("detail")).contains(Cast.session(runs));
    cast().giveBack(runs, "printer-1");
    Reply laid = cast().technician.post("/blackouts", now);
    assertThat(laid.status()).as(laid.response().body()).isEqualTo(201);
    assertThat(cast().technician.delete(path(laid)).status()).isEqualTo(204);
  }

  @Test
  default void aBlackoutThatCannotBeSaysWhy() {
    Instant from = day(64);
    JsonObject asked = upkeep(from, 60, "printer-1");
    assertThat(cast().sme.post("/blackouts", asked).status()).isEqualTo(403);
    assertThat(cast().stranger.post("/blackouts", asked).status()).isEqualTo(403);
    assertThat(cast().technician.post("/blackouts", upkeep(from, 60, "nothing-9")).status())
        .isEqualTo(404);
    assertThat(cast().technician.post("/blackouts", asked.copy().put("reason", " ")).wrongFields())
        .containsExactly("reason");
    assertThat(
            cast()
                .technician
                .post("/blackouts", asked.copy().put("to", from.toString()))
                .wrongFields())
        .containsExactly("to");
    assertThat(cast().technician.post("/blackouts", upkeep(day(-1), 2880, "printer-1")).rules())
        .containsExactly("past");
    assertThat(cast().technician.get("/blackouts?from=" + from + "&to=" + from).wrongFields())
        .containsExactly("to");
  }
}
