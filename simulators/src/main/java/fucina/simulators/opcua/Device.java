package fucina.simulators.opcua;

import fucina.simulators.machine.Deed;
import fucina.simulators.machine.Fault;
import fucina.simulators.machine.Scene;
import fucina.simulators.machine.Told;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One machine behind the wire: how it is called, how it lives, and how its tree looks. It lives on
 * one thread; its name, its namespace and its tree may be asked for on any.
 */
interface Device {

  /** The machine's name, also its server's path. */
  String id();

  /** The namespace of its instances. */
  String namespace();

  /** Switches it on, with the counts it had. */
  void begin(Instant at, Map<String, String> counts);

  /** Lets it live until {@code now}. */
  void tick(Instant now);

  /** What its counters show, by name, to be kept; {@code energy} among them. */
  Map<String, String> counts();

  /** Grows its tree; variables read what the last tick left. */
  void layOut(NodeTree tree, Actions actions);

  /** How it looks; asked for on any thread. */
  Optional<Scene> scene();

  /** Which rows it has shown; empty where it plays no recording. Asked for on any thread. */
  default Optional<Told> told() {
    return Optional.empty();
  }

  /** What it was made to do, oldest first; only the newest are kept. */
  default List<Deed> journal() {
    return List.of();
  }

  /** Makes something go wrong, or right; false where it has no such fault. */
  boolean suffer(Fault fault);
}
