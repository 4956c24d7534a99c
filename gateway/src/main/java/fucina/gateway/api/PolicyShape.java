package fucina.gateway.api;

import fucina.scheduler.Policy;
import fucina.scheduler.Quota;
import fucina.scheduler.Terms;
import fucina.scheduler.Terms.Holiday;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.Optional;

/** Policies on the wire. */
final class PolicyShape {
  /** What stands before the month where no year does (ISO 8601-1, 5.2.2.1). */
  private static final String EVERY_YEAR = "--";

  private final SessionShape names;

  PolicyShape(SessionShape names) {
    this.names = names;
  }

  /**
   * What a body says.
   *
   * @throws DateTimeException where a holiday is no day
   */
  Terms terms(JsonObject body) {
    return new Terms(
        quota(body.getJsonObject("organisationQuota", new JsonObject())),
        quota(body.getJsonObject("personQuota", new JsonObject())),
        Duration.ofMinutes(body.getInteger("noticeMinutes", 0)),
        Duration.ofMinutes(body.getInteger("gapMinutes", 0)),
        Optional.ofNullable(body.getInteger("noShowMinutes")).map(Duration::ofMinutes),
        body.getJsonArray("holidays", new JsonArray()).stream()
            .map(JsonObject.class::cast)
            .map(PolicyShape::holiday)
            .toList());
  }

  /** Where a list goes on: one policy stands in a scope for an organisation. */
  static String key(Policy policy) {
    return policy.scope().text() + policy.organisation().map(id -> " " + id).orElse("");
  }

  JsonObject policy(Policy policy) {
    return new JsonObject()
        .put("scope", policy.scope().text())
        .put("organisation", policy.organisation().map(names::organisation).orElse(null))
        .put("version", policy.version())
        .put("organisationQuota", quota(policy.terms().each()))
        .put("personQuota", quota(policy.terms().person()))
        .put("noticeMinutes", policy.terms().notice().toMinutes())
        .put("gapMinutes", policy.terms().gap().toMinutes())
        .put("noShowMinutes", policy.terms().noShow().map(Duration::toMinutes).orElse(null))
        .put(
            "holidays",
            new JsonArray(policy.terms().holidays().stream().map(PolicyShape::holiday).toList()))
        .put("setBy", names.person(policy.setBy()))
        .put("setAt", Shapes.instant(policy.setAt()));
  }

  private static JsonObject quota(Quota quota) {
    return new JsonObject()
        .put("bookingsAhead", quota.ahead().orElse(null))
        .put("machinesAtOnce", quota.atOnce().orElse(null))
        .put("hoursPerWeek", quota.perWeek().map(Duration::toHours).orElse(null))
        .put("hoursPerMonth", quota.perMonth().map(Duration::toHours).orElse(null));
  }

  private static Quota quota(JsonObject json) {
    return new Quota(
        Optional.ofNullable(json.getInteger("bookingsAhead")),
        Optional.ofNullable(json.getInteger("machinesAtOnce")),
        Optional.ofNullable(json.getInteger("hoursPerWeek")).map(Duration::ofHours),
        Optional.ofNullable(json.getInteger("hoursPerMonth")).map(Duration::ofHours));
  }

  private static JsonObject holiday(Holiday holiday) {
    String day = "%02d-%02d".formatted(holiday.month(), holiday.day());
    return new JsonObject()
        .put("date", holiday.year().map(year -> "%04d-%s".formatted(year, day)).orElse(day))
        .put("name", holiday.name());
  }

  private static Holiday holiday(JsonObject json) {
    String date = json.getString("date");
    if (date.length() > 5) {
      LocalDate day = LocalDate.parse(date);
      return new Holiday(
          day.getMonthValue(),
          day.getDayOfMonth(),
          Optional.of(day.getYear()),
          json.getString("name"));
    }
    MonthDay day = MonthDay.parse(EVERY_YEAR + date);
    return new Holiday(
        day.getMonthValue(), day.getDayOfMonth(), Optional.empty(), json.getString("name"));
  }
}
