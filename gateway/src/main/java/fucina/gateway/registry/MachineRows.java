package fucina.gateway.registry;

import fucina.gateway.link.MqttTerms;
import fucina.gateway.registry.Machine.Connection;
import fucina.gateway.registry.MachineTable.Kept;
import fucina.profiles.AllowLists;
import fucina.profiles.Profile;
import fucina.scheduler.Approval;
import fucina.scheduler.MachineRules;
import fucina.scheduler.MachineRules.Hours;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A machine as a row: what it is made of stands in columns of JSON, and one that cannot be read
 * sets only its own machine aside.
 */
final class MachineRows {
  private static final Logger LOG = LoggerFactory.getLogger(MachineRows.class);

  private final Row row;
  private final List<String> flaws = new ArrayList<>();

  private MachineRows(Row row) {
    this.row = row;
  }

  /** The machine of a row; empty where nobody knows its profile. */
  static Optional<Kept> kept(
      Row row,
      BiFunction<String, Optional<String>, Optional<Profile>> profiles,
      MachineRules usual) {
    return profiles
        .apply(row.getString("profile"), Optional.ofNullable(row.getString("profile_version")))
        .map(profile -> new MachineRows(row).kept(profile, usual));
  }

  private Kept kept(Profile profile, MachineRules usual) {
    Connection connection =
        new Connection(
            row.getString("endpoint"),
            row.getString("security"),
            Optional.ofNullable(row.getString("username")),
            column("variables", MachineRows::variables, Map.of()),
            column("mqtt", MqttColumn::terms, MqttTerms.USUAL),
            column("signals", PlaceJson::places, Map.of()),
            row.getBoolean("insecure"));
    MachineRules rules = column("rules", MachineRows::rules, usual);
    AllowLists lists =
        column("allow_lists", json -> AllowListJson.lists(json).fitting(profile), AllowLists.NONE);
    boolean whole = flaws.isEmpty();
    if (!whole) {
      LOG.warn("{} is set aside: {}", row.getString("id"), note());
    }
    return new Kept(
        new Machine(
            row.getString("id"),
            row.getString("name"),
            row.getString("centre"),
            profile,
            connection,
            rules,
            lists,
            whole && row.getBoolean("published"),
            whole && row.getBoolean("in_service"),
            whole ? row.getString("service_note") : note()),
        bytes("password"),
        bytes("user_key"));
  }

  private String note() {
    return "Its registration cannot be read from the database ("
        + String.join("; ", flaws)
        + "): give it anew, then publish the machine and put it in service again.";
  }

  /** A column of JSON; where it cannot be read that is noted, and the stand-in taken. */
  private <T> T column(String name, Function<JsonObject, T> read, T standIn) {
    try {
      return read.apply(row.getJsonObject(name));
    } catch (RuntimeException e) {
      // Whatever somebody wrote there: a wrong type, a missing key, a time that is none.
      flaws.add(name + ": " + e.getMessage());
      return standIn;
    }
  }

  private static Map<String, String> variables(JsonObject json) {
    return json.stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
  }

  private Optional<byte[]> bytes(String column) {
    return Optional.ofNullable(row.getBuffer(column)).map(Buffer::getBytes);
  }

  /** Rules as their column holds them. */
  static JsonObject json(MachineRules rules) {
    JsonObject opening = new JsonObject();
    rules
        .opening()
        .forEach(
            (day, hours) ->
                opening.put(
                    day.name(),
                    new JsonArray(hours.stream().map(h -> h.opens() + "-" + h.closes()).toList())));
    return new JsonObject()
        .put("zone", rules.zone().getId())
        .put("grain", rules.grain().toString())
        .put("minLength", rules.minLength().toString())
        .put("maxLength", rules.maxLength().toString())
        .put("setup", rules.setup().toString())
        .put("cleanup", rules.cleanup().toString())
        .put("horizon", rules.horizon().toString())
        .put("opening", opening)
        .put("approval", rules.approval().map(MachineRows::json).orElse(null));
  }

  private static JsonObject json(Approval approval) {
    return new JsonObject()
        .put("before", approval.before().toString())
        .put("within", approval.within().map(Duration::toString).orElse(null));
  }

  private static Approval approval(JsonObject json) {
    return new Approval(
        Duration.parse(json.getString("before")),
        Optional.ofNullable(json.getString("within")).map(Duration::parse));
  }

  /** The rules a column holds. */
  static MachineRules rules(JsonObject json) {
    Map<DayOfWeek, List<Hours>> opening = new EnumMap<>(DayOfWeek.class);
    JsonObject days = json.getJsonObject("opening");
    for (String day : days.fieldNames()) {
      opening.put(
          DayOfWeek.valueOf(day),
          days.getJsonArray(day).stream().map(text -> hours(text.toString())).toList());
    }
    return new MachineRules(
        ZoneId.of(json.getString("zone")),
        Duration.parse(json.getString("grain")),
        Duration.parse(json.getString("minLength")),
        Duration.parse(json.getString("maxLength")),
        Duration.parse(json.getString("setup")),
        Duration.parse(json.getString("cleanup")),
        Duration.parse(json.getString("horizon")),
        opening,
        Optional.ofNullable(json.getJsonObject("approval")).map(MachineRows::approval));
  }

  private static Hours hours(String text) {
    int dash = text.indexOf('-');
    return new Hours(
        LocalTime.parse(text.substring(0, dash)), LocalTime.parse(text.substring(dash + 1)));
  }
}
