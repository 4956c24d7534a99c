package fucina.gateway.registry;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who takes commands where, by machine id: a physical machine is published once. Thread-safe, so
 * that of two registrations at the same moment one is refused.
 */
final class TakenPoints {
  private final Map<String, String> byPoint = new HashMap<>();

  /**
   * Takes points for a machine besides those it has.
   *
   * @return the other machine that has one of them already; then none is taken
   */
  synchronized Optional<String> take(String machine, Set<String> points) {
    Optional<String> other =
        byPoint.entrySet().stream()
            .filter(taken -> points.contains(taken.getKey()))
            .map(Map.Entry::getValue)
            .filter(holder -> !holder.equals(machine))
            .findFirst();
    if (other.isEmpty()) {
      points.forEach(point -> byPoint.put(point, machine));
    }
    return other;
  }

  /** Leaves a machine these points, where nobody else has them, and no others. */
  synchronized void leave(String machine, Set<String> points) {
    byPoint.values().removeIf(machine::equals);
    points.forEach(point -> byPoint.putIfAbsent(point, machine));
  }
}
