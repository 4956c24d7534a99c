package fucina.gateway.api;

import fucina.gateway.access.CalendarKeys;
import fucina.gateway.access.DemoPeople;
import fucina.gateway.access.DeviceUsers;
import fucina.gateway.access.Directory;
import fucina.gateway.access.NewPerson;
import fucina.gateway.access.Organisation;
import fucina.gateway.access.People;
import fucina.gateway.access.Preferences;
import fucina.gateway.access.SignIns;
import fucina.gateway.access.Tickets;
import fucina.gateway.access.Tokens;
import fucina.gateway.alarm.Alarms;
import fucina.gateway.camera.Cameras;
import fucina.gateway.link.Cells;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.Links;
import fucina.gateway.link.MachineEvents;
import fucina.gateway.link.TrustFolder;
import fucina.gateway.notice.Webhooks;
import fucina.gateway.record.Datasets;
import fucina.gateway.record.SigningKey;
import fucina.gateway.registry.ProblemReports;
import fucina.gateway.registry.Secrets;
import fucina.gateway.telemetry.CommitGroups;
import fucina.gateway.telemetry.Feeds;
import fucina.gateway.telemetry.LiveHub;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.gateway.utilisation.Utilisation;
import fucina.profiles.Protocol;
import fucina.profiles.Value;
import fucina.scheduler.Actor;
import fucina.scheduler.Actor.Capacity;
import fucina.scheduler.Approval;
import fucina.scheduler.BookableMachine;
import fucina.scheduler.MachineRules;
import fucina.scheduler.Scheduler;
import fucina.scheduler.postgres.Audit;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import fucina.scheduler.postgres.PostgresBookings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The HTTP face on a real database and a real scheduler, with a fake floor behind. */
final class Lobby implements AutoCloseable {
  static final InstantSource CLOCK = InstantSource.system();
  static final String PASSWORD = "fucina-demo";

  final Vertx vertx = Vertx.vertx();
  final FakeRegistry registry = new FakeRegistry();
  final LiveHub hub = new LiveHub();
  final MemoryStore store = new MemoryStore();
  final DeadLetters deadLetters = new DeadLetters(CLOCK);
  final MachineEvents events = new MachineEvents();
  final FakeSessions sessions;
  final Alarms alarms;
  final TrustFolder trust;
  final Contract contract;
  final X509Certificate certificate = certificate();
  final CommitGroups intake = new CommitGroups(CommitGroups.Settings.usual(), store, hub, CLOCK);
  final Links links =
      new Links(Map.of(Protocol.OPC_UA, (machine, to, told) -> new StandingLink()), intake, CLOCK);
  private final Feeds feeds = new Feeds(hub);
  final Cameras cameras = new Cameras(vertx, registry, Cells.ANY, CLOCK);
  private final Database database;
  private final Scheduler scheduler;
  private final People people;
  private final DeviceUsers devices;
  final ListedDoor door = new ListedDoor();
  private final Datasets datasets;
  private final Api api;
  final int port;

  Lobby(Path folder) {
    this(folder, HttpSettings.loopback(0));
  }

  Lobby(Path folder, HttpSettings settings) {
    this(folder, settings, List.of());
  }

