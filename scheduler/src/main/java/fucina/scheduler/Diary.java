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
 * @param upkeep those of them in which it is out for upkeep
 * @param standing where whoever asks stands with the policies
 */
public record Diary(
    BookableMachine machine, List<Window> taken, List<Window> upkeep, Standing standing) {
  public Diary {
    taken = taken.stream().sorted(Comparator.comparing(Window::from)).toList();
    upkeep = List.copyOf(upkeep);
  }

  /** A machine that is never out for upkeep. */
  public Diary(BookableMachine machine, List<Window> taken, Standing standing) {
    this(machine, taken, List.of(), standing);
  }

  /** A machine as it is for somebody whom no policy concerns. */
  public Diary(BookableMachine machine, List<Window> taken) {
    this(machine, taken, Standing.FREE);
  }

  /** These machines, asked for together: each knows of the others. */
  static List<Diary> together(List<Diary> diaries) {
    List<Standing.Place> places = diaries.stream().map(Diary::place).toList();
    return diaries.stream().map(diary -> diary.beside(places)).toList();
  }

  private Diary beside(List<Standing.Place> places) {
    List<Standing.Place> others = places.stream().filter(each -> !each.equals(place())).toList();
    return new Diary(machine, taken, upkeep, standing.with(others));
  }

  private Standing.Place place() {
    return new Standing.Place(machine.machine(), machine.centre());
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
