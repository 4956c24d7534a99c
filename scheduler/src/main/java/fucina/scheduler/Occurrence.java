package fucina.scheduler;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One window of a series.
 *
 * @param at when the rule has it begin; stays when its booking is moved
 * @param window the window that was asked for
 * @param booking empty where it was not to be had
 * @param refusals why it was not to be had, or cannot be changed
 * @param alternatives what can be had instead, where that was just worked out
 */
public record Occurrence(
    Instant at,
    Window window,
    Optional<Booking> booking,
    List<Refusal> refusals,
    List<Slot> alternatives) {
  public Occurrence {
    refusals = List.copyOf(refusals);
    alternatives = List.copyOf(alternatives);
  }

  /** Whether it can still be given back or moved: it stands, and has not begun. */
  public boolean ahead(Instant now) {
    return booking.filter(each -> ahead(each, now)).isPresent();
  }

  /** The same, with these refusals. */
  Occurrence with(List<Refusal> others) {
    return new Occurrence(at, window, booking, others, alternatives);
  }

  boolean of(Booking other) {
    return booking.filter(each -> each.id().equals(other.id())).isPresent();
  }

  static boolean ahead(Booking booking, Instant now) {
    return booking.state().stands()
        && booking.state() != Booking.State.IN_USE
        && booking.window().from().isAfter(now);
  }
}
