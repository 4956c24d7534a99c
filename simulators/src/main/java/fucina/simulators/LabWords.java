package fucina.simulators;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.FaultWords;
import fucina.simulators.machine.MachineUnavailable;
import fucina.simulators.machine.SimulatedMachine;
import fucina.simulators.machine.Told;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/**
 * What can be typed while a lab runs: a fault of one machine or of all, and which rows those that
 * play recordings have told.
 */
final class LabWords {
  static final String HELP =
      "MACHINE|all, then a fault as of one machine alone; told; quit. Faults: " + FaultWords.HELP;

  private final List<SimulatedMachine> machines;

  LabWords(List<SimulatedMachine> machines) {
    this.machines = List.copyOf(machines);
  }

  /**
   * The answer to a line, in one line or more; the last is {@code done} where it was understood.
   */
  String answer(String line) {
    String text = line.strip();
    if (text.equals("told")) {
      return machines.stream().flatMap(each -> told(each).stream()).collect(lines()) + "done";
    }
    int space = text.indexOf(' ');
    String whom = space < 0 ? "" : text.substring(0, space);
    List<SimulatedMachine> meant =
        machines.stream().filter(each -> whom.equals("all") || whom.equals(each.id())).toList();
    Optional<Fault> fault = FaultWords.parse(text.substring(space + 1));
    if (meant.isEmpty() || fault.isEmpty()) {
      return HELP;
    }
    return meant.stream().flatMap(each -> refusal(each, fault.get()).stream()).collect(lines())
        + "done";
  }

  private static Collector<CharSequence, ?, String> lines() {
    return Collectors.collectingAndThen(
        Collectors.joining("\n"), all -> all.isEmpty() ? all : all + "\n");
  }

  /** As {@code panel-1 173}, or {@code panel-1 173 skipped 5-6 9-9}. */
  private static Optional<String> told(SimulatedMachine machine) {
    return machine
        .told()
        .map(
            told ->
                machine.id()
                    + " "
                    + told.last()
                    + (told.skipped().isEmpty() ? "" : " skipped " + stretches(told)));
  }

  private static String stretches(Told told) {
    return told.skipped().stream().map(Told.Stretch::toString).collect(Collectors.joining(" "));
  }

  private static Optional<String> refusal(SimulatedMachine machine, Fault fault) {
    try {
      return machine.suffer(fault)
          ? Optional.empty()
          : Optional.of(machine.id() + " cannot do that now");
    } catch (MachineUnavailable e) {
      return Optional.of(
          machine.id() + ": " + Objects.requireNonNullElse(e.getMessage(), "failed"));
    }
  }
}
