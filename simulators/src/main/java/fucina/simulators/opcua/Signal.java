package fucina.simulators.opcua;

import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;

/**
 * What a variable of the tree shows.
 *
 * @param dataType its built-in type
 * @param periodMillis how often it is measured; 0 for one that is told when it changes
 * @param restamped whether one that is told when it changes is stamped afresh every second
 * @param reading its value at the machine's last tick, of the Java type of {@code dataType}
 * @param unit its engineering unit
 * @param range what it stays within
 * @param recorded whether the server keeps its values
 */
record Signal(
    NodeId dataType,
    int periodMillis,
    boolean restamped,
    Supplier<Object> reading,
    Optional<Unit> unit,
    Optional<Range> range,
    boolean recorded) {

  /** Told when it changes. */
  static Signal onChange(NodeId dataType, Supplier<Object> reading) {
    return new Signal(dataType, 0, true, reading, Optional.empty(), Optional.empty(), false);
  }

  /** Told when it changes, with one time for each value, however often it is looked at. */
  static Signal once(NodeId dataType, Supplier<Object> reading) {
    return new Signal(dataType, 0, false, reading, Optional.empty(), Optional.empty(), false);
  }

  /** Measured again and again. */
  static Signal every(int millis, NodeId dataType, Supplier<Object> reading) {
    return new Signal(dataType, millis, false, reading, Optional.empty(), Optional.empty(), false);
  }

  Signal in(Unit unit) {
    return new Signal(
        dataType, periodMillis, restamped, reading, Optional.of(unit), range, recorded);
  }

  Signal within(double low, double high) {
    return new Signal(
        dataType,
        periodMillis,
        restamped,
        reading,
        unit,
        Optional.of(new Range(low, high)),
        recorded);
  }

  /** The same, whose values the server keeps or does not. */
  Signal recorded(boolean kept) {
    return new Signal(dataType, periodMillis, restamped, reading, unit, range, kept);
  }
}
