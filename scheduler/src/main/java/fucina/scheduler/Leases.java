package fucina.scheduler;

import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Booking.State;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where leases are made, and given back. */
final class Leases {
  private final BookingStore store;
  private final Grants grants;
  private final WaitingOffers waiting;

  Leases(BookingStore store, Grants grants, WaitingOffers waiting) {
    this.store = store;
    this.grants = grants;
    this.waiting = waiting;
  }

  /** One session of a booking. */
  private record Held(Booking booking, Allocation allocation) {
    /** Whether it is granted; one that waits for approval has no session. */
    boolean stands() {
      return booking.state() == State.CONFIRMED || booking.state() == State.IN_USE;
    }

    Party operator(String person) {
      return new Party(person, booking.party().organisation());
    }
  }

  Future<Optional<Lease>> lease(String session) {
    return store.write(
        ledger ->
            ifOpen(
                ledger,
                session,
                held -> next(ledger, held, held.booking().party(), Actor.GATEWAY)));
  }

  Future<Optional<Lease>> renewed(Lease lease, String operator, Actor actor) {
    return store.write(
        ledger ->
            ifOpen(
                ledger,
                lease.session(),
                held ->
                    ledger
                        .fence(lease.machine())
                        .compose(
                            last ->
                                last == lease.fencing()
                                    ? next(ledger, held, held.operator(operator), actor)
                                    : Future.succeededFuture(Optional.empty()))));
  }

  Future<Void> release(String session, Instant at, String reason, Actor actor) {
    Instant ended = at.truncatedTo(ChronoUnit.MILLIS);
    return store.write(
        ledger ->
            held(ledger, session)
                .compose(
                    held ->
                        held.filter(each -> each.allocation().open() && each.stands()).isEmpty()
                            ? Future.succeededFuture()
                            : release(ledger, held.get(), ended, reason, actor)));
  }

  private Future<Optional<Lease>> ifOpen(
      Ledger ledger, String session, Function<Held, Future<Optional<Lease>>> work) {
    return held(ledger, session)
        .compose(
            held ->
                held.filter(this::open).isPresent()
                    ? work.apply(held.get())
                    : Future.succeededFuture(Optional.empty()));
  }

  private boolean open(Held held) {
    return held.allocation().open()
        && held.allocation().window().contains(grants.now())
        && held.stands();
  }

  private static Future<Optional<Held>> held(Ledger ledger, String session) {
    return ledger
        .bookingOf(session)
        .map(
            booking ->
                booking.flatMap(
                    found ->
                        found.allocations().stream()
                            .filter(each -> each.session().equals(session))
                            .findFirst()
                            .map(allocation -> new Held(found, allocation))));
  }

  private Future<Optional<Lease>> next(Ledger ledger, Held held, Party operator, Actor actor) {
    Allocation allocation = held.allocation();
    return ledger
        .nextFence(allocation.machine())
        .compose(fencing -> inUse(ledger, held.booking()).map(fencing))
        .compose(fencing -> leased(ledger, held, actor, fencing).map(fencing))
        .map(
            fencing ->
                Optional.of(
                    new Lease(
                        allocation.machine(),
                        allocation.session(),
                        held.booking().id(),
                        operator,
                        allocation.window(),
                        fencing)));
  }

  private static Future<Void> inUse(Ledger ledger, Booking booking) {
    return booking.state() == State.IN_USE
        ? Future.succeededFuture()
        : ledger.update(
            BookingDesk.with(booking, booking.window(), State.IN_USE, booking.allocations()));
  }

  private Future<Void> leased(Ledger ledger, Held held, Actor actor, long fencing) {
    Map<String, Object> detail =
        Map.of(
            "booking", held.booking().id(),
            "machine", held.allocation().machine(),
            "fencing", fencing,
            "to", held.allocation().window().to().toString());
    return append(ledger, held, grants.now(), actor, "session.leased", detail);
  }

  private Future<Void> release(Ledger ledger, Held held, Instant at, String reason, Actor actor) {
    Booking before = held.booking();
    Allocation ended = ended(held.allocation(), at);
    List<Allocation> allocations =
        before.allocations().stream()
            .map(each -> each.session().equals(ended.session()) ? ended : each)
            .toList();
    boolean early = at.isBefore(held.allocation().window().to());
    State state = after(before.state(), allocations, early && actor.staff(), reason);
    Booking released = BookingDesk.with(before, before.window(), state, allocations);
    Map<String, Object> detail =
        Map.of(
            "booking", before.id(),
            "machine", ended.machine(),
            "ended", at.toString(),
            "state", state.name(),
            "reason", reason);
    return ledger
        .update(released)
        .compose(done -> append(ledger, held, grants.now(), actor, "session.released", detail))
        .compose(done -> waiting.offer(ledger, Set.of(ended.machine())));
  }

  /** Ended at its end it stays as it is; ended early, the rest but the clean-up is free again. */
  private static Allocation ended(Allocation allocation, Instant at) {
    Window window = allocation.window();
    Window occupied = allocation.occupied();
    boolean begun = window.from().isBefore(at);
    if (begun && at.isBefore(window.to())) {
      Instant cleaned = at.plusNanos(window.to().until(occupied.to(), ChronoUnit.NANOS));
      window = new Window(window.from(), at);
      occupied = new Window(occupied.from(), cleaned);
    }
    return new Allocation(
        allocation.session(),
        allocation.machine(),
        window,
        occupied,
        begun,
        Optional.of(at),
        Optional.empty());
  }

  private static State after(
      State state, List<Allocation> allocations, boolean byStaff, String reason) {
    if (allocations.stream().anyMatch(Allocation::open)) {
      return state;
    }
    if (byStaff) {
      return State.TERMINATED;
    }
    if (allocations.stream().noneMatch(Allocation::active)) {
      return State.CANCELLED;
    }
    return switch (reason) {
      case Scheduler.NO_SHOW -> State.NO_SHOW;
      case Scheduler.MISSED -> State.UNFULFILLED;
      default -> State.COMPLETED;
    };
  }

  private static Future<Void> append(
      Ledger ledger,
      Held held,
      Instant at,
      Actor actor,
      String action,
      Map<String, Object> detail) {
    return ledger
        .centres(Set.of(held.allocation().machine()))
        .compose(
            centres ->
                ledger.append(
                    new AuditEntry(
                        at,
                        actor,
                        Grants.only(centres),
                        action,
                        held.allocation().session(),
                        detail)));
  }
}
