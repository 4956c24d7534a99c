package fucina.simulators;

import fucina.simulators.lab.FastClock;
import fucina.simulators.lab.FaultPlay;
import fucina.simulators.lab.FaultScript;
import fucina.simulators.machine.SimulatedMachine;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** How time goes, and what goes wrong in it. */
final class PlayOptions {
  @Option(
      names = "--faults",
      description = "YAML script of what goes wrong with which machine when.")
  private Optional<Path> faults = Optional.empty();

  @Option(
      names = "--speed",
      defaultValue = "1",
      description = "How fast the machines' clock goes, 0.1 to 20. Default: ${DEFAULT-VALUE}")
  private double speed;

  InstantSource clock() {
    return speed == 1 ? InstantSource.system() : new FastClock(InstantSource.system(), speed);
  }

  /** Lets the script begin, where there is one; closed, it ends. */
  AutoCloseable play(
      List<? extends SimulatedMachine> machines,
      InstantSource clock,
      long seed,
      Consumer<String> teller) {
    teller.accept("seed " + seed);
    if (faults.isEmpty()) {
      return () -> {};
    }
    FaultPlay play = new FaultPlay(FaultScript.read(faults.get(), seed), machines, clock, teller);
    play.start();
    return play;
  }
}
