package fucina.gateway.api;

import fucina.profiles.Alarm;
import fucina.profiles.AllowLists;
import fucina.profiles.Camera;
import fucina.profiles.Command;
import fucina.profiles.End;
import fucina.profiles.Event;
import fucina.profiles.Label;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Profiles, signals and commands on the wire. */
final class ProfileShape {
  private ProfileShape() {}

  static JsonObject summary(Profile profile) {
    return new JsonObject()
        .put("id", profile.id())
        .put("version", profile.version())
        .put("title", label(profile.title()))
        .put("family", profile.family())
        .put("protocol", Shapes.word(profile.protocol()))
        .put("capabilities", new JsonArray(profile.capabilities()))
        .put("standards", new JsonArray(profile.standards()))
        .put("variables", array(profile.variables().stream().map(ProfileShape::variable).toList()));
  }

  static JsonObject whole(Profile profile) {
    return summary(profile)
        .put("signals", signals(profile))
        .put("commands", commands(profile, AllowLists.NONE))
        .put("end", profile.end().map(ProfileShape::end).orElse(null))
        .put("events", array(profile.events().stream().map(ProfileShape::event).toList()))
        .put("cameras", array(profile.cameras().stream().map(ProfileShape::camera).toList()))
        .put("allowLists", new JsonArray(profile.allowLists()))
        .put("hash", profile.hash())
        .put("source", profile.source());
  }

  static JsonArray signals(Profile profile) {
    return array(profile.signals().stream().map(ProfileShape::signal).toList());
  }

  /** The commands of a profile, with the choices one machine's technicians approved. */
  static JsonArray commands(Profile profile, AllowLists lists) {
    return array(
        profile.commands().stream()
            .map(each -> each.allowing(lists))
            .map(ProfileShape::command)
            .toList());
  }

  static JsonObject end(End end) {
    return new JsonObject()
        .put("command", end.command())
        .put("overrun", Shapes.word(end.overrun()))
        .put("linkLoss", Shapes.word(end.linkLoss()))
        .put("attended", Shapes.word(end.attended()));
  }

  static JsonObject label(Label label) {
    return new JsonObject().put("en", label.en()).put("it", label.it());
  }

  private static JsonObject variable(Profile.Variable variable) {
    return new JsonObject()
        .put("name", variable.name())
        .put("pattern", variable.pattern())
        .put("example", variable.example());
  }

  private static JsonObject signal(Signal signal) {
    JsonObject enumeration = new JsonObject();
    new TreeMap<>(signal.enumeration())
        .forEach((index, word) -> enumeration.put(Long.toString(index), word));
    return new JsonObject()
        .put("name", signal.name())
        .put("title", label(signal.title()))
        .put("type", Shapes.word(signal.type()))
        .put("unit", signal.unit().map(Signal.Unit::symbol).orElse(null))
        .put("unece", signal.unit().map(Signal.Unit::unece).orElse(null))
        .put("minimum", signal.minimum().orElse(null))
        .put("maximum", signal.maximum().orElse(null))
        .put("enumeration", enumeration)
        .put("texts", new JsonArray(signal.texts()))
        .put("role", Shapes.word(signal.role()))
        .put("samplingMs", signal.sampling().isZero() ? null : signal.sampling().toMillis())
        .put("alarms", array(signal.alarms().stream().map(ProfileShape::alarm).toList()));
  }

  private static JsonObject alarm(Alarm alarm) {
    return new JsonObject()
        .put("id", alarm.id())
        .put("title", label(alarm.title()))
        .put("when", alarm.when().word())
        .put("value", alarm.value().plain())
        .put("clear", alarm.clear().orElse(null))
        .put("delayMs", alarm.delay().toMillis())
        .put("severity", alarm.severity());
  }

  private static JsonObject event(Event event) {
    return new JsonObject()
        .put("name", event.name())
        .put("title", label(event.title()))
        .put("severity", event.severity());
  }

  /** A camera without its address, which is the centre's own affair. */
  private static JsonObject camera(Camera camera) {
    return new JsonObject()
        .put("id", camera.id())
        .put("title", label(camera.title()))
        .put("kind", Shapes.word(camera.kind()))
        .put("privacy", label(camera.privacy()));
  }

  private static JsonObject command(Command command) {
    return new JsonObject()
        .put("name", command.name())
        .put("title", label(command.title()))
        .put("class", Shapes.word(command.kind()))
        .put("roles", new JsonArray(command.roles().stream().map(Shapes::word).sorted().toList()))
        .put("consent", command.consentRequired())
        .put("arguments", array(command.arguments().stream().map(ProfileShape::argument).toList()))
        .put(
            "preconditions",
            array(command.preconditions().stream().map(ProfileShape::precondition).toList()))
        .put("confirm", command.confirmation().map(ProfileShape::confirm).orElse(null))
        .put("warning", command.warning().map(ProfileShape::warning).orElse(null));
  }

  private static JsonObject warning(Command.Warning warning) {
    return new JsonObject()
        .put("command", warning.command())
        .put("beforeMs", warning.before().toMillis())
        .put("endCommand", warning.end().orElse(null));
  }

  private static JsonObject argument(Command.Argument argument) {
    return new JsonObject()
        .put("name", argument.name())
        .put("title", label(argument.title()))
        .put("type", Shapes.word(argument.type()))
        .put("required", argument.required())
        .put("default", plain(argument.fallback()))
        .put("allowed", values(argument.allowed()))
        .put("minimum", argument.minimum().orElse(null))
        .put("maximum", argument.maximum().orElse(null))
        .put("pattern", argument.pattern().orElse(null))
        .put("allowList", argument.allowListed());
  }

  private static JsonObject precondition(Command.Precondition precondition) {
    return new JsonObject()
        .put("signal", precondition.signal())
        .put("in", values(precondition.in()))
        .put("maxAgeMs", precondition.maxAge().toMillis());
  }

  private static JsonObject confirm(Command.Confirmation confirmation) {
    return new JsonObject()
        .put("signal", confirmation.signal())
        .put("in", values(confirmation.in()))
        .put("withinMs", confirmation.within().toMillis());
  }

  private static @Nullable Object plain(Optional<Value> value) {
    return value.map(Value::plain).orElse(null);
  }

  private static JsonArray values(List<Value> values) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(value.plain()));
    return array;
  }

  private static JsonArray array(List<JsonObject> objects) {
    return new JsonArray(objects);
  }
}
