package fucina.scheduler;

import fucina.scheduler.Booking.State;
import java.util.Optional;

/**
 * Which bookings to list, newest window first.
 *
 * @param organisation only bookings this organisation holds
 * @param centre only bookings of a machine of this centre
 * @param state only bookings that stand there
 * @param limit how many at most, 1 to 1000
 * @param after id of the last booking of the page before
 */
public record BookingQuery(
    Optional<String> organisation,
    Optional<String> centre,
    Optional<State> state,
    int limit,
    Optional<String> after) {
  public BookingQuery {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("a page has 1 to 1000 bookings, not " + limit);
    }
  }
}
