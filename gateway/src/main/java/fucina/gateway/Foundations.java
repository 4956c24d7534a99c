package fucina.gateway;

import fucina.gateway.access.DeviceUsers;
import fucina.gateway.broker.BrokerUsers;
import fucina.gateway.broker.EmbeddedBroker;
import fucina.gateway.link.Cells;
import fucina.gateway.link.DeadLetters;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.StoredReadings;
import fucina.gateway.link.TrustFolder;
import fucina.gateway.link.opcua.OpcUaLinks;
import fucina.gateway.store.questdb.QuestDbStore;
import fucina.gateway.telemetry.Reading;
import fucina.scheduler.postgres.Database;
import fucina.scheduler.postgres.DatabaseSettings;
import fucina.scheduler.postgres.OldRows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * The parts everything else stands on. The slow ones do not need one another: started side by side
 * they take as long as the slowest.
 *
 * @param pki the folder of certificates and keys
 * @param broker empty where the settings name one that somebody else runs
 * @param devices who may connect to the broker besides the gateway; known to it before it listens
 */
record Foundations(
    Database database,
    QuestDbStore store,
    Optional<EmbeddedBroker> broker,
    DeviceUsers devices,
    OpcUaLinks opcua,
    TrustFolder trust,
    Notebook notebook,
    DeadLetters deadLetters,
    Path pki) {
  private static final int CONNECTIONS = 16;
  private static final Duration RECENT = Duration.ofDays(1);
  private static final Duration RESTED = Duration.ofDays(60);

  /**
   * Starts them.
   *
   * @param started told of each part that runs, also where another one failed
   * @throws StartFailure with the reason of one that failed, when all have come to rest
   */
  static Foundations start(
      Vertx vertx,
      Settings settings,
      BrokerUsers users,
      InstantSource clock,
      Consumer<AutoCloseable> started) {
    Path pki = settings.opcua().pki().orElse(settings.data().resolve("pki"));
    TrustFolder trust = new TrustFolder(pki.resolve("trust"), clock);
    Notebook notebook = new Notebook(settings.data().resolve("links.notes"));
    DeadLetters deadLetters = new DeadLetters(clock);
    Future<Database> database = aside(vertx, () -> database(vertx, settings), started);
    Future<QuestDbStore> store =
        aside(
            vertx,
            () ->
                new QuestDbStore(
                    settings.data().resolve("questdb"),
                    new QuestDbStore.Settings(
                        settings.telemetry().retention(),
                        QuestDbStore.Settings.usual().diskFloorBytes(),
                        clock)),
            started);
    Future<OpcUaLinks> opcua =
        aside(
            vertx,
            () ->
                new OpcUaLinks(
                    pki,
                    settings.opcua().applicationUri(),
                    trust,
                    notebook,
                    deadLetters,
                    clock,
                    new Cells(settings.cells())),
            started);
    Future<DeviceUsers> devices = database.compose(on -> devices(vertx, on, users, clock, started));
    Future<Optional<EmbeddedBroker>> broker =
        settings.mqtt().broker().isPresent()
            ? Future.succeededFuture(Optional.empty())
            : devices.compose(
                known -> aside(vertx, () -> broker(settings, users), started).map(Optional::of));
    Startup.await("the foundations", Future.join(List.of(database, store, opcua, devices, broker)));
    OldRows forgetting =
        new OldRows(
            vertx, database.result(), clock, Forgotten.rules(settings.telemetry().retention()));
    started.accept(forgetting);
    forgetting.start();
    return new Foundations(
        database.result(),
        store.result(),
        broker.result(),
        devices.result(),
        opcua.result(),
        trust,
        notebook,
        deadLetters,
        pki);
  }

  /** What is stored of machines. */
  StoredReadings stored(InstantSource clock) {
    return new StoredReadings() {
      @Override
      public List<Reading> newest(String machine) {
        List<Reading> recent = store.latest(machine, clock.instant().minus(RECENT));
        return recent.isEmpty() ? store.latest(machine, clock.instant().minus(RESTED)) : recent;
      }

      @Override
      public List<Reading> until(String machine, List<String> signals, Instant until) {
        return store.newest(machine, signals, until.minus(RESTED), until.plusNanos(1_000));
      }
    };
  }

  private static Database database(Vertx vertx, Settings settings) {
    Path folder = settings.data().resolve("postgres");
    return Database.open(
        vertx, new DatabaseSettings(settings.database().url(), folder, CONNECTIONS));
  }

  private static Future<DeviceUsers> devices(
      Vertx vertx,
      Database database,
      BrokerUsers users,
      InstantSource clock,
      Consumer<AutoCloseable> started) {
    DeviceUsers devices = new DeviceUsers(vertx, database, clock, new DeviceDoor(users));
    started.accept(devices);
    return devices.start().map(devices);
  }

  private static EmbeddedBroker broker(Settings settings, BrokerUsers users) {
    Path folder = settings.data().resolve("mqtt");
    return new EmbeddedBroker(
            folder, settings.mqtt().embeddedHost(), settings.mqtt().embeddedPort(), users)
        .start();
  }

  private static <T extends AutoCloseable> Future<T> aside(
      Vertx vertx, Callable<T> start, Consumer<AutoCloseable> started) {
    return vertx.executeBlocking(
        () -> {
          T part = start.call();
          started.accept(part);
          return part;
        },
        false);
  }
}
