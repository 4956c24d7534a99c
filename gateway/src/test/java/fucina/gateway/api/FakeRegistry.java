package fucina.gateway.api;

import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.registry.Centre;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.ProfileAdded;
import fucina.gateway.registry.Registry;
import fucina.profiles.AllowLists;
import fucina.profiles.Catalogue;
import fucina.profiles.MachineState;
import fucina.profiles.Profile;
import fucina.profiles.ProfileRead;
import fucina.profiles.ProfileReader;
import fucina.profiles.Value;
import fucina.scheduler.Actor;
import fucina.scheduler.MachineRules;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A registry in memory: two centres, a robot, a printer, links that stand as the test says. */
final class FakeRegistry implements Registry {
  static final MachineRules RULES =
      new MachineRules(
          ZoneId.of("Europe/Rome"),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofHours(8),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofDays(90),
          MachineRules.ALWAYS);

  @Override
  public String ownBroker() {
    return "mqtt://127.0.0.1:1883";
  }

  private final Map<String, Machine> machines = new ConcurrentSkipListMap<>();
  private volatile Catalogue catalogue = Catalogue.builtIn();
  final Map<String, String> halts = new ConcurrentHashMap<>();
  final List<String> reconnected = new CopyOnWriteArrayList<>();
  volatile LinkState link = LinkState.ONLINE;
  volatile MachineState state = MachineState.READY;

  FakeRegistry() {
    keep("robot-1", "robot-arm-6axis", "opc.tcp://127.0.0.1:4840");
    keep("printer-1", "printer-fff-klipper", "mqtt://127.0.0.1:1883");
  }

  private void keep(String id, String profile, String endpoint) {
    Machine.Connection connection =
        new Machine.Connection(endpoint, "", Optional.of("gateway"), Map.of());
    machines.put(
        id,
        new Machine(id, id, "made", profile(profile).orElseThrow(), connection, RULES, true, ""));
  }

  /** Says where a machine's camera is. */
  void look(String id, String camera) {
    Machine m = machine(id).orElseThrow();
    Machine.Connection before = m.connection();
    machines.put(
        id,
        new Machine(
            id,
            m.name(),
            m.centre(),
            m.profile(),
            new Machine.Connection(
                before.endpoint(), before.security(), before.username(), Map.of("CAMERA", camera)),
            m.rules(),
            m.inService(),
            m.serviceNote()));
  }

  @Override
  public List<Centre> centres() {
    return List.of(new Centre("made", "MADE", "Milano"), new Centre("cim40", "CIM 4.0", "Torino"));
  }

  @Override
  public List<Profile> profiles() {
    return catalogue.profiles();
  }

  @Override
  public Optional<Profile> profile(String id) {
    return catalogue.profile(id);
  }

  @Override
  public Optional<Profile> profile(String id, String version) {
    return catalogue.profile(id, version);
  }

  @Override
  public List<Profile> profileVersions(String id) {
    return catalogue.versions(id);
  }

  @Override
  public Future<ProfileAdded> addProfile(String text, Actor actor) {
    ProfileRead read = new ProfileReader().read(text);
    if (read instanceof ProfileRead.Flawed flawed) {
      return Future.succeededFuture(new ProfileAdded.Flawed(flawed.flaws()));
    }
    Profile given = ((ProfileRead.Sound) read).profile();
    Optional<Profile> known = profile(given.id(), given.version());
    if (known.isEmpty()) {
      catalogue = catalogue.with(given);
      return Future.succeededFuture(new ProfileAdded.Added(given));
    }
    return Future.succeededFuture(
        known.get().source().equals(text)
            ? new ProfileAdded.Unchanged(known.get())
            : new ProfileAdded.Taken(known.get(), given.hash()));
  }

  @Override
  public List<Machine> machines() {
    return List.copyOf(machines.values());
  }

  @Override
  public Optional<Machine> machine(String id) {
    return Optional.ofNullable(machines.get(id));
  }

  @Override
  public LinkStatus link(String machine) {
    return new LinkStatus(link, "a technician's sentence", Instant.EPOCH);
  }

  @Override
  public MachineState state(String machine) {
    return state;
  }

  @Override
  public Future<Machine> register(Draft draft, Actor actor) {
    if (!draft.connection().orElseThrow().endpoint().contains("://")) {
      return Future.failedFuture(new Invalid("connection.endpoint", "is no address"));
    }
    Machine machine =
        new Machine(
            draft.id().orElseThrow(),
            draft.name().orElseThrow(),
            draft.centre().orElseThrow(),
            draft
                .profileVersion()
                .map(version -> profile(draft.profile().orElseThrow(), version))
                .orElseGet(() -> profile(draft.profile().orElseThrow()))
                .orElseThrow(() -> new Invalid("profile", "is unknown")),
            draft.connection().orElseThrow(),
            draft.rules().orElseThrow(),
            approved(draft, AllowLists.NONE),
            draft.published().orElse(true),
            true,
            "");
    machines.put(machine.id(), machine);
    return Future.succeededFuture(machine);
  }

  @Override
  public Future<Machine> change(String id, Draft draft, Actor actor) {
    Machine before = machine(id).orElseThrow();
    Machine after =
        new Machine(
            id,
            draft.name().orElse(before.name()),
            before.centre(),
            draft
                .profileVersion()
                .map(version -> profile(before.profile().id(), version).orElseThrow())
                .orElse(before.profile()),
            draft.connection().orElse(before.connection()),
            draft.rules().orElse(before.rules()),
            approved(draft, before.allowLists()),
            draft.published().orElse(before.published()),
            draft.inService().orElse(before.inService()),
            before.serviceNote());
    machines.put(id, after);
    return Future.succeededFuture(after);
  }

  private static AllowLists approved(Draft draft, AllowLists before) {
    return draft
        .allowLists()
        .map(json -> new AllowLists(values(json)))
        .map(before::with)
        .orElse(before);
  }

  private static Map<String, List<Value>> values(Map<String, List<Object>> lists) {
    return lists.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, list -> list.getValue().stream().map(Value::ofPlain).toList()));
  }

  @Override
  public Future<Void> halt(String machine, Optional<String> note) {
    note.ifPresentOrElse(why -> halts.put(machine, why), () -> halts.remove(machine));
    return Future.succeededFuture();
  }

  @Override
  public KeptSecrets secrets(String machine) {
    return new KeptSecrets(true, false);
  }

  @Override
  public Future<LinkSettings> settings(Optional<String> id, Draft draft) {
    Optional<Machine> known = id.flatMap(this::machine);
    Machine.Connection connection =
        draft.connection().orElseGet(() -> known.orElseThrow().connection());
    Profile profile =
        draft
            .profile()
            .flatMap(this::profile)
            .or(() -> known.map(Machine::profile))
            .orElseGet(
                () ->
                    profile(
                            connection.endpoint().startsWith("opc")
                                ? "robot-arm-6axis"
                                : "printer-fff-klipper")
                        .orElseThrow());
    return Future.succeededFuture(
        new LinkSettings(
            id.orElse(""),
            profile,
            connection.endpoint(),
            connection.security(),
            connection.username(),
            draft.password(),
            connection.variables()));
  }

  @Override
  public void quarantine(String machine, String reason) {}

  @Override
  public Future<Void> reconnect(String machine) {
    reconnected.add(machine);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> retire(String machine, Actor actor) {
    machines.remove(machine);
    return Future.succeededFuture();
  }
}
