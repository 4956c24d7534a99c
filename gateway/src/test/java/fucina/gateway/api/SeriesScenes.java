package fucina.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.gateway.api.Visitor.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Windows that come back by a rule. */
interface SeriesScenes {
  ZoneId ROME = ZoneId.of("Europe/Rome");

  Cast cast();

  /** Nine o'clock in Rome, so many days from now. */
  private static ZonedDateTime nine(int days) {
    return ZonedDateTime.now(ROME)
        .plusDays(days)
        .with(LocalTime.of(9, 0))
        .truncatedTo(ChronoUnit.MINUTES);
  }

  private static JsonObject series(int days, String rule) {
    Instant from = nine(days).toInstant();
    return Cast.json()
        .put("machines", new JsonArray().add("robot-1"))
        .put("from", from.toString())
        .put("to", from.plusSeconds(3600).toString())
        .put("rrule", rule)
        .put("mode", "whole");
  }

  private static List<JsonObject> occurrences(Reply reply) {
    return reply.json().getJsonArray("occurrences").stream().map(JsonObject.class::cast).toList();
  }

  private static List<String> of(Reply reply, String field) {
    return occurrences(reply).stream().map(each -> each.getString(field)).toList();
  }

  private static String path(Reply made) {
    return made.header("Location").substring("/api/v1".length());
  }

  @Test
  default void aSeriesIsBookedSeenMovedAndGivenBack() {
    JsonObject asked = series(60, "FREQ=DAILY;COUNT=4").put("purpose", "production");
    Reply made = cast().sme.post("/series", asked);
    assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    assertThat(of(made, "state")).containsOnly("confirmed").hasSize(4);
    assertThat(made.json().getString("zone")).isEqualTo("Europe/Rome");
    assertThat(of(made, "from")).isEqualTo(wallClock(60, 4, Duration.ZERO));
    String path = path(made);
    assertThat(cast().colleague.get(path).json()).isEqualTo(made.json());
    assertThat(cast().technician.get(path).status()).isEqualTo(200);
    assertThat(Cast.ids(cast().sme.get("/series"))).contains(made.json().getString("id"));
    String booking = "/bookings/" + of(made, "booking").get(0);
    assertThat(cast().sme.get(booking).json().getString("series"))
        .isEqualTo(made.json().getString("id"));

    JsonObject later =
        Cast.json()
            .put("scope", "following")
            .put("from", of(made, "at").get(2))
            .put("shiftMinutes", 30)
            .put("minutes", 90)
            .put("mode", "whole");
    Reply tried = cast().sme.patch(path, later.copy().put("dryRun", true));
    assertThat(tried.status()).as(tried.response().body()).isEqualTo(200);
    assertThat(of(tried, "state")).containsExactly("free", "free");
    Reply moved = cast().sme.patch(path, later);
    assertThat(moved.status()).as(moved.response().body()).isEqualTo(200);
    assertThat(of(moved, "at")).isEqualTo(of(made, "at"));
    assertThat(of(moved, "from").subList(0, 2)).isEqualTo(of(made, "from").subList(0, 2));
    assertThat(of(moved, "from").subList(2, 4))
        .isEqualTo(wallClock(60, 4, Duration.ofMinutes(30)).subList(2, 4));

    Reply given = cast().sme.delete(path + "?from=" + of(made, "at").get(1));
    assertThat(given.status()).as(given.response().body()).isEqualTo(200);
    assertThat(of(given, "state"))
        .containsExactly("confirmed", "cancelled", "cancelled", "cancelled");
    assertThat(cast().sme.delete(path + "?scope=all").status()).isEqualTo(200);
    Reply nothing = cast().sme.patch(path, later.copy().put("scope", "all").put("x", 1));
    assertThat(nothing.status()).isEqualTo(400);
    assertThat(cast().sme.patch(path, later).rules()).containsExactly("state");
    assertThat(
            cast()
                .technician
                .get("/audit?subject=" + made.json().getString("id"))
                .response()
                .body())
        .contains("series.made", "series.changed", "series.cancelled");
  }

  private static List<String> wallClock(int days, int count, Duration after) {
    return IntStream.range(days, days + count)
        .mapToObj(day -> nine(day).toLocalDateTime().plus(after).atZone(ROME).toInstant())
        .map(Shapes::instant)
        .toList();
  }

