package fucina.simulators.lab;

import fucina.simulators.lab.FaultScript.Step;
import fucina.simulators.machine.MachineUnavailable;
import fucina.simulators.machine.SimulatedMachine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lets a script happen to a lab, and tells of each step. */
public final class FaultPlay implements AutoCloseable {
  private static final long LOOK_MILLIS = 20;

  private final FaultScript script;
  private final Map<String, SimulatedMachine> machines;
  private final InstantSource clock;
  private final Consumer<String> teller;
  private final ScheduledExecutorService thread;
  private Instant began;
  private int next;

  /**
   * A script that has not begun.
   *
   * @param clock the machines' time
   * @param teller what is told of each step, one line each
   * @throws FlawedFile if a step names a machine that is not there
   */
  public FaultPlay(
      FaultScript script,
      List<? extends SimulatedMachine> machines,
      InstantSource clock,
      Consumer<String> teller) {
    this.script = script;
    this.machines =
        machines.stream().collect(Collectors.toMap(SimulatedMachine::id, Function.identity()));
    this.clock = clock;
    this.teller = teller;
    this.began = clock.instant();
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, "faults");
              made.setDaemon(true);
              return made;
            });
    script.steps().stream()
        .filter(step -> !this.machines.containsKey(step.machine()))
        .findFirst()
        .ifPresent(
            step -> {
              throw new FlawedFile(
                  "the fault script names " + step.machine() + ", which is not there");
            });
  }

  /** Begins now, and goes on by itself. */
  public void start() {
    began = clock.instant();
    teller.accept("faults: seed " + script.seed() + ", " + script.steps().size() + " steps");
    thread.scheduleAtFixedRate(
        () -> advance(clock.instant()), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Lets everything happen that is due. */
  void advance(Instant now) {
    while (next < script.steps().size()) {
      Step step = script.steps().get(next);
      if (began.plus(step.at()).isAfter(now)) {
        return;
      }
      next++;
      happen(step);
    }
    script.repeat().filter(after -> !began.plus(after).isAfter(now)).ifPresent(this::beginAgain);
  }

  private void beginAgain(Duration after) {
    began = began.plus(after);
    next = 0;
  }

  private void happen(Step step) {
    String said;
    try {
      boolean suffered =
          Objects.requireNonNull(machines.get(step.machine()), step.machine()).suffer(step.fault());
      said = suffered ? "" : ": it has no such fault now";
    } catch (MachineUnavailable | IllegalStateException e) {
      said = ": " + e.getMessage();
    }
    teller.accept("faults: " + step.at() + " " + step.machine() + " " + step.words() + said);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
