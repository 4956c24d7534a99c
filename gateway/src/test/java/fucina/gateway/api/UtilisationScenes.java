package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** How well machines are used, for who may know. */
interface UtilisationScenes {
  Cast cast();

  private static String span(Instant from, Instant to) {
    return "/utilisation?from=%s&to=%s".formatted(from, to);
  }

  @Test
  default void staffSeeWhatTheirMachinesAreUsedForAndTakeItHomeAsASheet() {
    JsonObject booking = cast().booked("printer-1");
    Instant from = Instant.now().truncatedTo(ChronoUnit.HOURS);
    String path = span(from, from.plus(Duration.ofHours(2)));

    JsonObject machines = cast().coordinator.get(path).json();
    JsonObject printer =
        machines.getJsonArray("items").stream()
            .map(JsonObject.class::cast)
            .filter(item -> item.getJsonObject("group").getString("id").equals("printer-1"))
            .findFirst()
            .orElseThrow();
    assertThat(printer.getDouble("bookedMinutes")).isGreaterThanOrEqualTo(29);
    assertThat(printer.getDouble("openMinutes")).isEqualTo(120);
    assertThat(printer.getInteger("bookings")).isPositive();
    assertThat(machines.getJsonObject("total").getDouble("bookedMinutes"))
        .isGreaterThanOrEqualTo(printer.getDouble("bookedMinutes"));

    JsonObject firms = cast().technician.get(path + "&by=organisation").json();
    assertThat(firms.getJsonArray("items").encode()).contains("\"name\":\"Officina Demo\"");

    Reply sheet = cast().admin.get(path + "&by=centre&format=csv");
    assertThat(sheet.header("Content-Type")).startsWith("text/csv");
    assertThat(sheet.header("Content-Disposition")).contains("utilisation-centre-", ".csv");
    assertThat(sheet.response().body()).startsWith("id,name,").contains("\r\nmade,MADE,");
    cast().giveBack(booking, "printer-1");
  }

  @Test
  default void nobodySeesTheUtilisationOfAnotherCentre() {
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    String path = span(from, from.plus(Duration.ofDays(400)));
    assertThat(cast().stranger.get(path).json().getJsonArray("items")).isEmpty();
    Reply other = cast().stranger.get(path + "&centre=made");
    assertThat(other.status()).isEqualTo(403);
    assertThat(other.json().getString("detail")).contains("centre=cim40");
    assertThat(cast().admin.get(path + "&centre=cim40").json().getJsonArray("items")).isEmpty();
    assertThat(cast().sme.get(path).status()).isEqualTo(403);
    assertThat(cast().nobody.get(path).status()).isEqualTo(401);
  }

  @Test
  default void aSpanThatCannotBeCountedIsRefusedWithWhatIsRight() {
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    Reply wrongWay = cast().admin.get(span(from, from));
    assertThat(wrongWay.wrongFields()).containsExactly("to");
    Reply tooLong = cast().admin.get(span(from, from.plus(Duration.ofDays(401))));
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(tooLong.json().encode()).contains("at most 400 days");
    assertThat(cast().admin.get(span(from, from.plusSeconds(1)) + "&by=firm").wrongFields())
        .containsExactly("by");
  }
}
