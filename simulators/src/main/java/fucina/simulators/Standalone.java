package fucina.simulators;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.FaultWords;
import fucina.simulators.machine.MachineUnavailable;
import fucina.simulators.machine.SimulatedMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * One machine in its own process: it is started, its endpoint printed, and faults are taken line by
 * line until somebody types {@code quit} or the process is told to end. An input that ends, as of a
 * process in the background, ends nothing.
 */
final class Standalone {
  private final SimulatedMachine machine;
  private final PrintWriter out;
  private Supplier<AutoCloseable> play = () -> () -> {};

  /**
   * A machine to be run.
   *
   * @param out where its endpoint and the answers go
   */
  Standalone(SimulatedMachine machine, PrintWriter out) {
    this.machine = machine;
    this.out = out;
  }

  /** With what goes wrong with it by itself. */
  Standalone play(PlayOptions options, InstantSource clock, long seed) {
    play = () -> options.play(List.of(machine), clock, seed, this::say);
    return this;
  }

  /** Runs it until it is told to end. */
  int run(Reader input) throws Exception {
    Thread ending = new Thread(machine::close, "ending");
    machine.start();
    Runtime.getRuntime().addShutdownHook(ending);
    say(machine.id() + " " + machine.endpoint());
    certificate(machine).ifPresent(this::say);
    try (AutoCloseable playing = play.get()) {
      if (!listen(new BufferedReader(input))) {
        new CountDownLatch(1).await();
      }
    }
    Runtime.getRuntime().removeShutdownHook(ending);
    machine.close();
    return 0;
  }

  /** Whether somebody typed quit before the input ended. */
  boolean listen(BufferedReader input) throws IOException {
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (line.strip().equals("quit")) {
        return true;
      }
      if (!line.isBlank()) {
        say(answer(line));
      }
    }
    return false;
  }

  private String answer(String line) {
    Optional<Fault> fault = FaultWords.parse(line);
    if (fault.isEmpty()) {
      return FaultWords.HELP;
    }
    try {
      return machine.suffer(fault.get()) ? "done" : machine.id() + " cannot do that now";
    } catch (MachineUnavailable e) {
      return Objects.requireNonNullElse(e.getMessage(), "it failed");
    }
  }

  /** The line that says which certificate a machine shows. */
  static Optional<String> certificate(SimulatedMachine machine) {
    return machine.fingerprint().map(print -> machine.id() + " certificate SHA-256 " + print);
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
