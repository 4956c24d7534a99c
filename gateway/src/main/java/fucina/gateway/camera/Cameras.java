package fucina.gateway.camera;

import fucina.gateway.link.Cells;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.profiles.Camera;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The cameras of all machines. Safe for several threads. */
public final class Cameras implements AutoCloseable {
  private final Vertx vertx;
  private final Fetcher fetcher;
  private final Registry registry;
  private final InstantSource clock;
  private final Map<Key, CameraFeed> feeds = new ConcurrentHashMap<>();

  private record Key(String machine, String camera) {}

  /**
   * Cameras nobody watches yet.
   *
   * @param cells where cameras may be addressed
   */
  public Cameras(Vertx vertx, Registry registry, Cells cells, InstantSource clock) {
    this.vertx = vertx;
    this.fetcher = new Fetcher(vertx, cells);
    this.registry = registry;
    this.clock = clock;
  }

  /** The cameras of a machine whose registration says where they are. */
  public List<Camera> of(Machine machine) {
    return machine.profile().cameras().stream()
        .filter(camera -> address(machine, camera).isPresent())
        .toList();
  }

  /** A camera of a machine. */
  public Optional<CameraFeed> feed(Machine machine, String camera) {
    return of(machine).stream()
        .filter(known -> known.id().equals(camera))
        .findFirst()
        .map(known -> feeds.computeIfAbsent(new Key(machine.id(), camera), key -> feed(key)));
  }

  private CameraFeed feed(Key key) {
    return new CameraFeed(vertx, fetcher, () -> address(key), clock);
  }

  /** Where it is now: a registration may change while somebody watches. */
  private Optional<CameraAddress> address(Key key) {
    return registry
        .machine(key.machine())
        .flatMap(
            machine ->
                machine.profile().cameras().stream()
                    .filter(camera -> camera.id().equals(key.camera()))
                    .findFirst()
                    .flatMap(camera -> address(machine, camera)));
  }

  private Optional<CameraAddress> address(Machine machine, Camera camera) {
    return CameraAddress.of(
        machine, camera, camera.login().flatMap(name -> registry.login(machine.id(), name)));
  }

  @Override
  public void close() {
    feeds.values().forEach(CameraFeed::stop);
    fetcher.close();
  }
}
