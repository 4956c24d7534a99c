package fucina.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.link.Cells;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.Links;
import fucina.gateway.link.MqttTerms;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.TrustFolder;
import fucina.gateway.link.mqtt.MqttConnections;
import fucina.gateway.link.mqtt.MqttLinks;
import fucina.gateway.link.opcua.OpcUaLinks;
import fucina.gateway.registry.Machine.Connection;
import fucina.gateway.registry.Registry.Draft;
import fucina.gateway.registry.Registry.Taken;
import fucina.gateway.telemetry.LiveHub;
import fucina.profiles.Catalogue;
import fucina.profiles.Protocol;
import fucina.scheduler.Actor;
import fucina.scheduler.MachineRules;
import fucina.scheduler.Scheduler;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import fucina.scheduler.postgres.PostgresBookings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry with real links and a real database; nobody answers at the machines' addresses. */
class RegistryLinksIT {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final String SERVER = "opc.tcp://127.0.0.1:1/robot";
  private static final String BROKER = "mqtt://127.0.0.1:1";
  private static final Actor TECHNICIAN =
      new Actor("teo", "made", Actor.Capacity.TECHNICIAN, Optional.of("made"));
  private static final MachineRules RULES =
      new MachineRules(
          ZoneId.of("Europe/Rome"),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofHours(8),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofDays(90),
          MachineRules.ALWAYS);

