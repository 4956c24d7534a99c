package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows in people's own calendars. */
interface CalendarScenes {
  Cast cast();

  private Reply opened(Visitor who, JsonObject body) {
    Reply made = who.post("/calendars", body);
    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    return made;
  }

  private static String path(Reply made) {
    return URI.create(made.json().getString("address")).getPath().replaceFirst("^/api/v1", "");
  }

  private List<VEvent> events(String path) {
    Reply file = cast().nobody.get(path);
    assertThat(file.status()).as(file.response().body()).isEqualTo(200);
    return Biweekly.parse(file.response().body()).first().getEvents();
  }

  @Test
  default void aWindowIsInTheCalendarOfWhoBookedItUntilItIsGivenBack() {
    String path = path(opened(cast().sme, Cast.json()));
    String others = path(opened(cast().other, Cast.json()));
    JsonObject asked =
        Cast.now("printer-1", 900).put("from", Cast.minute(870)).put("purpose", "una prova");
    JsonObject booking = cast().sme.post("/bookings", asked).json();
    String uid = Cast.session(booking) + "@fucina";
    VEvent event = event(path, uid);
    assertThat(event.getDateStart().getValue().toInstant())
        .isEqualTo(Instant.parse(booking.getString("from")));
    assertThat(event.getDescription().getValue()).isEqualTo("una prova");
    assertThat(event.getSequence().getValue()).isZero();
    assertThat(events(others)).noneMatch(each -> each.getUid().getValue().equals(uid));
    assertThat(cast().sme.delete("/bookings/" + booking.getString("id")).status()).isEqualTo(204);
    assertThat(event(path, uid).getStatus().isCancelled()).isTrue();
    assertThat(event(path, uid).getSequence().getValue()).isPositive();
  }

  private VEvent event(String path, String uid) {
    return events(path).stream()
        .filter(each -> each.getUid().getValue().equals(uid))
        .findFirst()
        .orElseThrow();
  }

  @Test
  default void anAddressMadeAnewOrTakenBackIsVoid() {
    String first = path(opened(cast().engineer, Cast.json()));
    Reply second = opened(cast().engineer, Cast.json());
    assertThat(cast().nobody.get(first).status()).isEqualTo(404);
    assertThat(cast().nobody.get(path(second)).status()).isEqualTo(200);
    assertThat(cast().engineer.get("/calendars").response().body()).doesNotContain("fucina_c_");
    String id = second.json().getString("id");
    assertThat(cast().other.delete("/calendars/" + id).status()).isEqualTo(404);
    assertThat(cast().engineer.delete("/calendars/" + id).status()).isEqualTo(204);
    assertThat(cast().nobody.get(path(second)).status()).isEqualTo(404);
    assertThat(cast().nobody.get("/calendar/nothing.ics").status()).isEqualTo(404);
  }

  @Test
  default void aMachinesCalendarIsForTheStaffOfItsCentre() {
    JsonObject robot = Cast.json().put("machine", "robot-1");
    assertThat(cast().sme.post("/calendars", robot).wrongFields()).containsExactly("machine");
    assertThat(cast().stranger.post("/calendars", robot).wrongFields()).containsExactly("machine");
    String path = path(opened(cast().technician, robot));
    JsonObject booking = cast().booked("robot-1");
    assertThat(event(path, Cast.session(booking) + "@fucina").getSummary().getValue())
        .contains("Officina Demo");
    cast().giveBack(booking, "robot-1");
  }
}
