package fucina.gateway;

import fucina.gateway.access.CalendarKeys;
import fucina.gateway.access.Directory;
import fucina.gateway.access.People;
import fucina.gateway.access.Preferences;
import fucina.gateway.access.SignIns;
import fucina.gateway.access.Tickets;
import fucina.gateway.access.Tokens;
import fucina.gateway.alarm.Alarms;
import fucina.gateway.api.Api;
import fucina.gateway.api.Management;
import fucina.gateway.api.Parts;
import fucina.gateway.broker.BrokerPassword;
import fucina.gateway.broker.BrokerUser;
import fucina.gateway.broker.BrokerUsers;
import fucina.gateway.camera.Cameras;
import fucina.gateway.link.Cells;
import fucina.gateway.link.LinkFactory;
import fucina.gateway.link.Links;
import fucina.gateway.link.TrustFolder;
import fucina.gateway.link.mqtt.MqttConnections;
import fucina.gateway.link.mqtt.MqttLinks;
import fucina.gateway.link.sparkplug.SparkplugLinks;
import fucina.gateway.metrics.Meters;
import fucina.gateway.notice.Webhooks;
import fucina.gateway.record.Datasets;
import fucina.gateway.registry.Centre;
import fucina.gateway.registry.DeadLetterShelf;
import fucina.gateway.registry.PostgresRegistry;
import fucina.gateway.registry.ProblemReports;
import fucina.gateway.registry.Secrets;
import fucina.gateway.session.BookedSessions;
import fucina.gateway.session.LiveFloor;
import fucina.gateway.store.questdb.QuestDbStore;
import fucina.gateway.telemetry.CommitGroups;
import fucina.gateway.telemetry.Feeds;
import fucina.gateway.telemetry.LiveHub;
import fucina.profiles.Protocol;
import fucina.scheduler.Lapses;
import fucina.scheduler.MachineRules;
import fucina.scheduler.Scheduler;
import fucina.scheduler.postgres.Audit;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.PostgresBookings;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The product put together: makes the parts, starts them in order, ends them backwards. */
final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** How old the values may be that are shown at once after a start. */
  private final Settings settings;

  private final MachineRules usualRules;
  private final InstantSource clock = InstantSource.system();
  private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();

  private final Meters meters = new Meters();
  private final Vertx vertx = meters.vertx(new VertxOptions()).build();
  private final BrokerUsers brokerUsers = new BrokerUsers();
  private @Nullable Running running;

  /** What runs once started. */
  record Running(
      int port,
      int managementPort,
      PostgresRegistry registry,
      People people,
      LiveHub hub,
      Foundations on) {}

  /**
   * @param fresh whether to empty the data folder first
   * @param usualRules rules of a machine registered without any
   */
  Gateway(Settings settings, boolean fresh, MachineRules usualRules) {
    this.settings = settings;
    this.usualRules = usualRules;
    started.push(DataFolder.take(settings.data(), fresh));
    started.push(
        () -> vertx.close().toCompletionStage().toCompletableFuture().get(3, TimeUnit.SECONDS));
  }

  Vertx vertx() {
    return vertx;
  }

  BrokerUsers brokerUsers() {
    return brokerUsers;
  }

  Running running() {
    return Objects.requireNonNull(running, "the gateway is not started");
  }

  /** Where people find it. */
  String url() {
    String scheme = settings.http().certificate().isPresent() ? "https" : "http";
    return settings
        .http()
        .publicUrl()
        .orElseGet(() -> scheme + "://" + settings.http().host() + ":" + running().port());
  }

  /** Where operators find metrics and health. */
  String managementUrl() {
    return "http://" + settings.management().host() + ":" + running().managementPort();
  }

  /**
   * Makes the first administrator, where there is none yet.
   *
   * @return what to tell whoever started the process; empty where there was one
   */
  Optional<String> firstAdministrator() {
    String email = "admin@fucina.local";
    return Startup.await(
            "the first administrator", running().people().createFirstAdministrator(email))
        .map(
            password ->
                "First administrator: "
                    + email
                    + ", one-time password "
                    + password
                    + " (shown once; change it after signing in)");
  }

  /** Starts all; returns when requests are answered. */
  Gateway start() {
    Ports.tryOut(settings, setting -> setting);
    String password = HexFormat.of().formatHex(SecureRandom.getSeed(16));
    brokerUsers.put(BrokerUser.everywhere("gateway", BrokerPassword.of(password)));
    return assemble(
        Foundations.start(vertx, settings, brokerUsers, clock, started::push), password);
  }

  private Gateway assemble(Foundations on, String password) {
    Database database = on.database();
    QuestDbStore store = on.store();
    LiveHub hub = new LiveHub();
    TimeSeries series = TimeSeries.start(settings, store, clock, started::push);
    CommitGroups intake = push(new CommitGroups(groups(), series.commits(), hub, clock));
    Brokers brokers = new Brokers(settings, on, clock);
    MqttConnections mqtt = push(brokers.connections());
    Map<Protocol, LinkFactory> factories =
        Map.of(
            Protocol.OPC_UA, on.opcua(),
            Protocol.MQTT,
                new MqttLinks(mqtt, on.notebook(), on.deadLetters(), on.opcua().events(), clock),
            Protocol.SPARKPLUG,
                new SparkplugLinks(
                    mqtt, settings.mqtt().sparkplugHost(), on.notebook(), on.deadLetters(), clock));
    Links links = push(new Links(factories, intake, clock));
    Scheduler scheduler = new Scheduler(new PostgresBookings(database), clock);
    Secrets secrets = secrets();
    PostgresRegistry registry =
        new PostgresRegistry(
            vertx,
            database,
            new PostgresRegistry.Parts(
                scheduler,
                links,
                hub,
                ProfilesInUse.of(settings),
                secrets,
                new Cells(settings.cells()),
                brokers.ofMachines(password),
                usualRules),
            clock);
    intake.policies(
        (machine, signal) ->
            registry.machine(machine).flatMap(known -> known.profile().signal(signal)));
    store.keeping(
        (machine, signal) ->
            registry
                .machine(machine)
                .flatMap(known -> known.profile().signal(signal))
                .flatMap(known -> known.store().retention()));
    for (Centre centre : DemoLab.CENTRES) {
      Startup.await("the centres", registry.centre(centre));
    }
    on.trust()
        .drafts(
            id ->
                registry
                    .machine(id)
                    .map(known -> TrustFolder.draft(known.centre(), known.connection().endpoint()))
                    .orElse(""));
    DeadLetterShelf shelf = push(new DeadLetterShelf(vertx, database, on.deadLetters()));
    Startup.await("the dead letters", shelf.start());
    links.stored(on.stored(clock));
    mqtt.expecting(true);
    Startup.await("the registry", registry.start());
    TooLarge.told(on, registry);
    mqtt.expecting(false);
    registry.machines().forEach(machine -> hub.preload(on.stored(clock).newest(machine.id())));
    BookedSessions sessions =
        new BookedSessions(vertx, scheduler, database, new LiveFloor(registry, links, hub), clock);
    started.push(sessions::close);
    Startup.await("the sessions", sessions.start());
    push(new Lapses(vertx, scheduler)).start();
    People people = push(Startup.await("the accounts", People.open(vertx, database, clock)));
    Feeds feeds = push(new Feeds(hub));
    ProblemReports problems = new ProblemReports(database, registry, clock);
    Startup.await("the problem reports", problems.start());
    Alarms alarms = push(new Alarms(vertx, database, registry, hub, on.opcua().events(), clock));
    Startup.await("the alarms", alarms.start());
    Webhooks webhooks = new Webhooks(database, secrets, clock);
    Parts parts =
        new Parts(
            clock,
            access(people, webhooks, on),
            new Parts.Lab(
                registry,
                scheduler,
                sessions,
                problems,
                alarms,
                on.trust(),
                new Audit(database),
                links,
                on.deadLetters(),
                on.opcua().events()),
            new Parts.Values(
                series.history(),
                hub,
                feeds,
                push(new Cameras(vertx, registry, new Cells(settings.cells()), clock))),
            Records.start(
                vertx,
                settings,
                on,
                new Datasets.Sources(
                    sessions,
                    registry,
                    links,
                    alarms,
                    new Audit(database),
                    store,
                    intake::oldestUncommitted),
                scheduler,
                clock,
                started::push),
            brokers.bench(),
            on.opcua().certificates());
    Metering metering = new Metering(meters);
    metering.bind(intake, feeds, store, registry, links, on.deadLetters());
    metering.bind(alarms);
    series.forwarding().ifPresent(meters::forwarding);
    sessions.onEvent(metering::meter);
    scheduler.onDecision(metering::meter);
    Api api = new Api(vertx, settings.http().door(), parts);
    int port = Startup.await("the HTTP server", api.start());
    started.push(() -> Startup.await("the HTTP server's end", api.stop()));
    Management management =
        new Management(
            vertx,
            settings.management().host(),
            settings.management().port(),
            meters::scrape,
            Metering.readiness(database, store, intake));
    int managementPort = Startup.await("the management server", management.start());
    started.push(() -> Startup.await("the management server's end", management.stop()));
    running = new Running(port, managementPort, registry, people, hub, on);
    metering.bind(
        push(
            Noticing.start(
                vertx, settings, database, people, webhooks, registry, this::url, clock)));
    return this;
  }

  /** Ends all, the last started first; what fails to end does not keep the rest from it. */
  @Override
  public void close() {
    while (!started.isEmpty()) {
      AutoCloseable part = started.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{} did not end cleanly: {}", part.getClass().getSimpleName(), e.toString());
      }
    }
  }

  private Parts.Access access(People people, Webhooks webhooks, Foundations on) {
    SignIns signIns = new SignIns(people);
    return new Parts.Access(
        people,
        signIns,
        new Tokens(people, signIns),
        new Tickets(clock),
        new Directory(people, signIns),
        new CalendarKeys(people),
        new Preferences(people),
        webhooks,
        on.broker().map(broker -> new Parts.Devices(on.devices(), broker.url())));
  }

  private CommitGroups.Settings groups() {
    CommitGroups.Settings usual = CommitGroups.Settings.usual();
    return new CommitGroups.Settings(
        usual.capacity(),
        settings.telemetry().maxRows(),
        Duration.ofMillis(settings.telemetry().maxMillis()),
        usual.closing());
  }

  private Secrets secrets() {
    return Secrets.in(settings.secretsKeyFile().orElse(settings.data().resolve("secrets.key")));
  }

  private <T extends AutoCloseable> T push(T part) {
    started.push(part);
    return part;
  }
}