  /** With more staff of the centre than the usual cast. */
  Lobby(Path folder, HttpSettings settings, List<String> crowd) {
    database = Database.open(vertx, DatabaseSettings.embedded(folder.resolve("postgres")));
    scheduler = new Scheduler(new PostgresBookings(database), CLOCK);
    registry
        .machines()
        .forEach(machine -> get(scheduler.machine(bookable(machine.id(), FakeRegistry.RULES))));
    sessions = new FakeSessions(scheduler, CLOCK);
    trust = new TrustFolder(folder.resolve("trust"), CLOCK);
    people = get(People.open(vertx, database, CLOCK));
    get(demo(crowd).letIn(people));
    SignIns signIns = new SignIns(people);
    devices = new DeviceUsers(vertx, database, CLOCK, door);
    get(devices.start());
    FakeBench bench = new FakeBench(certificate);
    ProblemReports problems = new ProblemReports(database, registry, CLOCK);
    get(problems.start());
    alarms = new Alarms(vertx, database, registry, hub, events, CLOCK);
    get(alarms.start());
    SigningKey signingKey = SigningKey.in(folder.resolve("pki"));
    datasets =
        new Datasets(
            vertx,
            database,
            new Datasets.Sources(
                sessions,
                registry,
                links,
                alarms,
                new Audit(database),
                store,
                intake::oldestUncommitted),
            folder.resolve("datasets"),
            signingKey,
            CLOCK,
            Duration.ZERO);
    get(datasets.start());
    Parts parts =
        new Parts(
            CLOCK,
            new Parts.Access(
                people,
                signIns,
                new Tokens(people, signIns),
                new Tickets(CLOCK),
                new Directory(people, signIns),
                new CalendarKeys(people),
                new Preferences(people),
                new Webhooks(database, Secrets.in(folder.resolve("secrets.key")), CLOCK),
                Optional.of(new Parts.Devices(devices, "mqtt://127.0.0.1:1883"))),
            new Parts.Lab(
                registry,
                scheduler,
                sessions,
                problems,
                alarms,
                trust,
                new Audit(database),
                links,
                deadLetters,
                events),
            new Parts.Values(store, hub, feeds, cameras),
            new Parts.Records(datasets, signingKey, new Utilisation(database, scheduler, CLOCK)),
            bench.parts(),
            bench);
    contract = get(Contract.read(vertx));
    api = new Api(vertx, settings, parts);
    port = get(api.start());
  }

  /** Whether a technician approves windows of a machine, up to their beginning. */
  void approves(String machine, boolean asked) {
    Optional<Approval> approval = Optional.of(new Approval(Duration.ZERO, Optional.empty()));
    MachineRules rules = FakeRegistry.RULES.with(approval.filter(any -> asked));
    get(scheduler.machine(bookable(machine, rules)));
  }

  private static BookableMachine bookable(String id, MachineRules rules) {
    return new BookableMachine(
        id, "made", id.startsWith("robot") ? "robot" : "printer", Set.of("handling"), rules, true);
  }

  private static DemoPeople demo(List<String> crowd) {
    return new DemoPeople(
        List.of(
            new Organisation("officina", "Officina Demo"),
            new Organisation("altra", "Altra Officina"),
            new Organisation("made", "MADE"),
            new Organisation("cim40", "CIM 4.0"),
            new Organisation("network", "Network")),
        Stream.concat(
                crowd.stream()
                    .map(id -> person(id, "made", Capacity.TECHNICIAN, Optional.of("made"))),
                cast())
            .toList());
  }

  private static Stream<NewPerson> cast() {
    return Stream.of(
        person("sme", "officina", Capacity.MEMBER, Optional.empty()),
        person("colleague", "officina", Capacity.MEMBER, Optional.empty()),
        person("engineer", "officina", Capacity.WATCHER, Optional.empty()),
        person("other", "altra", Capacity.MEMBER, Optional.empty()),
        person("technician", "made", Capacity.TECHNICIAN, Optional.of("made")),
        person("coordinator", "made", Capacity.COORDINATOR, Optional.of("made")),
        person("technician2", "cim40", Capacity.TECHNICIAN, Optional.of("cim40")),
        person("admin", "network", Capacity.ADMINISTRATOR, Optional.empty()));
  }

  private static NewPerson person(
      String id, String organisation, Capacity capacity, Optional<String> centre) {
    return new NewPerson(
        id, id + "@demo.fucina", "The " + id, organisation, capacity, centre, PASSWORD);
  }

  /** A machine reports a value now, and it is durable when this returns. */
  void measure(String machine, String signal, Value value, Instant at) {
    Instant time = at.truncatedTo(ChronoUnit.MICROS);
    intake.offer(List.of(new Reading(machine, signal, time, time, value, Quality.GOOD))).join();
  }

  /** Ends whatever a booking still holds. */
  void free(JsonObject booking) {
    booking.getJsonArray("sessions").stream()
        .map(each -> ((JsonObject) each).getString("id"))
        .forEach(
            session -> get(scheduler.release(session, CLOCK.instant(), "over", Actor.GATEWAY)));
  }

  static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate() {
    try (InputStream pem = Lobby.class.getResourceAsStream("/own-certificate.pem")) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    get(api.stop());
    cameras.close();
    feeds.close();
    intake.close();
    datasets.close();
    alarms.close();
    devices.close();
    people.close();
    database.close();
    vertx.close();
  }
}
