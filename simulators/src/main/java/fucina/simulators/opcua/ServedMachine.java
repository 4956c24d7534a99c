package fucina.simulators.opcua;

import fucina.simulators.machine.CounterFile;
import fucina.simulators.machine.Deed;
import fucina.simulators.machine.Fault;
import fucina.simulators.machine.MachineUnavailable;
import fucina.simulators.machine.Scene;
import fucina.simulators.machine.Told;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A machine on OPC UA, to be started and closed. Safe for several threads. It lives on its own
 * thread; servers are opened and closed on the caller's, as that takes a second in which the
 * machine goes on.
 */
final class ServedMachine implements OpcUaMachine, Actions {
  private static final Logger log = LoggerFactory.getLogger(ServedMachine.class);

  private final Device device;
  private final OpcUaSettings settings;
  private final InstantSource clock;
  private final Random chance;
  private final List<String> namespaces;
  private final Trouble trouble;
  private Optional<ServerSecurity> security = Optional.empty();
  private Optional<MachineServer> server = Optional.empty();
  private volatile Optional<Running> running = Optional.empty();
  private volatile int port;

  /** What there is only between start and close. */
  private record Running(Pulse pulse, MachineLife life) {}

  /**
   * A machine that is off.
   *
   * @param seed of the order of its namespaces once shuffled
   */
  ServedMachine(Device device, OpcUaSettings settings, InstantSource clock, long seed) {
    this.chance = new Random(seed);
    this.namespaces = new ArrayList<>(Vocabulary.COMPANIONS);
    this.namespaces.add(device.namespace());
    this.trouble = new Trouble(new DeviceLock(clock));
    this.device = device;
    this.settings = settings;
    this.clock = clock;
    this.port = settings.port();
  }

  @Override
  public String id() {
    return device.id();
  }

  @Override
  public String endpoint() {
    running();
    return "opc.tcp://" + ServerPlan.HOST + ":" + port + "/" + device.id();
  }

  @Override
  public synchronized void start() {
    if (running.isPresent()) {
      return;
    }
    security();
    Instant began = Pulse.onGrid(clock.instant());
    MachineLife life = new MachineLife(device, new CounterFile(settings.folder()), began);
    Pulse pulse = new Pulse(device.id(), clock, began, life::beat);
    running = Optional.of(new Running(pulse, life));
    pulse.start();
    try {
      open();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    log.info("{} listens on {}", device.id(), endpoint());
  }

  private void open() {
    if (server.isEmpty()) {
      ServerPlan plan = new ServerPlan(device, security(), this, trouble);
      MachineServer opened = plan.open(port, clock.instant(), namespaces);
      port = opened.port();
      server = Optional.of(opened);
      show();
    }
  }

  private void shut() {
    Optional<MachineServer> open = server;
    server = Optional.empty();
    show();
    open.ifPresent(MachineServer::close);
  }

  private void show() {
    Running now = running();
    Optional<MachineServer> through = server;
    now.pulse()
        .call(
            () -> {
              now.life().show(through);
              return through.isPresent();
            });
  }

  @Override
  public int perform(IntSupplier action) {
    Running now = running();
    return now.pulse().call(() -> now.life().perform(clock.instant(), action));
  }

  @Override
  public void later(Runnable action) {
    IntSupplier silent =
        () -> {
          action.run();
          return 0;
        };
    running.ifPresent(now -> now.pulse().run(() -> now.life().perform(clock.instant(), silent)));
  }

  @Override
  public Optional<Scene> scene() {
    return device.scene();
  }

  @Override
  public Optional<Told> told() {
    return device.told();
  }

  @Override
  public List<Deed> journal() {
    return running().pulse().call(device::journal);
  }

  @Override
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.Offline offline) {
      connect(!offline.gone());
      return true;
    }
    if (fault instanceof Fault.Restarted restart) {
      restart(restart.shuffled());
      return true;
    }
    if (trouble.suffer(fault)) {
      perform(() -> 0);
      return true;
    }
    if (fault instanceof Fault.SessionsLost || fault instanceof Fault.SubscriptionsLost) {
      forget(fault);
      return true;
    }
    Running now = running();
    if (fault instanceof Fault.Frozen freeze) {
      return now.pulse()
          .call(
              () -> {
                now.life().freeze(freeze.frozen());
                return true;
              });
    }
    return perform(() -> device.suffer(fault) ? 1 : 0) == 1;
  }

  private synchronized void restart(boolean shuffled) {
    running();
    shut();
    if (shuffled) {
      Collections.shuffle(namespaces, chance);
    }
    open();
  }

  private synchronized void forget(Fault fault) {
    server.ifPresent(
        open -> {
          if (fault instanceof Fault.SessionsLost) {
            open.loseSessions();
          } else {
            open.loseSubscriptions();
          }
        });
  }

  private synchronized void connect(boolean back) {
    running();
    if (back) {
      open();
    } else {
      shut();
    }
  }

  @Override
  public synchronized void trust(X509Certificate certificate) {
    security().trust(certificate);
  }

  @Override
  public synchronized X509Certificate certificate() {
    return security().certificate();
  }

  private ServerSecurity security() {
    ServerSecurity open =
        security.orElseGet(() -> ServerSecurity.open(settings, device.id(), clock));
    security = Optional.of(open);
    return open;
  }

  private Running running() {
    return running.orElseThrow(() -> new IllegalStateException(device.id() + " is not started"));
  }

  @Override
  public synchronized void close() {
    running.ifPresent(this::end);
    running = Optional.empty();
    security.ifPresent(ServerSecurity::close);
    security = Optional.empty();
  }

  private void end(Running ended) {
    try {
      shut();
      ended
          .pulse()
          .call(
              () -> {
                ended.life().end();
                return true;
              });
    } catch (IllegalStateException | MachineUnavailable e) {
      log.warn("{} did not close cleanly", device.id(), e);
    }
    ended.pulse().close();
  }
}
