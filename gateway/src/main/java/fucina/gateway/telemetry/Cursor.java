package fucina.gateway.telemetry;

import java.util.Arrays;

/**
 * How far a list of signals was shown. It is not changed once others hold it, so that all who stand
 * at one place share it.
 */
final class Cursor {
  /** How many values of each signal were shown or missed, counted from its first. */
  final long[] passed;

  /** The value that was shown last, as plotted; NaN where none was. */
  final double[] shown;

  /** Whether the next frame shows every signal, changed or not. */
  final boolean snapshot;

  Cursor(int signals, boolean snapshot) {
    this(new long[signals], new double[signals], snapshot);
    Arrays.fill(shown, Double.NaN);
  }

  private Cursor(long[] passed, double[] shown, boolean snapshot) {
    this.passed = passed;
    this.shown = shown;
    this.snapshot = snapshot;
  }

  /** The same place, to be moved on. */
  Cursor copy() {
    return new Cursor(passed.clone(), shown.clone(), false);
  }
}
