package fucina.scheduler;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The bookings inside one transaction. Locks are held to its end; a booking is locked before its
 * machines, machines in the order of their ids, so that two transactions never wait for each other.
 */
public interface Ledger {

  /** What an idempotency key was used for; the key is locked either way. */
  Future<Optional<Keyed>> keyed(String organisation, String key);

  /** Remembers what an idempotency key was used for. */
  Future<Void> remember(String organisation, String key, Keyed keyed);

  /** Locks these machines; those that cannot be booked at all are left out. */
  Future<List<BookableMachine>> lock(SortedSet<String> machines);

  /** Id of the centre that owns each of these machines, retired ones included. */
  Future<Map<String, String>> owners(Set<String> machines);

  /** The centres that own these machines. */
  default Future<Set<String>> centres(Set<String> machines) {
    return owners(machines).map(owners -> new TreeSet<>(owners.values()));
  }

  /**
   * What occupies these machines in a span, and where who asks stands with the policies. Where a
   * quota counts, the organisation is locked from here on, so that no two of its wishes are counted
   * side by side.
   */
  Future<List<Diary>> diaries(List<BookableMachine> machines, Window span, Asker asker);

  /** The newest policy in a scope for an organisation, or for everybody; the place is locked. */
  Future<PolicyVersion> policy(Policy.Scope scope, Optional<String> organisation);

  /**
   * Sets a policy in place of the one before, by its version.
   *
   * @param withdrawn whether it only ends the one before
   */
  Future<Void> append(Policy policy, boolean withdrawn);

  /** A booking, locked. */
  Future<Optional<Booking>> booking(String id);

  /** The booking a session belongs to, locked. */
  Future<Optional<Booking>> bookingOf(String session);

  Future<Void> insert(Booking booking);

  Future<Void> insert(Series series);

  /** Notes what became of each occurrence of a new series. */
  Future<Void> insert(String series, List<Occurrence> occurrences);

  /** A series, locked; its bookings are not. */
  Future<Optional<Series>> series(String id);

  /** The occurrences of a series, in the order of its rule. */
  Future<List<Occurrence>> occurrences(String series);

  /** Writes a booking and all its allocations anew. */
  Future<Void> update(Booking booking);

  /** The machine's last fencing number, locked; 0 before the first. */
  Future<Long> fence(String machine);

  /** Takes the machine's next fencing number. */
  Future<Long> nextFence(String machine);

  /** What occupies these machines in a span, whoever holds it. */
  Future<List<Occupant>> occupants(SortedSet<String> machines, Window span);

  /** A blackout, locked; it is locked before bookings. */
  Future<Optional<Blackout>> blackout(String id);

  Future<Void> insert(Blackout blackout);

  /** Writes a blackout, and what it occupies, anew. */
  Future<Void> update(Blackout blackout);

  Future<Void> append(AuditEntry entry);

  /** How many windows a person has claimed and not confirmed; the person is locked. */
  Future<Integer> claims(String person);

  /** Whether anybody waits at all. */
  Future<Boolean> anybodyWaits();

  /** Who waits or holds an offer, in the order they came; the list is locked. */
  Future<List<WaitingEntry>> waiting();

  Future<Void> insert(WaitingEntry entry);

  /** Notes what is offered to who waits. */
  Future<Void> offered(String entry, String booking);

  /** Ends a place that still waits; false where it does no more. */
  Future<Boolean> end(String entry, WaitingEntry.State state);

  /** Ends the place a booking was offered to, where it was offered to one. */
  Future<Void> settle(String booking, WaitingEntry.State state);

  /** Puts back in the line the place a booking was offered to, where it was offered to one. */
  Future<Void> waitAgain(String booking);

  /**
   * What occupies a machine.
   *
   * @param occupied buffers included
   * @param booking id of the booking, where it is one
   * @param blackout id of the blackout, where it is one
   */
  record Occupant(
      String machine, Window occupied, Optional<String> booking, Optional<String> blackout) {}

  /**
   * The newest in a scope for an organisation.
   *
   * @param version 0 where there never was one
   * @param policy empty where there is none now
   */
  record PolicyVersion(long version, Optional<Policy> policy) {}

  /**
   * What an idempotency key was used for.
   *
   * @param requestHash hash of the whole request
   * @param booking id of the booking it was granted
   */
  record Keyed(String requestHash, String booking) {}
}
