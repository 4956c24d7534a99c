package fucina.scheduler;

import java.time.Duration;

/**
 * How long a machine could have been worked in a span.
 *
 * @param machine the machine's id
 * @param centre id of the centre that owns it
 * @param open its opening hours inside the span, as its rules are today; the whole span where it is
 *     never closed. Upkeep, holidays and bookings take nothing away.
 */
public record OpenTime(String machine, String centre, Duration open) {

  static OpenTime of(BookableMachine machine, Window span) {
    Duration open =
        new OpeningHours(machine.rules())
            .stretches(span).stream().map(Window::length).reduce(Duration.ZERO, Duration::plus);
    return new OpenTime(machine.machine(), machine.centre(), open);
  }
}
