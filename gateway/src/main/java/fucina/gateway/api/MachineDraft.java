package fucina.gateway.api;

import fucina.gateway.link.MqttTerms;
import fucina.gateway.registry.AllowListJson;
import fucina.gateway.registry.Machine.Connection;
import fucina.gateway.registry.Objections;
import fucina.gateway.registry.PlaceJson;
import fucina.gateway.registry.Registry.Draft;
import fucina.gateway.registry.Registry.Invalid;
import fucina.scheduler.Approval;
import fucina.scheduler.MachineRules;
import fucina.scheduler.MachineRules.Hours;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a technician wrote about a machine, read from the wire. */
final class MachineDraft {
  /** Rules of a machine registered without any. */
  private static final MachineRules USUAL =
      new MachineRules(
          ZoneId.of("Europe/Rome"),
          Duration.ofMinutes(15),
          Duration.ofMinutes(15),
          Duration.ofHours(8),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofDays(90),
          MachineRules.ALWAYS);

  private MachineDraft() {}

  /**
   * Reads a draft.
   *
   * @param rules the rules a change starts from; empty for a new machine
   * @throws Invalid if a zone, or the order of opening hours, is not sound
   */
  static Draft of(JsonObject body, Optional<MachineRules> rules) {
    Optional<JsonObject> connection = Optional.ofNullable(body.getJsonObject("connection"));
    Optional<JsonObject> asked = Optional.ofNullable(body.getJsonObject("rules"));
    boolean fresh = rules.isEmpty();
    return new Draft(
        text(body, "id"),
        text(body, "name"),
        text(body, "centre"),
        text(body, "profile"),
        connection.map(MachineDraft::connection),
        connection.flatMap(c -> text(c, "password")),
        asked.isPresent() || fresh
            ? Optional.of(rules(asked.orElseGet(JsonObject::new), rules.orElse(USUAL)))
            : Optional.empty(),
        Optional.ofNullable(body.getBoolean("inService")),
        text(body, "profileVersion"),
        Optional.ofNullable(body.getBoolean("published")),
        connection.flatMap(c -> text(c, "userKey")),
        Optional.ofNullable(body.getJsonObject("allowLists")).map(AllowListJson::plain));
  }

  private static Connection connection(JsonObject json) {
    Map<String, String> variables = new TreeMap<>();
    json.getJsonObject("variables", new JsonObject())
        .forEach(entry -> variables.put(entry.getKey(), (String) entry.getValue()));
    return new Connection(
        json.getString("endpoint"),
        json.getString("security", ""),
        text(json, "username"),
        variables,
        Optional.ofNullable(json.getJsonObject("mqtt"))
            .map(MachineDraft::mqtt)
            .orElse(MqttTerms.USUAL),
        PlaceJson.places(json.getJsonObject("signals", new JsonObject())),
        json.getBoolean("insecure", false));
  }

  private static MqttTerms mqtt(JsonObject json) {
    return new MqttTerms(
        MqttTerms.Version.of(json.getString("version", MqttTerms.USUAL.version().number())),
        text(json, "shareGroup"),
        text(json, "ca"),
        text(json, "certificate"),
        text(json, "key"));
  }

  private static MachineRules rules(JsonObject json, MachineRules before) {
    Duration least = minutes(json, "minMinutes", before.minLength());
    Duration most = minutes(json, "maxMinutes", before.maxLength());
    Duration horizon =
        Optional.ofNullable(json.getInteger("horizonDays"))
            .map(Duration::ofDays)
            .orElse(before.horizon());
    Optional<Approval> approval =
        json.containsKey("approval")
            ? Optional.ofNullable(json.getJsonObject("approval")).map(MachineDraft::approval)
            : before.approval();
    Objections objections = new Objections();
    objections.check(() -> inOrder(least, most, json.containsKey("maxMinutes")));
    objections.check(() -> inTime(approval, horizon));
    Optional<ZoneId> zone =
        objections.value(() -> text(json, "zone").map(MachineDraft::zone).orElse(before.zone()));
    Optional<Map<DayOfWeek, List<Hours>>> opening =
        objections.value(
            () ->
                Optional.ofNullable(json.getJsonArray("opening"))
                    .map(MachineDraft::opening)
                    .orElse(before.opening()));
    objections.raise();
    return new MachineRules(
        zone.orElseThrow(),
        minutes(json, "grainMinutes", before.grain()),
        least,
        most,
        minutes(json, "setupMinutes", before.setup()),
        minutes(json, "cleanupMinutes", before.cleanup()),
        horizon,
        opening.orElseThrow(),
        approval);
  }

  private static void inOrder(Duration least, Duration most, boolean mostAsked) {
    if (most.compareTo(least) < 0) {
      throw new Invalid(
          mostAsked ? "rules.maxMinutes" : "rules.minMinutes",
          "the longest window ("
              + most.toMinutes()
              + " min) is no shorter than the shortest ("
              + least.toMinutes()
              + " min)");
    }
  }

  private static void inTime(Optional<Approval> approval, Duration horizon) {
    if (approval.filter(asked -> asked.before().compareTo(horizon) >= 0).isPresent()) {
      throw new Invalid(
          "rules.approval.beforeMinutes",
          "nothing could be booked: windows begin at most " + horizon.toDays() + " days ahead");
    }
  }

  private static Approval approval(JsonObject json) {
    return new Approval(
        minutes(json, "beforeMinutes", Duration.ZERO),
        Optional.ofNullable(json.getInteger("withinHours")).map(Duration::ofHours));
  }

  private static Duration minutes(JsonObject json, String field, Duration before) {
    return Optional.ofNullable(json.getInteger(field)).map(Duration::ofMinutes).orElse(before);
  }

  private static Map<DayOfWeek, List<Hours>> opening(JsonArray json) {
    Map<DayOfWeek, List<Hours>> opening = new EnumMap<>(DayOfWeek.class);
    Objections objections = new Objections();
    for (int i = 0; i < json.size(); i++) {
      JsonObject stretch = json.getJsonObject(i);
      LocalTime opens = LocalTime.parse(stretch.getString("opens"));
      LocalTime closes = LocalTime.parse(stretch.getString("closes"));
      if (!closes.equals(LocalTime.MIDNIGHT) && !opens.isBefore(closes)) {
        String field = "rules.opening[" + i + "]";
        objections.check(
            () -> {
              throw new Invalid(field, "closes before it opens");
            });
      }
      opening
          .computeIfAbsent(
              DayOfWeek.valueOf(stretch.getString("day").toUpperCase(Locale.ROOT)),
              day -> new ArrayList<>())
          .add(new Hours(opens, closes));
    }
    objections.raise();
    return opening;
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new Invalid("rules.zone", "\"" + name + "\" is no zone; write it like Europe/Rome");
    }
  }

  private static Optional<String> text(JsonObject json, String field) {
    return Optional.ofNullable(json.getString(field));
  }
}
