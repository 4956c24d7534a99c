package fucina.gateway;

import fucina.gateway.link.LinkState;
import fucina.gateway.link.LinkStatus;
import fucina.simulators.machine.SimulatedMachine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits until every machine of the demo delivers. */
final class DemoDelivery {
  private static final Duration ALL_DELIVER = Duration.ofSeconds(60);

  private final Gateway gateway;
  private final List<SimulatedMachine> machines;

  DemoDelivery(Gateway gateway, List<SimulatedMachine> machines) {
    this.gateway = gateway;
    this.machines = List.copyOf(machines);
  }

  /**
   * Returns when all deliver.
   *
   * @throws StartFailure naming those that do not
   */
  void await() {
    CountDownLatch delivering = new CountDownLatch(1);
    long timer =
        gateway
            .vertx()
            .setPeriodic(
                50,
                any -> {
                  if (machines.stream().allMatch(machine -> delivers(machine.id()))) {
                    delivering.countDown();
                  }
                });
    try {
      if (!delivering.await(ALL_DELIVER.toSeconds(), TimeUnit.SECONDS)) {
        throw new StartFailure("The lab does not deliver: " + silent());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("The start was interrupted.", e);
    } finally {
      gateway.vertx().cancelTimer(timer);
    }
  }

  private boolean delivers(String machine) {
    Gateway.Running running = gateway.running();
    return running.registry().link(machine).state() == LinkState.ONLINE
        && running.hub().lastHeard(machine).isPresent();
  }

  private String silent() {
    StringBuilder said = new StringBuilder();
    for (SimulatedMachine machine : machines) {
      if (!delivers(machine.id())) {
        LinkStatus link = gateway.running().registry().link(machine.id());
        said.append(machine.id())
            .append(" is ")
            .append(link.state())
            .append(' ')
            .append(link.detail())
            .append("; ");
      }
    }
    return said.toString();
  }
}
