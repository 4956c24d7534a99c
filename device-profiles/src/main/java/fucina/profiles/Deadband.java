package fucina.profiles;

/** How small a change of a signal is not worth sending (OPC 10000-4 §7.22.2). */
public sealed interface Deadband {
  /** Every change counts. */
  Deadband NONE = new Absolute(0);

  /**
   * A change in the signal's unit; 0 for every change.
   *
   * @param change at least 0
   */
  record Absolute(double change) implements Deadband {}

  /**
   * A share of the signal's range, from its minimum to its maximum; on the wire the server's own
   * EURange decides (OPC 10000-8, PercentDeadband).
   *
   * @param percent above 0, at most 100
   */
  record Percent(double percent) implements Deadband {}
}
