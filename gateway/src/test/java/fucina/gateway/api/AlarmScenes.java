package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.link.MachineEvent;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Alarms that a machine raises: listed, acknowledged, cleared, and whose business they are. */
interface AlarmScenes {
  Cast cast();

  private void told(String condition, String id, boolean active, Instant at) {
    cast()
        .lobby
        .events
        .add(
            new MachineEvent(
                "printer-1",
                id,
                Optional.of(condition),
                "i=2915",
                "Cell",
                700,
                "Lid open: " + condition,
                Optional.of(active),
                Optional.of(false),
                active,
                at));
  }

  private List<JsonObject> alarms(Visitor who, String path) {
    return who.get(path).json().getJsonArray("items").stream().map(JsonObject.class::cast).toList();
  }

  private JsonObject alarm(String condition) {
    await()
        .until(
            () ->
                alarms(cast().technician, "/machines/printer-1/alarms").stream()
                    .anyMatch(each -> each.getString("condition").equals(condition)));
    return alarms(cast().technician, "/machines/printer-1/alarms").stream()
        .filter(each -> each.getString("condition").equals(condition))
        .findFirst()
        .orElseThrow();
  }

  @Test
  default void anAlarmIsListedAcknowledgedWithANoteAndCleared() {
    Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
    told("lid", "lid-1", true, at);
    JsonObject raised = alarm("lid");
    assertThat(raised.getString("state")).isEqualTo("active");
    assertThat(raised.getString("source")).isEqualTo("machine");
    assertThat(raised.getInteger("severity")).isEqualTo(700);
    assertThat(raised.getString("raisedAt")).isEqualTo(at.toString());

    String acknowledge = "/alarms/" + raised.getString("id") + "/acknowledge";
    assertThat(cast().sme.post(acknowledge, new JsonObject()).status()).isEqualTo(403);
    assertThat(cast().stranger.post(acknowledge, new JsonObject()).status()).isEqualTo(403);
    assertThat(cast().technician.post("/alarms/none/acknowledge", new JsonObject()).status())
        .isEqualTo(404);
    JsonObject note = new JsonObject().put("note", "Lid shut.");
    JsonObject noted = cast().technician.post(acknowledge, note).json();
    assertThat(noted.getString("state")).isEqualTo("acknowledged");
    assertThat(noted.getJsonObject("acknowledgement").getString("note")).isEqualTo("Lid shut.");
    assertThat(cast().technician.post(acknowledge, note).json()).isEqualTo(noted);
    assertThat(cast().technician.post(acknowledge, new JsonObject()).json()).isEqualTo(noted);
    JsonObject other =
        cast().technician.post(acknowledge, new JsonObject().put("note", "Again.")).json();
    assertThat(other.getInteger("status")).isEqualTo(409);
    assertThat(other.getString("detail"))
        .contains(
            "acknowledged by "
                + noted.getJsonObject("acknowledgement").getJsonObject("person").getString("name"))
        .contains("with the note \"Lid shut.\"");
    await()
        .until(
            () ->
                cast()
                    .technician
                    .get("/audit?subject=printer-1")
                    .response()
                    .body()
                    .contains("alarm.acknowledged"));

    told("lid", "lid-2", false, at.plusSeconds(1));
    await().until(() -> alarm("lid").getString("state").equals("cleared"));
    assertThat(alarm("lid").getString("clearCause")).isEqualTo("back-to-normal");
    told("lid", "lid-3", true, at.plusSeconds(2));
    await()
        .until(
            () ->
                alarms(cast().technician, "/alarms?machine=printer-1&state=active").stream()
                    .anyMatch(each -> each.getString("condition").equals("lid")));
    assertThat(alarm("lid").getString("id")).isNotEqualTo(raised.getString("id"));
  }

  @Test
  default void aNoteMayComeAfterTheAcknowledgement() {
    told("door", "door-1", true, Instant.now());
    String acknowledge = "/alarms/" + alarm("door").getString("id") + "/acknowledge";
    JsonObject first =
        cast()
            .technician
            .post(acknowledge, new JsonObject())
            .json()
            .getJsonObject("acknowledgement");
    assertThat(first.getString("note")).isEmpty();
    JsonObject note = new JsonObject().put("note", " Hinge mended. ");
    JsonObject noted = cast().admin.post(acknowledge, note).json().getJsonObject("acknowledgement");
    assertThat(noted.getString("note")).isEqualTo("Hinge mended.");
    assertThat(noted.getJsonObject("noteBy")).isNotEqualTo(noted.getJsonObject("person"));
    assertThat(noted.getJsonObject("person")).isEqualTo(first.getJsonObject("person"));
    assertThat(noted.getString("at")).isEqualTo(first.getString("at"));
    await()
        .until(
            () ->
                cast()
                    .technician
                    .get("/audit?subject=printer-1")
                    .response()
                    .body()
                    .contains("alarm.noted"));
  }

  @Test
  default void alarmsAreForTheCentresStaffAndForWhoHoldsTheWindow() {
    told("belt", "belt-1", true, Instant.now());
    alarm("belt");
    assertThat(cast().stranger.get("/machines/printer-1/alarms").status()).isEqualTo(403);
    assertThat(alarms(cast().stranger, "/alarms")).isEmpty();
    assertThat(cast().sme.get("/machines/printer-1/alarms").status()).isEqualTo(403);
    assertThat(alarms(cast().sme, "/alarms")).isEmpty();
    assertThat(cast().sme.get("/alarms?machine=printer-9").status()).isEqualTo(404);
    assertThat(alarms(cast().technician, "/alarms?state=standing")).isNotEmpty();
    assertThat(cast().technician.get("/alarms?state=loud").status()).isEqualTo(400);
    assertThat(cast().technician.get("/alarms?after=nowhere").status()).isEqualTo(400);
    JsonObject page = cast().technician.get("/alarms?limit=1").json();
    assertThat(page.getJsonArray("items")).hasSize(1);
  }

  @Test
  default void aSessionTellsTheAlarmsOfItsWindow() {
    told("gone", "gone-1", true, Instant.now().minusSeconds(7200));
    told("gone", "gone-2", false, Instant.now().minusSeconds(3600));
    alarm("gone");
    JsonObject booking = cast().booked("printer-1");
    try {
      String session = Cast.session(booking);
      told("fan", "fan-1", true, Instant.now());
      alarm("fan");
      List<JsonObject> own = alarms(cast().sme, "/sessions/" + session + "/alarms");
      assertThat(own).extracting(each -> each.getString("condition")).contains("fan");
      assertThat(own).extracting(each -> each.getString("condition")).doesNotContain("gone");
      assertThat(alarms(cast().sme, "/machines/printer-1/alarms"))
          .extracting(each -> each.getString("condition"))
          .contains("fan")
          .doesNotContain("gone");
      assertThat(alarms(cast().sme, "/alarms")).isNotEmpty();
      assertThat(cast().other.get("/sessions/" + session + "/alarms").status()).isEqualTo(404);
      told("fan", "fan-2", false, Instant.now());
    } finally {
      cast().giveBack(booking, "printer-1");
    }
  }
}
