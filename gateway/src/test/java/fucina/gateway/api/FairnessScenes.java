package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Claims, the waiting list, and policies: who may hold a machine, and who is next. */
interface FairnessScenes {
  Cast cast();

  private static JsonObject window(int days, int minutes) {
    Instant from = Instant.now().plus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
    return Cast.json()
        .put("from", from.toString())
        .put("to", from.plusSeconds(60L * minutes).toString());
  }

  private static JsonObject booking(int days) {
    return window(days, 60).put("machines", new JsonArray().add("printer-1"));
  }

  private static String path(Reply booking) {
    return "/bookings/" + booking.json().getString("id");
  }

  /** How many bookings of the printer the sme holds that are not over. */
  private int held() {
    return (int)
        cast().sme.get("/bookings?limit=500").json().getJsonArray("items").stream()
            .map(JsonObject.class::cast)
            .filter(
                each ->
                    each.getJsonArray("sessions").stream()
                        .map(JsonObject.class::cast)
                        .anyMatch(FairnessScenes::held))
            .count();
  }

  /** A session that ended early holds its machine only until then, whatever was booked. */
  private static boolean held(JsonObject session) {
    return session.getString("machine").equals("printer-1")
        && session.getBoolean("active")
        && Instant.parse(session.getString("to")).isAfter(Instant.now());
  }

  @Test
  default void aWindowIsClaimedWhileItsFormIsOpenAndThenConfirmed() {
    Reply claim = cast().sme.post("/bookings", booking(40).put("claim", true));
    assertThat(claim.status()).as(claim.response().body()).isEqualTo(201);
    assertThat(claim.json().getString("state")).isEqualTo("claimed");
    assertThat(claim.json().getString("claimedUntil")).isNotNull();
    assertThat(cast().other.post("/bookings", booking(40)).rules()).containsExactly("overlap");
    assertThat(cast().other.post(path(claim) + "/confirm", Cast.json()).status()).isEqualTo(404);
    assertThat(cast().engineer.post(path(claim) + "/confirm", Cast.json()).status()).isEqualTo(403);

    Reply confirmed =
        cast().sme.post(path(claim) + "/confirm", Cast.json().put("purpose", "production"));

    assertThat(confirmed.status()).as(confirmed.response().body()).isEqualTo(200);
    assertThat(confirmed.json().getString("state")).isEqualTo("confirmed");
    assertThat(confirmed.json().getString("purpose")).isEqualTo("production");
    assertThat(confirmed.json().getString("claimedUntil")).isNull();
    assertThat(cast().sme.post(path(claim) + "/confirm").status()).isEqualTo(200);
    assertThat(cast().sme.delete(path(claim)).status()).isEqualTo(204);
    assertThat(cast().sme.post(path(claim) + "/confirm").rules()).containsExactly("state");
  }

  @Test
  default void whatIsGivenBackIsOfferedToWhoWaits() {
    Reply taken = cast().sme.post("/bookings", booking(42));
    JsonObject wish = window(42, 60).put("machine", "printer-1").put("minutes", 60);
    Reply waits = cast().other.post("/waiting", wish);
    assertThat(waits.status()).as(waits.response().body()).isEqualTo(201);
    assertThat(waits.json().getString("state")).isEqualTo("waiting");
    String place = waits.header("Location").substring("/api/v1".length());
    assertThat(cast().sme.get(place).status()).isEqualTo(404);
    assertThat(cast().stranger.get(place).status()).isEqualTo(404);
    assertThat(Cast.ids(cast().technician.get("/waiting"))).contains(waits.json().getString("id"));

    cast().sme.delete(path(taken));

    JsonObject offered = cast().other.get(place).json();
    assertThat(offered.getString("state")).isEqualTo("offered");
    assertThat(cast().other.delete(place).rules()).containsExactly("offered");
    String offer = "/bookings/" + offered.getString("booking");
    assertThat(cast().other.get(offer).json().getString("state")).isEqualTo("claimed");
    Reply accepted = cast().other.post(offer + "/confirm", Cast.json());
    assertThat(accepted.json().getString("state")).isEqualTo("confirmed");
    assertThat(cast().other.get(place).json().getString("state")).isEqualTo("accepted");
    assertThat(Cast.ids(cast().other.get("/waiting"))).contains(waits.json().getString("id"));
    assertThat(cast().other.delete(offer).status()).isEqualTo(204);
  }

