package fucina.gateway.session;

import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.gateway.link.Links;
import fucina.gateway.link.LockHold;
import fucina.gateway.link.MachineLink;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.gateway.telemetry.LiveHub;
import fucina.profiles.Command;
import fucina.profiles.MachineState;
import fucina.profiles.Protocol;
import fucina.profiles.Value;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The shop floor as it is: the registry's machines, their links, and what was last heard of them.
 */
public final class LiveFloor implements Floor {
  private final Registry registry;
  private final Links links;
  private final LiveHub hub;

  public LiveFloor(Registry registry, Links links, LiveHub hub) {
    this.registry = registry;
    this.links = links;
    this.hub = hub;
  }

  @Override
  public Optional<Machine> machine(String id) {
    return registry.machine(id);
  }

  @Override
  public LinkStatus link(String machine) {
    return links.status(machine);
  }

  @Override
  public MachineState state(String machine) {
    return registry.state(machine);
  }

  @Override
  public Optional<Measured> measured(String machine, String signal) {
    return hub.heard(machine, signal)
        .map(
            heard ->
                new Measured(
                    heard.reading().value(),
                    heard.reading().quality(),
                    heard.arrived(),
                    fresh(machine, heard.arrived())));
  }

  /**
   * OPC UA and Sparkplug report changes only and tell when the source is gone, so an unchanged
   * value holds as long as its machine is heard at all; a bare MQTT topic must speak for itself.
   */
  private Instant fresh(String machine, Instant arrived) {
    boolean reportsChangesOnly =
        registry
            .machine(machine)
            .filter(known -> known.profile().protocol() != Protocol.MQTT)
            .isPresent();
    if (!reportsChangesOnly
        || arrived.equals(Instant.EPOCH)
        || links.status(machine).state() != LinkState.ONLINE) {
      return arrived;
    }
    return hub.lastHeard(machine).filter(arrived::isBefore).orElse(arrived);
  }

  @Override
  public CompletableFuture<MachineLink.Answer> send(
      String machine, Command command, Map<String, Value> arguments, String reference) {
    Optional<MachineLink> link = links.link(machine);
    if (link.isEmpty()) {
      return CompletableFuture.completedFuture(
          new MachineLink.Answer.NotSent("the machine has no link"));
    }
    try {
      return link.get().execute(command, arguments, reference);
    } catch (RuntimeException e) {
      // A link's own fault must not keep a session from its end.
      return CompletableFuture.completedFuture(
          new MachineLink.Answer.Unanswered("the link failed: " + e.getMessage()));
    }
  }

  @Override
  public void feedWatchdog(String machine) {
    links.link(machine).ifPresent(MachineLink::feedWatchdog);
  }

  @Override
  public void holdLock(String machine, String context) {
    links.link(machine).ifPresent(link -> link.holdLock(context));
  }

  @Override
  public void releaseLock(String machine) {
    links.link(machine).ifPresent(MachineLink::releaseLock);
  }

  @Override
  public LockHold lock(String machine) {
    return links.link(machine).map(MachineLink::lock).orElseGet(LockHold.None::new);
  }

  @Override
  public void quarantine(String machine, String reason) {
    registry.quarantine(machine, reason);
  }
}
