package fucina.scheduler;

import fucina.scheduler.Occupied.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What stands in the way on each machine, for a picture with machines as rows. */
final class Timeline {
  private Timeline() {}

  /** Everything in a window, by machine, then by time. */
  static List<Occupied> of(List<BookableMachine> machines, List<Held> held, Window window) {
    List<Occupied> found = new ArrayList<>();
    machines.forEach(machine -> addClosed(machine, window, found));
    held.forEach(each -> addHeld(each, window, found));
    found.sort(
        Comparator.comparing(Occupied::machine)
            .thenComparing(each -> each.window().from())
            .thenComparing(Occupied::kind));
    return found;
  }

  private static void addClosed(BookableMachine machine, Window window, List<Occupied> found) {
    if (!machine.inService()) {
      found.add(new Occupied(machine.machine(), window, Kind.UPKEEP, Optional.empty()));
      return;
    }
    List<Window> open = new OpeningHours(machine.rules()).stretches(window);
    for (Window closed : Stretches.without(List.of(window), open)) {
      found.add(new Occupied(machine.machine(), closed, Kind.CLOSED, Optional.empty()));
    }
  }

  private static void addHeld(Held held, Window window, List<Occupied> found) {
    Window occupied = held.occupied();
    Window work = held.window();
    add(held, Kind.BUFFER, occupied.from(), work.from(), window, found);
    Kind kind = held.upkeep().isPresent() ? Kind.UPKEEP : Kind.BOOKED;
    add(held, kind, work.from(), work.to(), window, found);
    add(held, Kind.BUFFER, work.to(), occupied.to(), window, found);
  }

  private static void add(
      Held held, Kind kind, Instant from, Instant to, Window window, List<Occupied> found) {
    Stretches.common(from, to, window)
        .map(cut -> new Occupied(held.machine(), cut, kind, held.organisation(), held.upkeep()))
        .ifPresent(found::add);
  }
}
