package fucina.gateway.api;

import fucina.profiles.Profile;
import fucina.profiles.ProfileDifference;
import fucina.profiles.ProfileDifference.Aspect;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The difference between two versions of a profile on the wire. */
final class DifferenceShape {
  private DifferenceShape() {}

  static JsonObject of(Profile from, Profile to, ProfileDifference difference) {
    return new JsonObject()
        .put("profile", to.id())
        .put("from", end(from))
        .put("to", end(to))
        .put("signals", parts(difference.signals()))
        .put("commands", parts(difference.commands()))
        .put("events", parts(difference.events()))
        .put("cameras", parts(difference.cameras()))
        .put("variables", parts(difference.variables()))
        .put("whole", aspects(difference.whole()));
  }

  private static JsonObject end(Profile profile) {
    return new JsonObject().put("version", profile.version()).put("hash", profile.hash());
  }

  private static JsonObject parts(ProfileDifference.Parts parts) {
    return new JsonObject()
        .put("added", new JsonArray(parts.added()))
        .put("removed", new JsonArray(parts.removed()))
        .put(
            "changed",
            new JsonArray(
                parts.changed().stream()
                    .map(
                        change ->
                            new JsonObject()
                                .put("name", change.name())
                                .put("aspects", aspects(change.aspects())))
                    .toList()));
  }

  private static JsonArray aspects(List<Aspect> aspects) {
    return new JsonArray(
        aspects.stream()
            .map(
                aspect ->
                    new JsonObject()
                        .put("what", aspect.what())
                        .put("from", aspect.from())
                        .put("to", aspect.to()))
            .toList());
  }
}
