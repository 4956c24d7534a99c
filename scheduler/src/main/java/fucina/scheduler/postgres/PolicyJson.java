package fucina.scheduler.postgres;

import fucina.scheduler.Policy;
import fucina.scheduler.Quota;
import fucina.scheduler.Terms;
import fucina.scheduler.Terms.Holiday;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A policy as it lies in its row. */
final class PolicyJson {
  private PolicyJson() {}

  static JsonObject write(Terms terms) {
    return new JsonObject()
        .put("each", quota(terms.each()))
        .put("person", quota(terms.person()))
        .put("notice", terms.notice().toString())
        .put("gap", terms.gap().toString())
        .put("noShow", terms.noShow().map(Duration::toString).orElse(null))
        .put(
            "holidays", new JsonArray(terms.holidays().stream().map(PolicyJson::holiday).toList()));
  }

  static Policy read(Row row) {
    JsonObject json = row.getJsonObject("content");
    return new Policy(
        Policy.Scope.of(row.getString("scope")).orElseThrow(),
        Optional.of(row.getString("organisation")).filter(id -> !id.isEmpty()),
        row.getLong("version"),
        new Terms(
            quota(json.getJsonObject("each")),
            quota(json.getJsonObject("person")),
            Duration.parse(json.getString("notice")),
            Duration.parse(json.getString("gap")),
            Optional.ofNullable(json.getString("noShow")).map(Duration::parse),
            holidays(json.getJsonArray("holidays"))),
        row.getString("set_by"),
        row.getOffsetDateTime("set_at").toInstant());
  }

  private static JsonObject quota(Quota quota) {
    return new JsonObject()
        .put("ahead", quota.ahead().orElse(null))
        .put("atOnce", quota.atOnce().orElse(null))
        .put("perWeek", quota.perWeek().map(Duration::toString).orElse(null))
        .put("perMonth", quota.perMonth().map(Duration::toString).orElse(null));
  }

  private static Quota quota(JsonObject json) {
    return new Quota(
        Optional.ofNullable(json.getInteger("ahead")),
        Optional.ofNullable(json.getInteger("atOnce")),
        Optional.ofNullable(json.getString("perWeek")).map(Duration::parse),
        Optional.ofNullable(json.getString("perMonth")).map(Duration::parse));
  }

  private static JsonObject holiday(Holiday holiday) {
    return new JsonObject()
        .put("month", holiday.month())
        .put("day", holiday.day())
        .put("year", holiday.year().orElse(null))
        .put("name", holiday.name());
  }

  private static List<Holiday> holidays(JsonArray days) {
    return days.stream()
        .map(JsonObject.class::cast)
        .map(
            day ->
                new Holiday(
                    day.getInteger("month"),
                    day.getInteger("day"),
                    Optional.ofNullable(day.getInteger("year")),
                    day.getString("name")))
        .toList();
  }
}
