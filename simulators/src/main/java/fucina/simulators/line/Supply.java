package fucina.simulators.line;

import fucina.simulators.machine.Fault;
import java.util.Random;

/**
 * What comes to the line and what leaves it, beyond its control: now and then no parts come in
 * (starved), or the next machine takes none (blocked), in bursts of some seconds. It lives only
 * while the line runs. Not safe for several threads.
 */
final class Supply {
  private static final double MEAN_SECONDS_BETWEEN = 70;
  private static final double SHORTEST = 2;
  private static final double LONGEST = 14;
  private static final double SHARE_STARVED = 0.6;

  private final Random chance;
  private double untilNext;
  private double left;
  private boolean starved;
  private boolean heldEmpty;
  private boolean heldFull;

  Supply(Random chance) {
    this.chance = chance;
    this.untilNext = pause();
  }

  void live(double seconds) {
    if (left > 0) {
      left -= seconds;
      if (left <= 0) {
        untilNext = pause();
      }
      return;
    }
    untilNext -= seconds;
    if (untilNext <= 0) {
      left = SHORTEST + (LONGEST - SHORTEST) * chance.nextDouble();
      starved = chance.nextDouble() < SHARE_STARVED;
    }
  }

  /** Fails on purpose, or no longer; false where it is no fault of the supply. */
  boolean suffer(Fault fault) {
    if (fault instanceof Fault.Starved lack) {
      heldEmpty = lack.on();
    } else if (fault instanceof Fault.Blocked jam) {
      heldFull = jam.on();
    } else {
      return false;
    }
    return true;
  }

  /** No parts come in. */
  boolean starved() {
    return heldEmpty || (left > 0 && starved);
  }

  /** Finished parts do not leave. */
  boolean blocked() {
    return heldFull || (left > 0 && !starved);
  }

  private double pause() {
    return -MEAN_SECONDS_BETWEEN * Math.log(1 - chance.nextDouble());
  }
}
