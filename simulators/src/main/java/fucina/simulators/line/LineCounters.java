package fucina.simulators.line;

/**
 * What a line's counters show; kept through a restart of the simulator.
 *
 * @param produced parts processed
 * @param defective of these, scrap
 * @param energy Wh
 * @param wear parts since the tool was changed
 */
public record LineCounters(long produced, long defective, double energy, long wear) {

  /** A line that has never run. */
  public static final LineCounters NEW = new LineCounters(0, 0, 0, 0);
}
