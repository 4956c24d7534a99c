package fucina.gateway.registry;

import fucina.gateway.link.Cells;
import fucina.gateway.registry.Machine.Connection;
import fucina.gateway.registry.Registry.Draft;
import fucina.gateway.registry.Registry.Invalid;
import fucina.profiles.AllowLists;
import fucina.profiles.Profile;
import fucina.profiles.Protocol;
import fucina.scheduler.MachineRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns what a technician wrote into a machine, or says which field is wrong and what would be
 * right.
 */
final class Drafts {
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private final ConnectionDrafts connections;
  private final MachineRules usual;

  /**
   * @param cells where machines may be addressed
   * @param usual rules of a machine whose draft gives none
   */
  Drafts(Cells cells, MachineRules usual) {
    this.connections = new ConnectionDrafts(cells);
    this.usual = usual;
  }

  /** A new machine. */
  Machine machine(Draft draft, ProfileShelf profiles, List<Centre> centres) {
    Objections objections = new Objections();
    Optional<String> id = objections.value(() -> id(draft));
    Optional<String> name = objections.value(() -> need("name", draft.name()));
    Optional<String> centre = objections.value(() -> centre(draft, centres));
    Optional<Profile> known =
        objections.value(
            () -> profile(profiles, need("profile", draft.profile()), draft.profileVersion()));
    Optional<Connection> connection =
        known.flatMap(
            kind ->
                objections.value(
                    () ->
                        connections.connection(
                            kind,
                            draft
                                .connection()
                                .orElseThrow(() -> new Invalid("connection", "is missing")))));
    Optional<AllowLists> approved =
        known.flatMap(kind -> objections.value(() -> approved(kind, AllowLists.NONE, draft)));
    objections.raise();
    return new Machine(
        id.orElseThrow(),
        name.orElseThrow(),
        centre.orElseThrow(),
        known.orElseThrow(),
        connection.orElseThrow(),
        draft.rules().orElse(usual),
        approved.orElseThrow(),
        draft.published().orElse(true),
        true,
        "");
  }

  private static String id(Draft draft) {
    String id = need("id", draft.id());
    if (!ID.matcher(id).matches()) {
      throw new Invalid(
          "id", "an id has lower-case letters, digits and dashes, at most 40, like robot-2");
    }
    return id;
  }

  private static String centre(Draft draft, List<Centre> centres) {
    String centre = need("centre", draft.centre());
    if (centres.stream().noneMatch(known -> known.id().equals(centre))) {
      throw new Invalid("centre", "there is no centre " + centre + "; GET /centres lists them");
    }
    return centre;
  }

  /** A machine as it will be; what the draft leaves out stays. */
  Machine changed(Machine machine, Draft draft, ProfileShelf profiles) {
    if (draft.id().filter(id -> !id.equals(machine.id())).isPresent()) {
      throw new Invalid("id", "an id never changes; register the machine anew");
    }
    Profile known = profile(machine, draft, profiles);
    boolean inService = draft.inService().orElse(machine.inService());
    if (machine.published() && draft.published().filter(published -> !published).isPresent()) {
      throw new Invalid(
          "published",
          "a published machine does not become a draft again; take it out of service with inService");
    }
    return new Machine(
        machine.id(),
        draft.name().orElse(machine.name()),
        machine.centre(),
        known,
        connections.connection(known, draft.connection().orElse(machine.connection())),
        draft.rules().orElse(machine.rules()),
        approved(known, kept(machine, known), draft),
        draft.published().orElse(machine.published()),
        inService,
        inService ? "" : machine.serviceNote());
  }

  /**
   * What was approved before and still means the same: nothing on a machine that becomes one of
   * another kind, on another version of its profile whatever fits there.
   */
  private static AllowLists kept(Machine machine, Profile known) {
    return machine.profile().id().equals(known.id())
        ? machine.allowLists().fitting(known)
        : AllowLists.NONE;
  }

  private static AllowLists approved(Profile profile, AllowLists before, Draft draft) {
    AllowLists.Read read = AllowLists.read(profile, draft.allowLists().orElse(Map.of()));
    if (read instanceof AllowLists.Unsound flaw) {
      throw new Invalid("allowLists." + flaw.place(), flaw.reason());
    }
    return before.with(((AllowLists.Sound) read).lists());
  }

  /**
   * A machine as it is to be tried out: the registered one with what the draft says in its stead,
   * or the draft alone. Where nobody says what it is, its address says what it speaks.
   */
  Machine tried(Draft draft, Optional<Machine> machine, ProfileShelf profiles) {
    Connection given =
        draft
            .connection()
            .or(() -> machine.map(Machine::connection))
            .orElseThrow(() -> new Invalid("connection", "is missing"));
    Optional<Profile> named =
        machine
            .map(known -> profile(known, draft, profiles))
            .or(() -> draft.profile().map(id -> profile(profiles, id, draft.profileVersion())));
    Connection connection =
        named
            .map(known -> connections.connection(known, given))
            .orElseGet(() -> connections.reached(spoken(given.endpoint()), given));
    return new Machine(
        machine.map(Machine::id).or(draft::id).orElse(""),
        "",
        "",
        named.orElseGet(() -> some(spoken(given.endpoint()), profiles.newest())),
        connection,
        usual,
        AllowLists.NONE,
        true,
        true,
        "");
  }

  private static Protocol spoken(String endpoint) {
    return endpoint.startsWith("opc.tcp:") ? Protocol.OPC_UA : Protocol.MQTT;
  }

  /** Any profile of a protocol: where nobody says what a machine is, only its address is used. */
  private static Profile some(Protocol protocol, List<Profile> profiles) {
    return profiles.stream()
        .filter(profile -> profile.protocol() == protocol)
        .findFirst()
        .orElseThrow(
            () -> new Invalid("connection.endpoint", "no profile here speaks this protocol"));
  }

  /** A machine stays at its version until the draft names another, or another profile. */
  private static Profile profile(Machine machine, Draft draft, ProfileShelf profiles) {
    String pinned = machine.profile().id();
    String id = draft.profile().orElse(pinned);
    return draft.profileVersion().isEmpty() && id.equals(pinned)
        ? machine.profile()
        : profile(profiles, id, draft.profileVersion());
  }

  private static Profile profile(ProfileShelf profiles, String id, Optional<String> version) {
    Profile newest =
        profiles
            .profile(id)
            .orElseThrow(
                () ->
                    new Invalid(
                        "profile", "there is no profile " + id + "; GET /profiles lists them"));
    return version
        .map(
            wanted ->
                profiles.profile(id, wanted).orElseThrow(() -> noSuchVersion(profiles, id, wanted)))
        .orElse(newest);
  }

  private static Invalid noSuchVersion(ProfileShelf profiles, String id, String version) {
    return new Invalid(
        "profileVersion",
        "profile "
            + id
            + " has no version "
            + version
            + "; it has "
            + String.join(", ", profiles.versions(id).stream().map(Profile::version).toList()));
  }

  private static String need(String field, Optional<String> value) {
    return value
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> new Invalid(field, "is missing"));
  }
}