  @Test
  default void whoLeavesTheListIsOfferedNothing() {
    Reply taken = cast().sme.post("/bookings", booking(44));
    JsonObject wish = window(44, 60).put("machine", "printer-1").put("minutes", 60);
    String place =
        cast().other.post("/waiting", wish).header("Location").substring("/api/v1".length());

    assertThat(cast().sme.delete(place).status()).isEqualTo(404);
    assertThat(cast().other.delete(place).status()).isEqualTo(204);

    cast().sme.delete(path(taken));
    assertThat(cast().other.get(place).json().getString("state")).isEqualTo("withdrawn");
  }

  @Test
  default void aWishToWaitThatCannotBeServedSaysWhy() {
    JsonObject wish = window(44, 60).put("minutes", 60);
    assertThat(cast().other.post("/waiting", wish).wrongFields()).containsExactly("machine");
    assertThat(cast().other.post("/waiting", wish.copy().put("machine", "nothing-9")).rules())
        .containsExactly("machines");
    assertThat(
            cast()
                .other
                .post("/waiting", wish.copy().put("machine", "printer-1").put("minutes", 90))
                .rules())
        .containsExactly("window");
    assertThat(cast().engineer.post("/waiting", wish.put("machine", "printer-1")).status())
        .isEqualTo(403);
  }

  @Test
  default void aPolicySaysHowMuchOneMayHold() {
    Visitor coordinator = cast().coordinator;
    String own = "/policies/machine:printer-1?organisation=officina";
    int most = held() + 1;
    JsonObject one = Cast.json().put("organisationQuota", Cast.json().put("bookingsAhead", most));
    Reply set = coordinator.with("If-Match", "\"0\"").put(own, one);
    assertThat(set.status()).as(set.response().body()).isEqualTo(200);
    assertThat(coordinator.with("If-Match", "\"0\"").put(own, one).status()).isEqualTo(412);
    assertThat(coordinator.put("/policies/network?organisation=nobody", one).status())
        .isEqualTo(403);
    assertThat(coordinator.put("/policies/centre:made?organisation=nobody", one).status())
        .isEqualTo(404);
    try {
      Reply first = cast().sme.post("/bookings", booking(46));
      Reply second = cast().sme.post("/bookings", booking(47));
      assertThat(second.status()).isEqualTo(409);
      assertThat(second.rules()).containsExactly("bookings-ahead");
      assertThat(cast().sme.get(own).json().getJsonObject("organisationQuota"))
          .isEqualTo(
              Cast.json()
                  .put("bookingsAhead", most)
                  .putNull("machinesAtOnce")
                  .putNull("hoursPerWeek")
                  .putNull("hoursPerMonth"));
      assertThat(cast().other.get(own).status()).isEqualTo(404);
      assertThat(cast().other.get("/policies").json().getJsonArray("items")).isEmpty();
      assertThat(cast().sme.get("/policies").json().getJsonArray("items")).hasSize(1);
      assertThat(cast().sme.delete(path(first)).status()).isEqualTo(204);
    } finally {
      assertThat(coordinator.delete(own).status()).isEqualTo(204);
    }
    assertThat(coordinator.delete(own).status()).isEqualTo(404);
    assertThat(coordinator.get(own).status()).isEqualTo(404);
  }

  @Test
  default void aPolicyIsKeptByWhoseItIs() {
    JsonObject closed =
        Cast.json()
            .put(
                "holidays",
                new JsonArray()
                    .add(Cast.json().put("date", "12-25").put("name", "Natale"))
                    .add(Cast.json().put("date", "2027-03-29").put("name", "Pasquetta")));
    assertThat(cast().coordinator.put("/policies/network", closed).status()).isEqualTo(403);
    assertThat(cast().coordinator.put("/policies/centre:cim40", closed).status()).isEqualTo(403);
    assertThat(cast().technician.put("/policies/centre:made", closed).status()).isEqualTo(403);
    assertThat(cast().coordinator.put("/policies/centre:nowhere", closed).status()).isEqualTo(404);
    assertThat(cast().admin.put("/policies/somewhere", closed).status()).isEqualTo(404);
    JsonObject wrong =
        Cast.json()
            .put(
                "holidays",
                new JsonArray().add(Cast.json().put("date", "02-30").put("name", "never")));
    assertThat(cast().coordinator.put("/policies/centre:made", wrong).wrongFields())
        .containsExactly("holidays");

    Reply set = cast().coordinator.put("/policies/centre:made", closed);

    assertThat(set.json().getJsonArray("holidays")).isEqualTo(closed.getJsonArray("holidays"));
    assertThat(cast().coordinator.delete("/policies/centre:made").status()).isEqualTo(204);
  }
}
