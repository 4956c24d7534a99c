package fucina.simulators.opcua;

import fucina.simulators.line.LineCounters;
import fucina.simulators.line.LineScene;
import fucina.simulators.line.LineSnapshot;
import fucina.simulators.line.PackLineBehaviour;
import fucina.simulators.machine.Fault;
import fucina.simulators.machine.Scene;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** The PackML line behind its tree. */
final class LineDevice implements Device {
  private final String id;
  private final long seed;
  private volatile int answer;
  private PackLineBehaviour line;
  private volatile LineSnapshot seen;

  LineDevice(String id, long seed) {
    this.id = id;
    this.seed = seed;
    this.line = new PackLineBehaviour(seed, Instant.EPOCH, LineCounters.NEW);
    this.seen = line.snapshot();
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String namespace() {
    return "urn:fucina:sim:line";
  }

  @Override
  public void begin(Instant at, Map<String, String> counts) {
    LineCounters kept =
        new LineCounters(
            Long.parseLong(counts.getOrDefault("produced", "0")),
            Long.parseLong(counts.getOrDefault("defective", "0")),
            Double.parseDouble(counts.getOrDefault("energy", "0")),
            Long.parseLong(counts.getOrDefault("wear", "0")));
    line = new PackLineBehaviour(seed, at, kept);
    seen = line.snapshot();
  }

  @Override
  public void tick(Instant now) {
    line.tick(now);
    seen = line.snapshot();
  }

  @Override
  public Map<String, String> counts() {
    LineCounters now = line.counters();
    return Map.of(
        "produced", Long.toString(now.produced()),
        "defective", Long.toString(now.defective()),
        "energy", Double.toString(now.energy()),
        "wear", Long.toString(now.wear()));
  }

  @Override
  public boolean suffer(Fault fault) {
    if (fault instanceof Fault.MethodsAnswer wrong) {
      answer = wrong.status();
      return true;
    }
    return line.suffer(fault);
  }

  @Override
  public Optional<Scene> scene() {
    return Optional.of(new LineScene(this::seen));
  }

  @Override
  public void layOut(NodeTree tree, Actions actions) {
    new LineTree(this, tree, actions).layOut();
  }

  /** What is commanded; on the machine's thread. */
  PackLineBehaviour line() {
    return line;
  }

  /** The Status of a method that is not a stop: what it does, or what it was told to answer. */
  int ask(ToIntFunction<PackLineBehaviour> method) {
    return answer == 0 ? method.applyAsInt(line) : answer;
  }

  /** What the last tick left. */
  LineSnapshot seen() {
    return seen;
  }
}
