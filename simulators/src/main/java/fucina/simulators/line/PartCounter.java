package fucina.simulators.line;

import java.util.Random;

/**
 * The parts that go through the line, and the tool that wears with them: 1.2 % scrap with a new
 * tool, 3 % with a worn one. Not safe for several threads.
 */
final class PartCounter {
  private static final long WORN_AFTER = 3000;

  private final Random chance;
  private double underway;
  private long produced;
  private long defective;
  private long wear;

  PartCounter(Random chance, LineCounters counters) {
    this.chance = chance;
    this.produced = counters.produced();
    this.defective = counters.defective();
    this.wear = counters.wear();
  }

  /** Lets a part of a part, or some, go through. */
  void pass(double share) {
    underway += share;
    while (underway >= 1) {
      underway -= 1;
      produced++;
      wear++;
      if (chance.nextDouble() < 0.012 + 0.018 * Math.min(1, (double) wear / WORN_AFTER)) {
        defective++;
      }
    }
  }

  /** Counts from zero; the tool stays as worn as it is. */
  void beginAgain() {
    produced = 0;
    defective = 0;
  }

  void changeWornTool() {
    if (wear >= WORN_AFTER) {
      wear = 0;
    }
  }

  LineCounters counters(double energy) {
    return new LineCounters(produced, defective, energy, wear);
  }
}
