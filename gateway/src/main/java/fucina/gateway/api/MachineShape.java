package fucina.gateway.api;

import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.MqttTerms;
import fucina.gateway.registry.AllowListJson;
import fucina.gateway.registry.Centre;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.PlaceJson;
import fucina.gateway.registry.ProblemReport;
import fucina.gateway.registry.ProblemReports;
import fucina.gateway.registry.Registry;
import fucina.profiles.Profile;
import fucina.scheduler.Actor;
import fucina.scheduler.Approval;
import fucina.scheduler.MachineRules;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A machine on the wire, as much of it as the one who asks may see. */
final class MachineShape {
  private static final int PROBLEMS_AT_MOST = 5;

  private final Registry registry;
  private final ProblemReports problems;

  MachineShape(Registry registry, ProblemReports problems) {
    this.registry = registry;
    this.problems = problems;
  }

  JsonObject of(Machine machine, Actor actor) {
    Profile profile = machine.profile();
    boolean own = actor.staffOf(machine.centre());
    return new JsonObject()
        .put("id", machine.id())
        .put("name", machine.name())
        .put("centre", centre(machine.centre()))
        .put(
            "profile",
            new JsonObject()
                .put("id", profile.id())
                .put("version", profile.version())
                .put("title", ProfileShape.label(profile.title()))
                .put("family", profile.family()))
        .put("capabilities", new JsonArray(profile.capabilities()))
        .put("zone", machine.rules().zone().getId())
        .put("state", Shapes.word(registry.state(machine.id())))
        .put("published", machine.published())
        .put("inService", machine.inService())
        .put("serviceNote", machine.serviceNote())
        .put(
            "problems",
            new JsonArray(
                problems.open(machine.id()).stream()
                    .limit(PROBLEMS_AT_MOST)
                    .map(MachineShape::problem)
                    .toList()))
        .put("link", link(registry.link(machine.id()), actor.staff()))
        .put("signals", ProfileShape.signals(profile))
        .put("commands", ProfileShape.commands(profile, machine.allowLists()))
        .put("end", profile.end().map(ProfileShape::end).orElse(null))
        .put("allowLists", allowLists(machine))
        .put("rules", rules(machine.rules()))
        .put("connection", own ? connection(machine) : null);
  }

  JsonObject centre(String id) {
    return registry.centres().stream()
        .filter(centre -> centre.id().equals(id))
        .findFirst()
        .map(MachineShape::centre)
        .orElseGet(() -> new JsonObject().put("id", id).put("name", id).put("city", ""));
  }

  static JsonObject centre(Centre centre) {
    return new JsonObject()
        .put("id", centre.id())
        .put("name", centre.name())
        .put("city", centre.city());
  }

  /** Every list the profile has, empty where nothing is approved. */
  static JsonObject allowLists(Machine machine) {
    JsonObject lists = new JsonObject();
    machine.profile().allowLists().forEach(list -> lists.put(list, new JsonArray()));
    return lists.mergeIn(AllowListJson.of(machine.allowLists()));
  }

  private static JsonObject link(LinkStatus status, boolean staff) {
    return new JsonObject()
        .put("state", Shapes.word(status.state()))
        .put("detail", staff ? status.detail() : null)
        .put("since", Shapes.instant(status.since()));
  }

  private static JsonObject rules(MachineRules rules) {
    JsonArray opening = new JsonArray();
    new TreeMap<>(rules.opening())
        .forEach((day, hours) -> hours.forEach(stretch -> opening.add(hours(day, stretch))));
    return new JsonObject()
        .put("grainMinutes", rules.grain().toMinutes())
        .put("minMinutes", rules.minLength().toMinutes())
        .put("maxMinutes", rules.maxLength().toMinutes())
        .put("setupMinutes", rules.setup().toMinutes())
        .put("cleanupMinutes", rules.cleanup().toMinutes())
        .put("horizonDays", rules.horizon().toDays())
        .put("opening", opening)
        .put("approval", rules.approval().map(MachineShape::approval).orElse(null));
  }

  private static JsonObject approval(Approval approval) {
    return new JsonObject()
        .put("beforeMinutes", approval.before().toMinutes())
        .put("withinHours", approval.within().map(Duration::toHours).orElse(null));
  }

  private static JsonObject hours(DayOfWeek day, MachineRules.Hours hours) {
    return new JsonObject()
        .put("day", Shapes.word(day))
        .put("opens", hours.opens().toString().substring(0, 5))
        .put("closes", hours.closes().toString().substring(0, 5));
  }

  private static JsonObject problem(ProblemReport report) {
    return new JsonObject()
        .put("id", report.id())
        .put("text", report.text())
        .put("severity", Shapes.word(report.severity()))
        .put("at", Shapes.instant(report.at()));
  }

  private JsonObject connection(Machine machine) {
    Machine.Connection connection = machine.connection();
    Registry.KeptSecrets secrets = registry.secrets(machine.id());
    JsonObject variables = new JsonObject();
    Map<String, String> sorted = new TreeMap<>(connection.variables());
    sorted.forEach(variables::put);
    return new JsonObject()
        .put("endpoint", connection.endpoint())
        .put("security", connection.security())
        .put("insecure", connection.insecure())
        .put("username", connection.username().orElse(null))
        .put("password", secrets.password())
        .put("userKey", secrets.userKey())
        .put("variables", variables)
        .put("signals", PlaceJson.of(connection.signals()))
        .put("mqtt", mqtt(connection.mqtt()));
  }

  private static JsonObject mqtt(MqttTerms terms) {
    return new JsonObject()
        .put("version", terms.version().number())
        .put("shareGroup", terms.shareGroup().orElse(null))
        .put("ca", terms.ca().orElse(null))
        .put("certificate", terms.certificate().orElse(null))
        .put("key", terms.key().orElse(null));
  }
}
