package fucina.gateway.link;

import fucina.gateway.telemetry.Intake;
import fucina.profiles.Protocol;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The links of all machines of this process, by machine id. Thread-safe. */
public final class Links implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Links.class);

  private final Map<Protocol, LinkFactory> factories;
  private final Intake intake;
  private final InstantSource clock;
  private final Map<String, MachineLink> links = new ConcurrentHashMap<>();
  private final Map<String, Object> turns = new ConcurrentHashMap<>();
  private final Map<String, LinkStatus> unstarted = new ConcurrentHashMap<>();
  private final List<BiConsumer<String, LinkStatus>> listeners = new CopyOnWriteArrayList<>();

  /**
   * Makes the keeper of no links yet.
   *
   * @param factories who makes the links of each protocol
   * @param intake where all readings go
   */
  public Links(Map<Protocol, LinkFactory> factories, Intake intake, InstantSource clock) {
    this.factories = Map.copyOf(factories);
    this.intake = intake;
    this.clock = clock;
  }

  /** Sets for all protocols who tells what is stored of a machine; before links are started. */
  public void stored(StoredReadings readings) {
    factories.values().forEach(factory -> factory.stored(readings));
  }

  /**
   * Starts the link of a machine; one it already had is closed first, which may take some seconds.
   *
   * @throws IllegalArgumentException if nobody makes links of the profile's protocol
   */
  public void start(LinkSettings settings) {
    LinkFactory factory = factories.get(settings.profile().protocol());
    if (factory == null) {
      throw new IllegalArgumentException("no link speaks " + settings.profile().protocol());
    }
    String machine = settings.machine();
    synchronized (turn(machine)) {
      stop(machine);
      MachineLink link = factory.link(settings, intake, status -> changed(machine, status));
      links.put(machine, link);
      link.start();
    }
  }

  /** A machine's link could not be set up: it has none, and is shown misconfigured. */
  public void cannotStart(String machine, RuntimeException fault) {
    LOG.error("the link of {} cannot be set up", machine, fault);
    String why = Optional.ofNullable(fault.getMessage()).orElseGet(fault::toString);
    LinkStatus status =
        new LinkStatus(
            LinkState.MISCONFIGURED, "The link cannot be set up: " + why, clock.instant());
    synchronized (turn(machine)) {
      stop(machine);
      unstarted.put(machine, status);
    }
    changed(machine, status);
  }

  /** Ends the link of a machine, if it has one. */
  public void stop(String machine) {
    synchronized (turn(machine)) {
      unstarted.remove(machine);
      MachineLink link = links.remove(machine);
      if (link != null) {
        link.close();
      }
    }
  }

  /** What starts and stops of one machine wait for; other machines do not wait with it. */
  private Object turn(String machine) {
    return turns.computeIfAbsent(machine, any -> new Object());
  }

  /** The link of a machine, to send commands on. */
  public Optional<MachineLink> link(String machine) {
    return Optional.ofNullable(links.get(machine));
  }

  /** Where a machine's link stands; STOPPED where it has none, MISCONFIGURED where none can be. */
  public LinkStatus status(String machine) {
    MachineLink link = links.get(machine);
    return link == null
        ? unstarted.getOrDefault(machine, new LinkStatus(LinkState.STOPPED, "", clock.instant()))
        : link.status();
  }

  /** How each signal of a machine fares; empty where it has no link, or one that cannot tell. */
  public List<SignalStatus> signals(String machine) {
    MachineLink link = links.get(machine);
    return link == null ? List.of() : link.signals();
  }

  /** What is added to a machine's times; empty where it has no link, or its clock is not asked. */
  public Optional<Duration> clockOffset(String machine) {
    return link(machine).flatMap(MachineLink::clockOffset);
  }

  /** Tells of every change of state from now on, on any thread; the listener must not block. */
  public void onStatus(BiConsumer<String, LinkStatus> listener) {
    listeners.add(listener);
  }

  /** Ends all links, side by side. */
  @Override
  public void close() {
    List.copyOf(links.keySet()).parallelStream().forEach(this::stop);
  }

  private void changed(String machine, LinkStatus status) {
    LOG.info("link of {}: {} {}", machine, status.state(), status.detail());
    for (BiConsumer<String, LinkStatus> listener : listeners) {
      try {
        listener.accept(machine, status);
      } catch (RuntimeException e) {
        LOG.error("a listener of link states failed", e);
      }
    }
  }
}
