package fucina.scheduler;

import fucina.scheduler.Booking.Allocation;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The one door to bookings: who holds a machine, when, under which rules. Safe to call from any
 * thread; nothing blocks. A refusal is an answer; a future fails only where the store is at fault.
 */
public final class Scheduler {
  /** Nobody came: the reason of a release that makes the booking a no-show. */
  public static final String NO_SHOW = "no-show";

  /** No process ran while the window was open: the booking is unfulfilled. */
  public static final String MISSED = "missed";

  private final BookingStore store;
  private final Grants grants;
  private final WaitingOffers offers;
  private final WaitingList waiting;
  private final BookingDesk desk;
  private final Claims claims;
  private final Changes changes;
  private final Leases leases;
  private final Approvals approvals;
  private final Policies policies;
  private final Blackouts blackouts;
  private final SeriesDesk series;
  private volatile Consumer<Decision> listener = decision -> {};

  public Scheduler(BookingStore store, InstantSource clock) {
    this.store = store;
    this.grants = new Grants(store, clock);
    this.offers = new WaitingOffers(store, grants);
    this.waiting = new WaitingList(store, grants, offers);
    this.desk = new BookingDesk(store, grants, offers);
    this.claims = new Claims(store, grants);
    this.changes = new Changes(store, grants, offers);
    this.leases = new Leases(store, grants, offers);
    this.approvals = new Approvals(store, grants, offers);
    this.policies = new Policies(store, grants);
    this.blackouts = new Blackouts(store, grants, offers);
    this.series =
        new SeriesDesk(store, grants, desk, new SeriesMoves(grants, changes, offers), this::told);
  }

  /** Tells of every answer to a request from now on; the listener must be quick. */
  public void onDecision(Consumer<Decision> listener) {
    this.listener = listener;
  }

  /**
   * Asks for a window on one or several machines, all or none. A window that starts now begins at
   * the real now, in whole milliseconds, wherever in the grain that is.
   */
  public Future<Decision> book(BookingRequest request, Actor actor) {
    return desk.book(request, actor).onSuccess(this::told);
  }

  private void told(Decision decision) {
    listener.accept(decision);
  }

  /** Windows that come back by a rule. */
  public SeriesDesk series() {
    return series;
  }

  /**
   * Confirms a window that was claimed, or offered from the waiting list; a second time changes
   * nothing. Not found for whoever is not of its organisation.
   *
   * @param purpose what it is for; empty: what was said when it was claimed
   */
  public Future<Decision> confirm(String id, Optional<String> purpose, Actor actor) {
    return claims.confirm(id, purpose, actor);
  }

  public Future<Optional<Booking>> find(String id) {
    return store.find(id);
  }

  /** Newest window first. */
  public Future<List<Booking>> list(BookingQuery query) {
    return store.list(query);
  }

  /**
   * Gives a booking back before it is in use; a second time changes nothing. Not found for an actor
   * who is neither of its organisation nor staff of its machines' centres.
   */
  public Future<Decision> cancel(String id, Actor actor, String reason) {
    return desk.cancel(id, actor, reason);
  }

  /**
   * Moves or resizes a booking in one transaction; an absent end stays. Once it has begun it can
   * only be lengthened.
   */
  public Future<Decision> change(
      String id, long expectedVersion, Optional<Instant> from, Optional<Instant> to, Actor actor) {
    return changes.change(id, expectedVersion, from, to, actor);
  }

  /**
   * Approves the machines of the technician's centre in a booking that waits for it; the last
   * approval confirms it. A second time changes nothing. Not found for whoever is no technician of
   * one of its machines' centres.
   *
   * @param expectedVersion the version the technician read; empty where any will do
   */
  public Future<Decision> approve(String id, Optional<Long> expectedVersion, Actor actor) {
    return approvals.approve(id, expectedVersion, actor);
  }

  /** Rejects a booking that waits for this technician's approval: it frees all its machines. */
  public Future<Decision> reject(
      String id, Optional<Long> expectedVersion, Actor actor, String reason) {
    return approvals.reject(id, expectedVersion, actor, reason);
  }

  /** Frees what nobody confirmed or approved in time; whatever was missed before is caught up. */
  public Future<Void> lapse() {
    return approvals.lapse();
  }

  /** Who waits for a machine that is taken. */
  public WaitingList waiting() {
    return waiting;
  }

  /** Offers what came free by itself to who waits for it. */
  public Future<Void> offer() {
    return offers.sweep();
  }

  /**
   * How long a window of a party on a machine is kept when nobody comes; empty: to its end.
   *
   * @param machine id of the machine
   */
  public Future<Optional<Duration>> noShow(String machine, Party party) {
    MachineFilter one =
        new MachineFilter(
            Optional.of(machine), Optional.empty(), Optional.empty(), Optional.empty());
    return Future.all(store.machines(one), store.policies())
        .map(
            both -> {
              List<BookableMachine> machines = both.resultAt(0);
              return machines.stream()
                  .map(each -> Standing.of(each, Optional.of(party), both.resultAt(1), List.of()))
                  .flatMap(standing -> standing.noShow().stream())
                  .findFirst();
            });
  }

