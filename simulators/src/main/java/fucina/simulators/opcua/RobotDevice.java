package fucina.simulators.opcua;

import fucina.simulators.machine.Deed;
import fucina.simulators.machine.Fault;
import fucina.simulators.machine.Scene;
import fucina.simulators.robot.MethodStatus;
import fucina.simulators.robot.RobotBehaviour;
import fucina.simulators.robot.RobotCounters;
import fucina.simulators.robot.RobotScene;
import fucina.simulators.robot.RobotSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The six-axis robot behind its tree. */
final class RobotDevice implements Device {
  private final String id;
  private final long seed;
  private final boolean controlled;
  private volatile int answer;
  private RobotBehaviour robot;
  private volatile RobotSnapshot seen;

  /**
   * A robot.
   *
   * @param controlled whether it has the task control's methods of OPC 40010-1 1.02; a robot of
   *     1.01 is read only
   */
  RobotDevice(String id, long seed, boolean controlled) {
    this.id = id;
    this.controlled = controlled;
    this.seed = seed;
    this.robot = new RobotBehaviour(seed, Instant.EPOCH, RobotCounters.NEW);
    this.seen = robot.snapshot();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String namespace() {
    return "urn:fucina:sim:robot";
  }

  @Override
  public void begin(Instant at, Map<String, String> counts) {
    RobotCounters kept =
        new RobotCounters(
            Double.parseDouble(counts.getOrDefault("energy", "0")),
            Long.parseLong(counts.getOrDefault("cycles", "0")));
    robot = new RobotBehaviour(seed, at, kept);
    seen = robot.snapshot();
  }

  @Override
  public void tick(Instant now) {
    robot.tick(now);
    seen = robot.snapshot();
  }

  @Override
  public Map<String, String> counts() {
    RobotCounters now = robot.counters();
    return Map.of("energy", Double.toString(now.energy()), "cycles", Long.toString(now.cycles()));
  }

  @Override
  public List<Deed> journal() {
    return robot.journal();
  }

  @Override
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.MethodsAnswer wrong) {
      answer = wrong.status();
      return true;
    }
    return robot.suffer(fault);
  }

  @Override
  public Optional<Scene> scene() {
    return Optional.of(new RobotScene(this::seen));
  }

  @Override
  public void layOut(NodeTree tree, Actions actions) {
    new RobotTree(this, tree, actions).layOut();
  }

  /** What is commanded; on the machine's thread. */
  RobotBehaviour robot() {
    return robot;
  }

  /** What the last tick left. */
  RobotSnapshot seen() {
    return seen;
  }

  boolean controlled() {
    return controlled;
  }

  /** The Status of a method that is not a stop: what it does, or what it was told to answer. */
  int ask(Function<RobotBehaviour, MethodStatus> method) {
    return answer == 0 ? method.apply(robot).code() : answer;
  }

  String serialNumber() {
    return "R6-" + seed;
  }
}