  @TempDir private Path folder;
  private final List<AutoCloseable> running = new ArrayList<>();
  private Vertx vertx;
  private Database database;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    database = Database.open(vertx, DatabaseSettings.embedded(folder.resolve("postgres")));
    MachineTable table = new MachineTable(database, CLOCK);
    get(table.centre(new Centre("made", "MADE", "Milano")));
    get(table.centre(new Centre("cim40", "CIM 4.0", "Torino")));
  }

  @AfterEach
  void close() throws Exception {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).close();
    }
    database.close();
    get(vertx.close());
  }

  private static <T> T get(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** A registry as a gateway finds it at its start. */
  private PostgresRegistry started() {
    Notebook notebook = new Notebook(folder.resolve("links.notes"));
    DeadLetters letters = new DeadLetters(CLOCK);
    Path pki = folder.resolve("pki");
    OpcUaLinks opcua =
        new OpcUaLinks(
            pki,
            "urn:fucina:gateway",
            new TrustFolder(pki.resolve("trust"), CLOCK),
            notebook,
            letters,
            CLOCK);
    MqttConnections mqtt = new MqttConnections("registry-test", Optional.empty(), CLOCK);
    Links links =
        new Links(
            Map.of(
                Protocol.OPC_UA,
                opcua,
                Protocol.MQTT,
                new MqttLinks(mqtt, notebook, letters, CLOCK)),
            new FakeIntake(),
            CLOCK);
    running.add(opcua);
    running.add(mqtt);
    running.add(links);
    PostgresRegistry registry =
        new PostgresRegistry(
            vertx,
            database,
            new PostgresRegistry.Parts(
                new Scheduler(new PostgresBookings(database), CLOCK),
                links,
                new LiveHub(),
                Catalogue.builtIn(),
                Secrets.in(folder.resolve("secrets.key")),
                Cells.ANY,
                new MachineBroker(BROKER, Optional.empty(), Optional.empty(), MqttTerms.USUAL),
                RULES),
            CLOCK);
    get(registry.start());
    return registry;
  }

  private static Draft draft(
      String id, String centre, String profile, String endpoint, Map<String, String> variables) {
    return new Draft(
        Optional.of(id),
        Optional.of(id),
        Optional.of(centre),
        Optional.of(profile),
        Optional.of(new Connection(endpoint, "", Optional.empty(), variables)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Draft robot(String id, String centre, String endpoint) {
    return draft(id, centre, "robot-arm-6axis", endpoint, Map.of());
  }

  private static Draft printer(String id, String endpoint, String prefix) {
    return draft(id, "made", "printer-fff-klipper", endpoint, Map.of("PREFIX", prefix));
  }

  private static Draft only(Optional<Connection> connection, Optional<Boolean> published) {
    return new Draft(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        connection,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        published,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aMachineWhoseLinkCannotBeSetUpKeepsNoOtherFromStarting() {
    PostgresRegistry first = started();
    get(first.register(printer("printer-1", BROKER, "printer-1"), TECHNICIAN));
    get(first.register(printer("printer-2", BROKER, "printer-2"), TECHNICIAN));
    get(
        database
            .pool()
            .query(
                "UPDATE registered_machine SET variables = '{\"PREFIX\": \"{{HOST}}\"}' WHERE id ="
                    + " 'printer-1'")
            .execute());

    PostgresRegistry next = started();

    assertThat(next.link("printer-1").state()).isEqualTo(LinkState.MISCONFIGURED);
    assertThat(next.link("printer-1").detail()).contains("fills no {{HOST}}");
    assertThat(next.link("printer-2").state()).isNotIn(LinkState.MISCONFIGURED, LinkState.STOPPED);
    Connection mended = new Connection(BROKER, "", Optional.empty(), Map.of("PREFIX", "printer-1"));
    get(next.change("printer-1", only(Optional.of(mended), Optional.empty()), TECHNICIAN));
    assertThat(next.link("printer-1").state()).isNotIn(LinkState.MISCONFIGURED, LinkState.STOPPED);
  }

  @Test
  void aServersMachineIsPublishedOnceHoweverItsAddressIsWritten() {
    PostgresRegistry registry = started();
    get(registry.register(robot("robot-1", "made", SERVER), TECHNICIAN));

    assertThatThrownBy(
            () ->
                get(
                    registry.register(
                        robot("robot-2", "cim40", "opc.tcp://LOCALHOST:1/robot/"), TECHNICIAN)))
        .hasRootCauseInstanceOf(Taken.class)
        .hasMessageContaining("machine robot-1 of centre made");
    assertThat(registry.machine("robot-2")).isEmpty();
    get(registry.register(robot("robot-3", "cim40", "opc.tcp://127.0.0.1:2/robot"), TECHNICIAN));
    // Who only reads may look at the same server.
    get(
        registry.register(
            draft(
                "meter-1",
                "cim40",
                "energy-meter-opcua",
                SERVER,
                Map.of("INSTANCES", "urn:maker:meter", "METER", "Meter1")),
            TECHNICIAN));
    Connection moved = new Connection(SERVER, "", Optional.empty(), Map.of());
    assertThatThrownBy(
            () ->
                get(
                    registry.change(
                        "robot-3", only(Optional.of(moved), Optional.empty()), TECHNICIAN)))
        .hasRootCauseInstanceOf(Taken.class);
    get(registry.retire("robot-1", TECHNICIAN));
    get(registry.change("robot-3", only(Optional.of(moved), Optional.empty()), TECHNICIAN));
    assertThat(registry.machine("robot-3").orElseThrow().connection().endpoint()).isEqualTo(SERVER);
  }

  @Test
  void machinesOfOneBrokerAreToldApartByTheirTopics() {
    PostgresRegistry registry = started();
    get(registry.register(printer("printer-1", BROKER, "hall-a"), TECHNICIAN));
    get(registry.register(printer("printer-2", BROKER, "hall-b"), TECHNICIAN));
    assertThatThrownBy(() -> get(registry.register(printer("printer-3", "", "hall-a"), TECHNICIAN)))
        .hasRootCauseInstanceOf(Taken.class)
        .hasMessageContaining("printer-1");
    // After the next start it is known as well.
    PostgresRegistry next = started();
    assertThatThrownBy(() -> get(next.register(printer("printer-4", BROKER, "hall-b"), TECHNICIAN)))
        .hasRootCauseInstanceOf(Taken.class);
  }

  @Test
  void aRowThatCannotBeReadSetsOnlyItsOwnMachineAside() {
    PostgresRegistry registry = started();
    get(registry.register(robot("robot-1", "made", SERVER), TECHNICIAN));
    get(registry.register(robot("robot-2", "made", "opc.tcp://127.0.0.1:2/robot"), TECHNICIAN));
    get(registry.register(robot("robot-3", "made", "opc.tcp://127.0.0.1:3/robot"), TECHNICIAN));
    for (String spoilt :
        List.of(
            "UPDATE registered_machine SET rules = '{\"zone\": 5}' WHERE id = 'robot-1'",
            "UPDATE registered_machine SET signals = '{\"robot.mode\": 1}' WHERE id = 'robot-3'")) {
      get(database.pool().query(spoilt).execute());
    }

    PostgresRegistry after = started();
    for (String id : List.of("robot-1", "robot-3")) {
      Machine aside = after.machine(id).orElseThrow();
      assertThat(aside.inService()).isFalse();
      assertThat(aside.published()).isFalse();
      assertThat(after.link(id).state()).isEqualTo(LinkState.STOPPED);
    }
    assertThat(after.machine("robot-1").orElseThrow().serviceNote())
        .contains("cannot be read", "rules");
    assertThat(after.machine("robot-3").orElseThrow().serviceNote()).contains("signals");
    Machine whole = after.machine("robot-2").orElseThrow();
    assertThat(whole.published() && whole.inService()).isTrue();
  }

  @Test
  void aDraftMayShareAnAddressUntilItIsPublished() {
    PostgresRegistry registry = started();
    get(registry.register(robot("robot-1", "made", SERVER), TECHNICIAN));
    Draft plain = robot("robot-2", "made", SERVER);
    get(
        registry.register(
            new Draft(
                plain.id(),
                plain.name(),
                plain.centre(),
                plain.profile(),
                plain.connection(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                Optional.empty(),
                Optional.empty()),
            TECHNICIAN));
    assertThatThrownBy(
            () ->
                get(
                    registry.change(
                        "robot-2", only(Optional.empty(), Optional.of(true)), TECHNICIAN)))
        .hasRootCauseInstanceOf(Taken.class);
    assertThat(registry.machine("robot-2").orElseThrow().published()).isFalse();
  }
}
