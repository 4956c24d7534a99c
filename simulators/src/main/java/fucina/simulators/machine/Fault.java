package fucina.simulators.machine;

import java.time.Duration;
import java.util.OptionalDouble;

/** Something that goes wrong with a simulated machine on purpose, or right again. */
public sealed interface Fault {

  /**
   * The mushroom on the cell is pressed or pulled out again. Releasing it never restarts anything.
   *
   * @param pressed true while it is in
   */
  record EmergencyStop(boolean pressed) implements Fault {}

  /**
   * A door, mat or scanner stops the machine, or is clear again.
   *
   * @param active true while it holds the machine
   */
  record ProtectiveStop(boolean active) implements Fault {}

  /**
   * Somebody turns the key at the machine.
   *
   * @param mode robot: OperationalMode 0 to 4 of OPC 40010-1 (4 AUTOMATIC_EXTERNAL); line: unit
   *     mode 0 to 3 of PackML (1 Produce)
   */
  record OperatingMode(int mode) implements Fault {
    public OperatingMode {
      if (mode < 0) {
        throw new IllegalArgumentException("no such mode: " + mode);
      }
    }
  }

  /**
   * The local key of a line is on LOCAL or on REMOTE.
   *
   * @param remote true for REMOTE
   */
  record RemoteControl(boolean remote) implements Fault {}

  /**
   * Its server or its connection is gone, or back. The machine itself goes on.
   *
   * @param gone true to cut it, false to bring it back
   */
  record Offline(boolean gone) implements Fault {}

  /**
   * It answers, but sends no new values: they stay what and as old as they were.
   *
   * @param frozen true while it does so
   */
  record Frozen(boolean frozen) implements Fault {}

  /**
   * A robot's motor temperature sensor says this, whatever the motor does.
   *
   * @param axis 1 to 6
   * @param celsius what it says; empty: the truth again
   */
  record HotMotor(int axis, OptionalDouble celsius) implements Fault {
    public HotMotor {
      if (axis < 1 || axis > 6) {
        throw new IllegalArgumentException("no such axis: " + axis);
      }
    }
  }

  /**
   * A printer's temperature sensor says this, whatever the heater does.
   *
   * @param heater whose
   * @param celsius what it says; empty: the truth again
   */
  record HotHeater(Heater heater, OptionalDouble celsius) implements Fault {}

  /** What a printer heats. */
  enum Heater {
    NOZZLE,
    BED
  }

  /** A robot without motor temperature sensors: null, and Good (OPC 40010-1). */
  record NoTemperature(boolean missing) implements Fault {}

  /** A robot says OnPath false, as one that was pushed away. */
  record OffPath(boolean off) implements Fault {}

  /** Another client holds the lock (OPC 10000-100, 7): methods answer Bad_ResourceUnavailable. */
  record LockedByAnother(boolean held) implements Fault {}

  /**
   * Every method but a stop answers with this Status and does nothing.
   *
   * @param status 1 E_SystemState, 2 E_UnexpectedError, 3 E_ActiveAlarm, 4 E_AcknowledgeRequired; 0
   *     answers as it should
   */
  record MethodsAnswer(int status) implements Fault {
    public MethodsAnswer {
      if (status < 0 || status > 4) {
        throw new IllegalArgumentException("no such Status: " + status);
      }
    }
  }

  /**
   * An OPC UA server that samples no faster than this, whatever is asked; for items made from now
   * on.
   *
   * @param least zero: as fast as it can
   */
  record SlowSampling(Duration least) implements Fault {}

  /**
   * The machine's server, or its connection, is gone for a moment and comes back: sessions and
   * subscriptions are lost; a printer's event time begins at zero.
   *
   * @param shuffled whether an OPC UA server then counts its namespaces in another order
   */
  record Restarted(boolean shuffled) implements Fault {}

  /** An OPC UA server has forgotten its sessions and their subscriptions; the channels stay. */
  record SessionsLost() implements Fault {}

  /** An OPC UA server has forgotten its subscriptions; the sessions stay. */
  record SubscriptionsLost() implements Fault {}

  /** How good a server says its values are. */
  enum Grade {
    GOOD,
    UNCERTAIN,
    BAD
  }

  /** Every measured value comes with this status, bad ones without a value. */
  record ValuesAre(Grade grade) implements Fault {}

  /**
   * A server that answers each request this much later.
   *
   * @param delay zero: at once
   */
  record SlowServer(Duration delay) implements Fault {}

  /** A server that takes connections and bytes and answers nothing, as a stopped process. */
  record Hung(boolean hung) implements Fault {}

  /** A printer whose file tells no layers: null. */
  record NoLayers(boolean missing) implements Fault {}

  /** Each MQTT message is sent twice. */
  record Duplicates(boolean on) implements Fault {}

  /** MQTT messages overtake each other: by chance, one waits for the next. */
  record OutOfOrder(boolean on) implements Fault {}

  /**
   * Each MQTT message is sent this much after it was made.
   *
   * @param by zero: at once
   */
  record LateMessages(Duration by) implements Fault {}

  /** A printer's API answers every request with an error. */
  record ApiError(boolean on) implements Fault {}

  /**
   * A printer's API answers this much later; what was asked is done at once.
   *
   * @param by zero: at once
   */
  record LateReply(Duration by) implements Fault {}

  /** A printer's API answers nothing; what was asked is done all the same. */
  record NoReply(boolean on) implements Fault {}

  /** No parts come to a line. */
  record Starved(boolean on) implements Fault {}

  /** Finished parts do not leave a line. */
  record Blocked(boolean on) implements Fault {}

  /** A line's, or a robot's, piece counters begin at zero again. */
  record CountersReset() implements Fault {}

  /**
   * A Sparkplug edge node leaves out sequence numbers, as if messages had been lost.
   *
   * @param count how many, 1 to 255
   */
  record MissedSeq(int count) implements Fault {
    public MissedSeq {
      if (count < 1 || count > 255) {
        throw new IllegalArgumentException("between 1 and 255 numbers can be left out: " + count);
      }
    }
  }

  /** A Sparkplug edge node does not hear the wish for a rebirth. */
  record NoRebirth(boolean deaf) implements Fault {}

  /** A Sparkplug edge node has lost its device (DDEATH), or has it again (DBIRTH). */
  record DeviceLost(boolean lost) implements Fault {}

  /** A camera shows the same picture for ever. */
  record CameraFrozen(boolean frozen) implements Fault {}

  /** A camera answers 503 and ends its streams. */
  record CameraGone(boolean gone) implements Fault {}

  /**
   * An energy counter jumps.
   *
   * @param wattHours negative: back, never below zero
   */
  record EnergyJump(double wattHours) implements Fault {}

  /** The energy meter cannot be read: no values, or values of bad quality. */
  record EnergyLost(boolean lost) implements Fault {}

  /** The energy counter is shown as rounded to a 32-bit Float. */
  record EnergyAsFloat(boolean on) implements Fault {}
}
