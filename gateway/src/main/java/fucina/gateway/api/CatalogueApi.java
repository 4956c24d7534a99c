package fucina.gateway.api;

import fucina.gateway.registry.Centre;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.ProfileAdded;
import fucina.gateway.registry.Registry;
import fucina.profiles.Flaw;
import fucina.profiles.Profile;
import fucina.profiles.ProfileDifference;
import fucina.scheduler.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Centres and profiles. */
final class CatalogueApi implements Resource {
  private final Registry registry;
  private final FlawsInItalian italian = new FlawsInItalian();

  CatalogueApi(Registry registry) {
    this.registry = registry;
  }

  @Override
  public Map<String, Door.Work> works() {
    return Map.of(
        "listCentres",
        call ->
            Future.succeededFuture(
                Page.cut(registry.centres(), call, Centre::id, MachineShape::centre)),
        "listProfiles",
        call ->
            Future.succeededFuture(
                Page.cut(registry.profiles(), call, Profile::id, ProfileShape::summary)),
        "getProfile",
        this::profile,
        "listProfileVersions",
        this::versions,
        "compareProfileVersions",
        this::difference,
        "addProfile",
        this::add);
  }

  private Future<Answer> profile(Call call) {
    String id = call.path("profile");
    Optional<String> version = call.text("version");
    Optional<Profile> found =
        version.isPresent() ? registry.profile(id, version.get()) : registry.profile(id);
    return Future.succeededFuture(
        found
            .<Answer>map(profile -> Answer.ok(ProfileShape.whole(profile)))
            .orElseGet(() -> missing(id, version)));
  }

  private Future<Answer> versions(Call call) {
    String id = call.path("profile");
    List<Profile> versions = registry.profileVersions(id);
    return Future.succeededFuture(
        versions.isEmpty()
            ? missing(id, Optional.empty())
            : Page.cut(versions, call, Profile::version, this::version));
  }

  private JsonObject version(Profile profile) {
    List<String> machines =
        registry.machines().stream()
            .filter(machine -> machine.profile().id().equals(profile.id()))
            .filter(machine -> machine.profile().version().equals(profile.version()))
            .map(Machine::id)
            .toList();
    return new JsonObject()
        .put("version", profile.version())
        .put("hash", profile.hash())
        .put("machines", new JsonArray(machines));
  }

  private Future<Answer> difference(Call call) {
    String id = call.path("profile");
    Optional<String> before = call.text("from");
    Optional<String> after = call.text("to");
    Optional<Profile> from = before.flatMap(version -> registry.profile(id, version));
    Optional<Profile> to =
        after.isPresent() ? registry.profile(id, after.get()) : registry.profile(id);
    if (from.isEmpty() || to.isEmpty()) {
      return Future.succeededFuture(missing(id, from.isEmpty() ? before : after));
    }
    return Future.succeededFuture(
        Answer.ok(
            DifferenceShape.of(from.get(), to.get(), ProfileDifference.of(from.get(), to.get()))));
  }

  private Problem missing(String id, Optional<String> version) {
    List<String> versions = registry.profileVersions(id).stream().map(Profile::version).toList();
    return Problem.notFound(
        versions.isEmpty() || version.isEmpty()
            ? "profile " + id
            : "version "
                + version.get()
                + " of profile "
                + id
                + "; it has "
                + String.join(", ", versions));
  }

  private Future<Answer> add(Call call) {
    boolean inItalian = call.header("Accept-Language").filter(FlawsInItalian::wanted).isPresent();
    return registry
        .addProfile(call.bodyText(), call.actor())
        .map(outcome -> added(outcome, inItalian));
  }

  private Answer added(ProfileAdded outcome, boolean inItalian) {
    if (outcome instanceof ProfileAdded.Added added) {
      Profile profile = added.profile();
      return Answer.created("/profiles/" + profile.id(), ProfileShape.whole(profile));
    }
    if (outcome instanceof ProfileAdded.Unchanged unchanged) {
      return Answer.ok(ProfileShape.whole(unchanged.profile()));
    }
    if (outcome instanceof ProfileAdded.Reserved reserved) {
      return Problem.forbidden(
          "Profile "
              + reserved.id()
              + " "
              + reserved.why()
              + ": add no versions to it, but give yours an id of its own.");
    }
    if (outcome instanceof ProfileAdded.Taken taken) {
      return taken(taken.kept(), taken.hash());
    }
    List<Flaw> flaws = ((ProfileAdded.Flawed) outcome).flaws();
    return Problem.flawed(inItalian ? italian.of(flaws) : flaws);
  }

  private static Problem taken(Profile kept, String hash) {
    return Problem.refused(
        List.of(
            new Refusal(
                "profile-version",
                kept.hash(),
                hash,
                "Version "
                    + kept.version()
                    + " of profile "
                    + kept.id()
                    + " is another text (SHA-256 "
                    + kept.hash()
                    + ", yours "
                    + hash
                    + "); give yours a higher version.model.")));
  }
}
