package fucina.gateway.registry;

import fucina.gateway.registry.MachineTable.Kept;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** The machines in memory, by id, as they stand now. */
final class MachineShelf {
  private final Map<String, Kept> machines = new ConcurrentSkipListMap<>();
  private final Map<String, String> halts = new ConcurrentHashMap<>();

  List<Machine> all() {
    return machines.values().stream().map(Kept::machine).map(this::asItStands).toList();
  }

  Optional<Machine> machine(String id) {
    return Optional.ofNullable(machines.get(id)).map(Kept::machine).map(this::asItStands);
  }

  @Nullable Kept get(String id) {
    return machines.get(id);
  }

  boolean containsKey(String id) {
    return machines.containsKey(id);
  }

  void put(Kept kept) {
    machines.put(kept.machine().id(), kept);
  }

  void remove(String id) {
    machines.remove(id);
  }

  /**
   * Takes a machine out of service as long as a problem stops it.
   *
   * @param note what people read; empty where nothing stops it any more
   */
  void halt(String id, Optional<String> note) {
    note.ifPresentOrElse(why -> halts.put(id, why), () -> halts.remove(id));
  }

  /** A machine that a problem report stops is out of service, whatever else was said of it. */
  Machine asItStands(Machine machine) {
    return Optional.ofNullable(halts.get(machine.id()))
        .map(note -> machine.inService() ? machine.outOfService(note) : machine)
        .orElse(machine);
  }
}
