package fucina.simulators.robot;

/**
 * What a robot's counters show; kept through a restart of the simulator.
 *
 * @param energy Wh
 * @param cycles finished program cycles
 */
public record RobotCounters(double energy, long cycles) {

  /** A robot that has never run. */
  public static final RobotCounters NEW = new RobotCounters(0, 0);
}
