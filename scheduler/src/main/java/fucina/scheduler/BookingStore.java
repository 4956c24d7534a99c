package fucina.scheduler;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where bookings are kept, as the scheduler needs it. */
public interface BookingStore {

  /**
   * Runs work in one transaction: all it writes becomes durable together, or nothing. The work runs
   * again from the start where the store could not order it with another's, so it keeps no state.
   */
  <T> Future<T> write(Function<Ledger, Future<T>> work);

  Future<Optional<Booking>> find(String id);

  /** Newest window first. */
  Future<List<Booking>> list(BookingQuery query);

  Future<Optional<Series>> series(String id);

  /** Newest first. */
  Future<List<Series>> series(SeriesQuery query);

  /** The occurrences of a series, in the order of its rule. */
  Future<List<Occurrence>> occurrences(String series);

  /** Granted bookings with an allocation whose window has begun and which is not ended. */
  Future<List<Booking>> begun(Instant now);

  /** Ids of bookings nobody confirmed or approved in time; a hundred at most. */
  Future<List<String>> lapsed(Instant now);

  Future<Optional<WaitingEntry>> waiting(String id);

  /** Places in the waiting list, newest first, of an organisation or of all; a thousand at most. */
  Future<List<WaitingEntry>> waiting(Optional<String> organisation);

  Future<Optional<Blackout>> blackout(String id);

  /** Blackouts that occupy, by their beginning; a thousand at most. */
  Future<List<Blackout>> blackouts(BlackoutQuery query);

  /** Machines that may be booked, by id. */
  Future<List<BookableMachine>> machines(MachineFilter filter);

  /** Machines that may be booked, and those that no longer are but had windows in a span; by id. */
  Future<List<BookableMachine>> known(Optional<String> centre, Window span);

  /** What occupies these machines in a span, and where who asks stands with the policies. */
  Future<List<Diary>> diaries(List<BookableMachine> machines, Window span, Asker asker);

  /** The policies in force, by scope, then by organisation. */
  Future<List<Policy>> policies();

  /** Who holds these machines in a span. */
  Future<List<Held>> held(List<BookableMachine> machines, Window span);

  /** Makes a machine bookable, or changes how. */
  Future<Void> keep(BookableMachine machine);

  /** Takes a machine out of booking; what is booked stays. */
  Future<Void> drop(String machine);
}
