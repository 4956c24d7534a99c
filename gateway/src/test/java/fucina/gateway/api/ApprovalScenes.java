package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Windows that a technician approves first. */
interface ApprovalScenes {
  Cast cast();

  /** A booking of the printer some days from now that waits for approval. */
  private Reply waiting(int days) {
    Instant from = Instant.now().plus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
    Reply made =
        cast()
            .sme
            .post(
                "/bookings",
                Cast.json()
                    .put("machines", new JsonArray().add("printer-1"))
                    .put("from", from.toString())
                    .put("to", from.plusSeconds(3600).toString()));
    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    assertThat(made.json().getString("state")).isEqualTo("pending-approval");
    assertThat(made.json().getString("approveBy")).isEqualTo(from.toString());
    return made;
  }

  @Test
  default void aBookingThatIsToBeApprovedWaitsForTheTechnicianOfItsMachine() {
    cast().lobby.approves("printer-1", true);
    try {
      Reply made = waiting(20);
      String path = "/bookings/" + made.json().getString("id");
      assertThat(Cast.ids(cast().technician.get("/bookings?state=pending-approval")))
          .containsExactly(made.json().getString("id"));
      assertThat(cast().sme.post(path + "/approve").status()).isEqualTo(403);
      assertThat(cast().coordinator.post(path + "/approve").status()).isEqualTo(403);
      assertThat(cast().stranger.post(path + "/approve").status()).isEqualTo(404);
      Visitor stale = cast().technician.with("If-Match", "\"77\"");
      assertThat(stale.post(path + "/approve").status()).isEqualTo(412);

      Visitor read = cast().technician.with("If-Match", made.header("ETag"));
      Reply approved = read.post(path + "/approve");

      assertThat(approved.status()).as(approved.response().body()).isEqualTo(200);
      assertThat(approved.json().getString("state")).isEqualTo("confirmed");
      assertThat(approved.json().getString("approveBy")).isNull();
      assertThat(cast().technician.post(path + "/approve").header("ETag"))
          .isEqualTo(approved.header("ETag"));
      assertThat(cast().technician.post(path + "/reject", because("too late")).rules())
          .containsExactly("state");
      assertThat(cast().technician.get("/audit?subject=" + path.substring(10)).response().body())
          .contains("booking.approved");
      assertThat(cast().sme.delete(path).status()).isEqualTo(204);
    } finally {
      cast().lobby.approves("printer-1", false);
    }
  }

  @Test
  default void whoBookedReadsWhyItWasRejected() {
    cast().lobby.approves("printer-1", true);
    try {
      String path = "/bookings/" + waiting(22).json().getString("id");
      assertThat(cast().technician.post(path + "/reject", Cast.json()).wrongFields())
          .containsExactly("reason");
      assertThat(cast().technician.post(path + "/reject", because(" ")).status()).isEqualTo(422);
      assertThat(cast().stranger.post(path + "/reject", because("no")).status()).isEqualTo(404);

      Reply rejected = cast().technician.post(path + "/reject", because("No gripper."));

      assertThat(rejected.status()).as(rejected.response().body()).isEqualTo(200);
      JsonObject seen = cast().sme.get(path).json();
      assertThat(seen.getString("state")).isEqualTo("rejected");
      assertThat(seen.getString("reason")).isEqualTo("No gripper.");
      assertThat(cast().sme.get("/occupancy?machine=printer-1&" + around(seen)).json())
          .isEqualTo(Cast.json().put("items", new JsonArray()));
    } finally {
      cast().lobby.approves("printer-1", false);
    }
  }

  @Test
  default void whetherWindowsAreApprovedIsARuleOfTheMachine() {
    JsonObject asks = Cast.json().put("beforeMinutes", 60).put("withinHours", 48);
    Reply set = rule(asks);
    assertThat(set.status()).as(set.response().body()).isEqualTo(200);
    assertThat(approval(set)).isEqualTo(asks);
    Reply untouched =
        cast().technician.patch("/machines/printer-1", Cast.json().put("rules", Cast.json()));
    assertThat(approval(untouched)).isEqualTo(asks);
    assertThat(approval(rule(Cast.json())))
        .isEqualTo(Cast.json().put("beforeMinutes", 0).putNull("withinHours"));
    assertThat(rule(Cast.json().put("withinHours", 0)).wrongFields())
        .containsExactly("rules.approval.withinHours");
    assertThat(rule(Cast.json().put("beforeMinutes", -1)).wrongFields())
        .containsExactly("rules.approval.beforeMinutes");
    Reply never =
        cast()
            .technician
            .patch(
                "/machines/printer-1",
                Cast.json()
                    .put(
                        "rules",
                        Cast.json()
                            .put("horizonDays", 1)
                            .put("approval", Cast.json().put("beforeMinutes", 1440))));
    assertThat(never.status()).isEqualTo(422);
    assertThat(never.wrongFields()).containsExactly("rules.approval.beforeMinutes");
    assertThat(approval(rule(null))).isNull();
  }

  private Reply rule(@Nullable JsonObject approval) {
    return cast()
        .technician
        .patch(
            "/machines/printer-1", Cast.json().put("rules", Cast.json().put("approval", approval)));
  }

  private static @Nullable JsonObject approval(Reply machine) {
    return machine.json().getJsonObject("rules").getJsonObject("approval");
  }

  private static JsonObject because(String reason) {
    return Cast.json().put("reason", reason);
  }

  private static String around(JsonObject booking) {
    return "from=" + booking.getString("from") + "&to=" + booking.getString("to");
  }
}