  /** The house rules beyond those of one machine. */
  public Policies policies() {
    return policies;
  }

  /** Machines out for upkeep. */
  public Blackouts blackouts() {
    return blackouts;
  }

  /**
   * What could be had instead of a booking, by who holds it: its machines at another time, for one
   * that is not free then another at the same time. The nearest first.
   */
  public Future<List<Slot>> alternatives(Booking booking) {
    Wish wish =
        new Wish(
            new TreeSet<>(BookingDesk.machinesOf(booking)),
            Optional.of(booking.window().from()),
            booking.window().to(),
            Optional.empty(),
            booking.party(),
            Optional.of(booking.id()),
            Optional.empty());
    return grants
        .instead(wish)
        .map(slots -> slots.stream().filter(slot -> !holds(booking, slot)).toList());
  }

  private static boolean holds(Booking booking, Slot slot) {
    return booking.state().stands()
        && slot.window().equals(booking.window())
        && BookingDesk.machinesOf(booking).contains(slot.machine());
  }

  /** Free slots, by start; each can be booked as it stands by who asks. */
  public Future<List<Slot>> availability(AvailabilityQuery query) {
    Instant now = grants.now();
    Optional<Window> searched = Offers.searched(query, now);
    if (searched.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    MachineFilter filter =
        new MachineFilter(Optional.empty(), query.family(), query.capability(), query.centre());
    return store
        .machines(filter)
        .compose(
            machines ->
                store.diaries(
                    machines,
                    Diary.reach(machines, searched.get()),
                    new Asker(query.party(), Optional.empty(), now)))
        .map(diaries -> Offers.availability(diaries, query.within(searched.get()), now));
  }

  /** What is taken in a window, and why; by machine, then by time. */
  public Future<List<Occupied>> occupancy(
      Window window, Optional<String> centre, Optional<String> machine) {
    MachineFilter filter = new MachineFilter(machine, Optional.empty(), Optional.empty(), centre);
    return store
        .machines(filter)
        .compose(
            machines ->
                store.held(machines, window).map(held -> Timeline.of(machines, held, window)));
  }

  /**
   * How long each machine is open in a span, by id; a machine that may no longer be booked only
   * where it had windows in it.
   */
  public Future<List<OpenTime>> openTime(Window span, Optional<String> centre) {
    return store
        .known(centre, span)
        .map(machines -> machines.stream().map(machine -> OpenTime.of(machine, span)).toList());
  }

  /** Allocations whose window contains now, or is over, and which were not released. */
  public Future<List<Due>> due() {
    Instant now = grants.now();
    Predicate<Allocation> begun = each -> each.open() && !each.window().from().isAfter(now);
    return store
        .begun(now)
        .map(
            bookings ->
                bookings.stream()
                    .flatMap(
                        booking ->
                            booking.allocations().stream()
                                .filter(begun)
                                .map(allocation -> new Due(booking, allocation)))
                    .toList());
  }

  /**
   * Takes the machine's next fencing number for a session whose window is open, and marks its
   * booking in use; an older lease of the machine is void from then on. Empty where there is no
   * such session, or its window is not open.
   */
  public Future<Optional<Lease>> lease(String session) {
    return leases.lease(session);
  }

  /**
   * A new lease in place of one in force: after an extension, or for the colleague who takes over.
   * Empty where the lease in hand is void or its window is over.
   *
   * @param operator id of the person, of the same organisation, who works the machine from now on
   */
  public Future<Optional<Lease>> renewed(Lease lease, String operator, Actor actor) {
    return leases.renewed(lease, operator, actor);
  }

  /**
   * Ends a session's allocation; ended early, the rest of its window is free again but for the
   * clean-up. When the last one ends, the booking is completed, or terminated where staff ended it
   * early. Idempotent.
   *
   * @param reason why; {@link #NO_SHOW} and {@link #MISSED} decide what becomes of the booking
   */
  public Future<Void> release(String session, Instant at, String reason, Actor actor) {
    return leases.release(session, at, reason, actor);
  }

  /**
   * Lengthens a running session's window, never shortens it. The lease in hand still ends where it
   * ended; take a {@link #renewed} one.
   */
  public Future<Decision> extend(String session, Duration by, Actor actor) {
    return changes.extend(session, by, actor);
  }

  /** Makes a machine bookable, or changes how; what is booked stays as it was granted. */
  public Future<Void> machine(BookableMachine machine) {
    return store.keep(machine);
  }

  /** Takes a machine out of booking; what is booked stays. */
  public Future<Void> remove(String machine) {
    return store.drop(machine);
  }
}
