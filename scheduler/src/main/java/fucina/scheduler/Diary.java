package fucina.scheduler;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One machine as the rules see it: how it may be booked, and what occupies it.
 *
 * @param machine the machine
 * @param taken what is occupied, buffers included, in the span that was asked for; in order of time
 */
public record Diary(BookableMachine machine, List<Window> taken) {
  public Diary {
    taken = taken.stream().sorted(Comparator.comparing(Window::from)).toList();
  }

  /** The span diaries must reach over so that any window inside this one can be judged. */
  static Window reach(List<BookableMachine> machines, Window span) {
    return span.widened(
        widest(machines, MachineRules::setup), widest(machines, MachineRules::cleanup));
  }

  /** What stands in the way of occupying this stretch. */
  Optional<Window> clash(Window occupied) {
    return taken.stream().filter(occupied::overlaps).findFirst();
  }

  MachineRules rules() {
    return machine.rules();
  }

  private static Duration widest(
      List<BookableMachine> machines, Function<MachineRules, Duration> buffer) {
    return machines.stream()
        .map(machine -> buffer.apply(machine.rules()))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
