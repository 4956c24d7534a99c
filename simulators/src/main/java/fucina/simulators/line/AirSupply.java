package fucina.simulators.line;

/**
 * The line's compressed air: 6 bar from a compressor that comes and goes, drooping with the flow;
 * vented while the line is aborted, as its soft-start valve does. Not safe for several threads.
 */
final class AirSupply {
  private static final double LEAK = 5;
  private static final double FULL_FLOW = 46;
  private static final double FILLING_SECONDS = 0.6;

  private double stored = 6.1;
  private boolean filling;
  private double pressure = 6.1;
  private double flow = LEAK;

  /**
   * Lets some seconds pass.
   *
   * @param pace the line's speed as share of its design speed
   * @param vented whether the valve is shut and the line emptied
   */
  void live(double pace, boolean vented, double seconds) {
    double wanted = vented ? 0 : LEAK + FULL_FLOW * pace;
    flow += (wanted - flow) * seconds / FILLING_SECONDS;
    stored += ((filling ? 0.06 : 0) - 0.0005 * flow) * seconds;
    if (stored < 5.9) {
      filling = true;
    } else if (stored > 6.3) {
      filling = false;
    }
    double goal = vented ? 0 : stored - 0.004 * flow;
    pressure += (goal - pressure) * seconds / FILLING_SECONDS;
  }

  /** bar. */
  double pressure() {
    return pressure;
  }

  /** l/min. */
  double flow() {
    return flow;
  }
}
