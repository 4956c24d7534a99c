package fucina.simulators.opcua;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;

/**
 * A variable whose values are pushed into the items that monitor it, each exactly once and in
 * order, stamped with the machine's time. Nothing samples it, so nothing is dropped or repeated.
 * Safe for several threads.
 *
 * <p>A measured variable is pushed at its own period; an item that asks for less gets every second,
 * third, … value. A variable that is told on change is pushed at once to everybody, and stamped
 * afresh every second, so that a client can tell an old state that still holds from one nobody has
 * looked at since; clients with the default trigger never see these repetitions.
 */
final class LiveVariable {
  private static final long RESTAMP_MILLIS = 1000;

  private final UaVariableNode node;
  private final Signal signal;
  private final Trouble trouble;
  private final List<DataItem> items = new ArrayList<>();
  private final ValueRecord record = new ValueRecord();
  private DataValue current;

  LiveVariable(UaVariableNode node, Signal signal, Trouble trouble, Instant at) {
    this.node = node;
    this.signal = signal;
    this.trouble = trouble;
    this.current = measured(at);
    node.setValue(current);
    keep();
  }

  private void keep() {
    if (signal.recorded()) {
      record.add(current);
    }
  }

  /** What it told; empty where its values are not kept. */
  Optional<ValueRecord> record() {
    return signal.recorded() ? Optional.of(record) : Optional.empty();
  }

  /** The machine has reached a point of its time grid. */
  synchronized void beat(Instant at) {
    long millis = at.toEpochMilli();
    long period = signal.restamped() ? RESTAMP_MILLIS : signal.periodMillis();
    if (period > 0 && millis % period == 0) {
      push(at);
    } else {
      changed(at);
    }
  }

  /** The machine may have changed between two points of its grid. */
  synchronized void changed(Instant at) {
    if (signal.periodMillis() == 0 && differs(current, at)) {
      push(at);
    }
  }

  private void push(Instant at) {
    current = measured(at);
    node.setValue(current);
    keep();
    for (DataItem item : items) {
      if (item.isSamplingEnabled() && due(item, at)) {
        item.setValue(current);
      }
    }
  }

  private boolean due(DataItem item, Instant at) {
    return signal.periodMillis() == 0
        || at.toEpochMilli() / signal.periodMillis() % every(item.getSamplingInterval()) == 0;
  }

  private DataValue measured(Instant at) {
    Object value = signal.reading().get();
    DateTime time = new DateTime(at);
    if (value instanceof StatusCode why) {
      return new DataValue(Variant.NULL_VALUE, why, time, null);
    }
    return switch (trouble.grade()) {
      case GOOD -> new DataValue(Variant.of(value), StatusCode.GOOD, time, null);
      case UNCERTAIN -> new DataValue(Variant.of(value), Missing.UNSURE, time, null);
      case BAD -> new DataValue(Variant.NULL_VALUE, Missing.BROKEN, time, null);
    };
  }

  private boolean differs(DataValue from, Instant at) {
    DataValue now = measured(at);
    return !Objects.equals(now.value().value(), from.value().value())
        || !Objects.equals(now.statusCode(), from.statusCode());
  }

  /** The sampling interval an item gets that asks for one. */
  double revised(double requested) {
    double asked = Math.max(requested, trouble.leastSampling().toMillis());
    return signal.periodMillis() == 0
        ? Math.max(0, asked)
        : every(asked) * (double) signal.periodMillis();
  }

  /** Every how many-th value fits a sampling interval; asking between two gets the faster. */
  private long every(double interval) {
    return signal.periodMillis() == 0
        ? 1
        : Math.max(1, (long) Math.floor(interval / signal.periodMillis()));
  }

  synchronized void watch(DataItem item) {
    items.add(item);
    item.setValue(current);
  }

  synchronized void show(DataItem item) {
    item.setValue(current);
  }

  synchronized void unwatch(DataItem item) {
    items.remove(item);
  }
}
