package fucina.scheduler.postgres;

import fucina.scheduler.Approval;
import fucina.scheduler.MachineRules;
import fucina.scheduler.MachineRules.Hours;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules of a machine as they lie in their column. */
final class RulesJson {
  private RulesJson() {}

  static JsonObject write(MachineRules rules) {
    JsonObject opening = new JsonObject();
    rules
        .opening()
        .forEach(
            (day, hours) -> {
              JsonArray stretches = new JsonArray();
              hours.forEach(
                  each ->
                      stretches.add(
                          new JsonArray()
                              .add(each.opens().toString())
                              .add(each.closes().toString())));
              opening.put(day.name(), stretches);
            });
    return new JsonObject()
        .put("zone", rules.zone().getId())
        .put("grain", rules.grain().toString())
        .put("minLength", rules.minLength().toString())
        .put("maxLength", rules.maxLength().toString())
        .put("setup", rules.setup().toString())
        .put("cleanup", rules.cleanup().toString())
        .put("horizon", rules.horizon().toString())
        .put("opening", opening)
        .put("approval", rules.approval().map(RulesJson::approval).orElse(null));
  }

  private static JsonObject approval(Approval approval) {
    return new JsonObject()
        .put("before", approval.before().toString())
        .put("within", approval.within().map(Duration::toString).orElse(null));
  }

  static MachineRules read(JsonObject json) {
    JsonObject days = json.getJsonObject("opening");
    Map<DayOfWeek, List<Hours>> opening = new EnumMap<>(DayOfWeek.class);
    for (String day : days.fieldNames()) {
      List<Hours> hours = new ArrayList<>();
      for (Object stretch : days.getJsonArray(day)) {
        JsonArray ends = (JsonArray) stretch;
        hours.add(
            new Hours(LocalTime.parse(ends.getString(0)), LocalTime.parse(ends.getString(1))));
      }
      opening.put(DayOfWeek.valueOf(day), hours);
    }
    return new MachineRules(
        ZoneId.of(json.getString("zone")),
        duration(json, "grain"),
        duration(json, "minLength"),
        duration(json, "maxLength"),
        duration(json, "setup"),
        duration(json, "cleanup"),
        duration(json, "horizon"),
        opening,
        Optional.ofNullable(json.getJsonObject("approval"))
            .map(
                asked ->
                    new Approval(
                        duration(asked, "before"),
                        Optional.ofNullable(asked.getString("within")).map(Duration::parse))));
  }

  private static Duration duration(JsonObject json, String field) {
    return Duration.parse(json.getString(field));
  }
}
