package fucina.gateway.api;

import fucina.gateway.api.LiveSockets.MachineNow;
import fucina.gateway.link.LinkState;
import fucina.gateway.registry.Machine;
import fucina.gateway.registry.Registry;
import fucina.gateway.telemetry.LiveHub;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.MachineState;
import fucina.profiles.Profile;
import fucina.profiles.StateRule;
import fucina.profiles.StateRule.Override;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Every turn of a watched machine's state, in order, also those between two values of one commit: a
 * state that was over before anybody looked was still a state.
 */
final class LiveStates {
  private final Registry registry;
  private final LiveHub hub;
  private final BiConsumer<String, MachineNow> told;
  private final Map<String, Turns> watched = new ConcurrentHashMap<>();

  /**
   * Watches nothing yet.
   *
   * @param told of each turn, in order for each machine; must not block
   */
  LiveStates(Registry registry, LiveHub hub, BiConsumer<String, MachineNow> told) {
    this.registry = registry;
    this.hub = hub;
    this.told = told;
  }

  /** Follows a machine from now on. */
  void watch(String machine) {
    watched.computeIfAbsent(
        machine,
        id ->
            registry
                .machine(id)
                .map(Machine::profile)
                .flatMap(Profile::states)
                .map(rule -> new Turns(rule, id))
                .orElse(null));
  }

  /** Follows only these any more. */
  void retain(Set<String> machines) {
    watched.keySet().retainAll(machines);
  }

  /** Readings became durable; on the publishing thread. */
  void committed(List<Reading> readings) {
    if (!watched.isEmpty()) {
      for (Reading reading : readings) {
        @Nullable Turns turns = watched.get(reading.machine());
        if (turns != null) {
          turns.take(reading);
        }
      }
    }
  }

  /** One machine's values that its state hangs on. */
  private final class Turns {
    private final StateRule rule;
    private final String machine;
    private final Set<String> signals = new HashSet<>();
    private final Map<String, Reading> latest = new HashMap<>();
    private MachineState state;

    Turns(StateRule rule, String machine) {
      this.rule = rule;
      this.machine = machine;
      signals.add(rule.signal());
      rule.overrides().stream().map(Override::signal).forEach(signals::add);
      signals.forEach(
          name -> hub.latest(machine, name).ifPresent(reading -> latest.put(name, reading)));
      state = now();
    }

    private MachineState now() {
      return rule.state(name -> Optional.ofNullable(latest.get(name)).map(Reading::value));
    }

    synchronized void take(Reading reading) {
      String name = reading.signal();
      if (!signals.contains(name) || late(reading)) {
        return;
      }
      latest.put(name, reading);
      MachineState next = now();
      if (next != state) {
        state = next;
        if (registry.link(machine).state() == LinkState.ONLINE) {
          told.accept(machine, new MachineNow(Shapes.word(next), Shapes.word(LinkState.ONLINE)));
        }
      }
    }

    private boolean late(Reading reading) {
      @Nullable Reading known = latest.get(reading.signal());
      return known != null && reading.time().isBefore(known.time());
    }
  }
}
