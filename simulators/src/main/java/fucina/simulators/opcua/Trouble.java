package fucina.simulators.opcua;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.Fault.Grade;
import java.time.Duration;

/**
 * What a machine's OPC UA server gets wrong on purpose, through all its lives. Safe for several
 * threads.
 */
final class Trouble {
  private final DeviceLock lock;
  private final Backpressure wire = new Backpressure();
  private volatile Grade grade = Grade.GOOD;
  private volatile Duration leastSampling = Duration.ZERO;

  Trouble(DeviceLock lock) {
    this.lock = lock;
  }

  /** Goes wrong, or right again; false where it is no fault of a server's values or its wire. */
  boolean suffer(Fault fault) {
    if (fault instanceof Fault.ValuesAre values) {
      grade = values.grade();
    } else if (fault instanceof Fault.SlowSampling sampling) {
      leastSampling = sampling.least();
    } else if (fault instanceof Fault.LockedByAnother other) {
      lock.another(other.held());
    } else if (fault instanceof Fault.SlowServer slow) {
      wire.delay(slow.delay());
    } else if (fault instanceof Fault.Hung hung) {
      wire.hang(hung.hung());
    } else {
      return false;
    }
    return true;
  }

  Grade grade() {
    return grade;
  }

  Duration leastSampling() {
    return leastSampling;
  }

  DeviceLock lock() {
    return lock;
  }

  Backpressure wire() {
    return wire;
  }
}
