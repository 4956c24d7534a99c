package fucina.simulators.opcua;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;

/**
 * What a variable told since its server was opened, the newest twenty thousand values. Safe for
 * several threads.
 */
final class ValueRecord {
  private static final int KEPT = 20_000;

  private final ArrayDeque<DataValue> values = new ArrayDeque<>();

  synchronized void add(DataValue value) {
    values.addLast(value);
    if (values.size() > KEPT) {
      values.removeFirst();
    }
  }

  /**
   * The values of a stretch, oldest first (OPC 10000-11 §6.5.3).
   *
   * @param from first instant in
   * @param to first instant out
   * @param most no more than so many
   * @param bounds whether the last one before the stretch belongs to it where none is at its start
   */
  synchronized List<DataValue> between(Instant from, Instant to, int most, boolean bounds) {
    List<DataValue> found = new ArrayList<>();
    Optional<DataValue> before = Optional.empty();
    for (DataValue value : values) {
      Instant at = Objects.requireNonNull(value.sourceTime()).getJavaInstant();
      if (at.isBefore(from)) {
        before = Optional.of(value);
      } else if (at.isBefore(to) && found.size() < most) {
        if (found.isEmpty() && bounds && at.isAfter(from)) {
          before.ifPresent(found::add);
        }
        found.add(value);
      }
    }
    if (found.isEmpty() && bounds) {
      before.ifPresent(found::add);
    }
    return found;
  }
}
