package fucina.simulators.opcua;

import fucina.simulators.machine.CounterFile;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * A machine between start and close: each beat it lives on, keeps its counters, then shows its
 * values, whether a server is there to show them or not. Called on the machine's one thread.
 */
final class MachineLife {
  private final Device device;
  private final CounterFile counters;
  private Map<String, String> kept;
  private Optional<MachineServer> server = Optional.empty();
  private boolean frozen;

  /** A machine that lives from now on, with the counters it had. */
  MachineLife(Device device, CounterFile counters, Instant at) {
    this.device = device;
    this.counters = counters;
    this.kept = counters.load();
    device.begin(at, kept);
  }

  /** Shows its values through a server, or through none. */
  void show(Optional<MachineServer> through) {
    server = through;
  }

  void freeze(boolean still) {
    frozen = still;
  }

  void beat(Instant at) {
    device.tick(at);
    Map<String, String> counts = device.counts();
    if (!counts.equals(kept) && (at.toEpochMilli() % 1000 == 0 || counted(counts))) {
      keep(counts);
    }
    if (!frozen) {
      server.ifPresent(open -> open.beat(at));
    }
  }

  /** The energy alone changes always: it is kept, as it is shown, every second. */
  private boolean counted(Map<String, String> counts) {
    return counts.entrySet().stream()
        .anyMatch(
            count ->
                !count.getKey().equals("energy")
                    && !count.getValue().equals(kept.get(count.getKey())));
  }

  private void keep(Map<String, String> counts) {
    counters.save(counts);
    kept = counts;
  }

  /** Does what a client or a person at the machine wants, and shows what has changed with it. */
  int perform(Instant now, IntSupplier action) {
    device.tick(now);
    int status = action.getAsInt();
    device.tick(now);
    if (!frozen) {
      server.ifPresent(open -> open.changed(now));
    }
    return status;
  }

  /** Keeps its counters for the next life. */
  void end() {
    keep(device.counts());
  }
}