  @Test
  default void aSeriesThatCannotBeWholeSaysWhichWindowsAndWhatInstead() {
    JsonObject second = series(68, "FREQ=DAILY;COUNT=1");
    Reply taken = cast().other.post("/series", second);
    assertThat(taken.status()).as(taken.response().body()).isEqualTo(201);
    JsonObject asked = series(67, "FREQ=DAILY;COUNT=3");

    Reply refused = cast().sme.post("/series", asked);

    assertThat(refused.status()).as(refused.response().body()).isEqualTo(409);
    assertThat(refused.rules()).containsExactly("overlap");
    assertThat(refused.json().getString("detail"))
        .contains(String.valueOf(nine(68).getYear()), "09:00: robot-1 is taken");
    assertThat(of(refused, "state")).containsExactly("free", "refused", "free");
    assertThat(refused.json().getJsonArray("alternatives")).isNotEmpty();
    Reply tried = cast().sme.post("/series", asked.copy().put("dryRun", true));
    assertThat(tried.status()).isEqualTo(200);
    assertThat(tried.json().getString("id")).isNull();
    assertThat(of(tried, "state")).isEqualTo(of(refused, "state"));

    Reply reported = cast().sme.post("/series", asked.copy().put("mode", "report"));

    assertThat(reported.status()).isEqualTo(201);
    assertThat(of(reported, "state")).containsExactly("confirmed", "refused", "confirmed");
    assertThat(of(cast().sme.get(path(reported)), "state"))
        .containsExactly("confirmed", "refused", "confirmed");
    assertThat(cast().sme.delete(path(reported) + "?scope=all").status()).isEqualTo(200);
    assertThat(cast().other.delete(path(taken) + "?scope=all").status()).isEqualTo(200);
  }

  @Test
  default void theSameKeyMakesOneSeries() {
    Visitor keyed = cast().sme.with("Idempotency-Key", UUID.randomUUID().toString());
    JsonObject asked = series(72, "FREQ=DAILY;COUNT=2");
    Reply made = keyed.post("/series", asked);
    assertThat(keyed.post("/series", asked).json()).isEqualTo(made.json());
    assertThat(keyed.post("/series", asked.copy().put("mode", "report")).wrongFields())
        .containsExactly("Idempotency-Key");
    assertThat(cast().sme.delete(path(made) + "?scope=all").status()).isEqualTo(200);
  }

  @Test
  default void aSeriesOfAnotherOrganisationDoesNotExist() {
    Reply made = cast().sme.post("/series", series(75, "FREQ=DAILY;COUNT=2"));
    String path = path(made);
    JsonObject later = Cast.json().put("scope", "all").put("shiftMinutes", 30).put("mode", "whole");
    for (Visitor stranger : List.of(cast().other, cast().stranger)) {
      assertThat(stranger.get(path).status()).isEqualTo(404);
      assertThat(stranger.patch(path, later).status()).isEqualTo(404);
      assertThat(stranger.delete(path + "?scope=all").status()).isEqualTo(404);
      assertThat(Cast.ids(stranger.get("/series"))).doesNotContain(made.json().getString("id"));
    }
    assertThat(cast().engineer.post("/series", series(76, "FREQ=DAILY;COUNT=2")).status())
        .isEqualTo(403);
    assertThat(cast().technician.delete(path + "?scope=all").status()).isEqualTo(200);
  }

  @Test
  default void whatIsWrongWithASeriesIsNamed() {
    JsonObject sound = series(78, "FREQ=DAILY;COUNT=2");
    assertThat(wrong(sound.copy().put("rrule", "FREQ=HOURLY;COUNT=2"))).containsExactly("rrule");
    assertThat(wrong(sound.copy().put("rrule", "FREQ=DAILY;COUNT=101"))).containsExactly("rrule");
    assertThat(wrong(sound.copy().put("rrule", "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2;COUNT=1")))
        .containsExactly("from");
    assertThat(wrong(sound.copy().put("exdates", new JsonArray().add("2020-01-01T09:00:00Z"))))
        .containsExactly("exdates");
    assertThat(wrong(sound.copy().put("zone", "Europe/Milano"))).containsExactly("zone");
    assertThat(wrong(sound.copy().put("to", sound.getString("from")))).containsExactly("to");
    JsonObject unknown = sound.copy().put("machines", new JsonArray().add("robot-9"));
    assertThat(cast().sme.post("/series", unknown).status()).isEqualTo(404);
    Reply made = cast().sme.post("/series", sound);
    String path = path(made);
    assertThat(cast().sme.delete(path).wrongFields()).containsExactly("scope");
    JsonObject change = Cast.json().put("scope", "following").put("mode", "whole");
    assertThat(cast().sme.patch(path, change.copy().put("minutes", 30)).wrongFields())
        .containsExactly("from");
    assertThat(cast().sme.patch(path, change.copy().put("scope", "all")).wrongFields())
        .containsExactly("shiftMinutes");
    assertThat(cast().sme.delete(path + "?scope=all").status()).isEqualTo(200);
  }

  private List<String> wrong(JsonObject asked) {
    return cast().sme.post("/series", asked).wrongFields();
  }
}
