package fucina.scheduler;

import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Booking.State;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.NotFound;
import fucina.scheduler.Decision.Refused;
import fucina.scheduler.Decision.Stale;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a booking that waits for approval is approved, rejected, or lapses. Each takes the
 * booking's lock and looks again, so that of all who decide at once exactly one does.
 */
final class Approvals {
  private final BookingStore store;
  private final Grants grants;
  private final WaitingOffers waiting;

  Approvals(BookingStore store, Grants grants, WaitingOffers waiting) {
    this.store = store;
    this.grants = grants;
    this.waiting = waiting;
  }

  /** What a technician decides about a booking that waits. */
  private record Judging(Booking booking, Map<String, String> owners, Actor actor, Instant now) {
    /** Whether this technician's approval is what the allocation waits for. */
    boolean awaited(Allocation allocation) {
      return allocation.approveBy().isPresent()
          && actor.technicianOf(owners.getOrDefault(allocation.machine(), ""));
    }

    boolean anyAwaited() {
      return booking.allocations().stream().anyMatch(this::awaited);
    }
  }

  Future<Decision> approve(String id, Optional<Long> expectedVersion, Actor actor) {
    return store.write(ledger -> judged(ledger, id, expectedVersion, actor, this::approve));
  }

  Future<Decision> reject(String id, Optional<Long> expectedVersion, Actor actor, String reason) {
    return store.write(
        ledger ->
            judged(
                ledger,
                id,
                expectedVersion,
                actor,
                (same, judging) -> reject(same, judging, reason)));
  }

  /**
   * Frees what nobody confirmed or approved in time; a round that was missed is caught up by the
   * next.
   */
  Future<Void> lapse() {
    return store
        .lapsed(grants.now())
        .compose(
            ids ->
                Future.join(ids.stream().map(id -> store.write(one -> lapse(one, id))).toList())
                    .mapEmpty());
  }

  @FunctionalInterface
  private interface Judgement {
    Future<Decision> of(Ledger ledger, Judging judging);
  }

  private static Future<Decision> none() {
    return Future.succeededFuture(new NotFound());
  }

  private Future<Decision> judged(
      Ledger ledger, String id, Optional<Long> version, Actor actor, Judgement judgement) {
    return ledger
        .booking(id)
        .compose(
            found ->
                found
                    .map(booking -> judged(ledger, booking, version, actor, judgement))
                    .orElseGet(Approvals::none));
  }

  private Future<Decision> judged(
      Ledger ledger, Booking booking, Optional<Long> version, Actor actor, Judgement judgement) {
    return ledger
        .owners(BookingDesk.machinesOf(booking))
        .compose(
            owners -> {
              if (owners.values().stream().noneMatch(actor::technicianOf)) {
                return none();
              }
              return version.filter(read -> read != booking.version()).isPresent()
                  ? Future.succeededFuture(new Stale(booking.version()))
                  : judgement.of(ledger, new Judging(booking, owners, actor, grants.now()));
            });
  }

  private Future<Decision> approve(Ledger ledger, Judging judging) {
    Booking booking = judging.booking();
    boolean waits = booking.state() == State.PENDING_APPROVAL;
    boolean stands = booking.state() == State.CONFIRMED || booking.state() == State.IN_USE;
    if (stands || (waits && !judging.anyAwaited())) {
      return Future.succeededFuture(new Granted(booking, true));
    }
    Optional<Refusal> late = late(booking, judging.now());
    if (late.isPresent()) {
      return Future.succeededFuture(new Refused(List.of(late.get()), List.of()));
    }
    List<Allocation> allocations = new ArrayList<>();
    for (Allocation each : booking.allocations()) {
      allocations.add(judging.awaited(each) ? each.approvedBy(Optional.empty()) : each);
    }
    Booking approved =
        BookingDesk.with(
            booking,
            booking.window(),
            BookingDesk.state(State.CONFIRMED, allocations),
            allocations);
    return write(ledger, approved, judging, "booking.approved");
  }

  private Future<Decision> reject(Ledger ledger, Judging judging, String reason) {
    Booking booking = judging.booking();
    if (booking.state() == State.REJECTED) {
      return Future.succeededFuture(new Granted(booking, true));
    }
    Optional<Refusal> late = late(booking, judging.now());
    if (late.isPresent() || !judging.anyAwaited()) {
      return Future.succeededFuture(
          new Refused(List.of(late.orElseGet(Approvals::approvedAlready)), List.of()));
    }
    Booking rejected =
        BookingDesk.givenBack(booking, State.REJECTED, judging.now(), Optional.of(reason));
    return write(ledger, rejected, judging, "booking.rejected")
        .compose(done -> waiting.offer(ledger, BookingDesk.machinesOf(rejected)).map(done));
  }

  private static Future<Decision> write(
      Ledger ledger, Booking judged, Judging judging, String action) {
    AuditEntry line =
        new AuditEntry(
            judging.now(),
            judging.actor(),
            judging.actor().centre(),
            action,
            judged.id(),
            BookingDesk.detail(judged, judged.reason().orElse("")));
    return ledger
        .update(judged)
        .compose(done -> ledger.append(line))
        .map(new Granted(judged, false));
  }

  private Future<Void> lapse(Ledger ledger, String id) {
    return ledger
        .booking(id)
        .compose(
            found -> {
              Instant now = grants.now();
              return found
                  .filter(booking -> booking.lapsed(now))
                  .map(
                      booking ->
                          lapse(
                              ledger,
                              BookingDesk.givenBack(booking, State.EXPIRED, now, Optional.empty()),
                              now))
                  .orElseGet(Future::succeededFuture);
            });
  }

  private Future<Void> lapse(Ledger ledger, Booking expired, Instant now) {
    return ledger
        .update(expired)
        .compose(done -> ledger.centres(BookingDesk.machinesOf(expired)))
        .compose(
            centres ->
                ledger.append(
                    BookingDesk.entry(now, Actor.GATEWAY, centres, "booking.expired", expired)))
        .compose(done -> ledger.settle(expired.id(), WaitingEntry.State.LAPSED))
        .compose(
            done ->
                waiting.offer(
                    ledger,
                    BookingDesk.machinesOf(expired),
                    Optional.of(expired.party().organisation())));
  }

  private static Optional<Refusal> late(Booking booking, Instant now) {
    if (booking.state() != State.PENDING_APPROVAL) {
      return Optional.of(
          new Refusal(
              "state",
              State.PENDING_APPROVAL.name(),
              booking.state().name(),
              "The booking does not wait for approval."));
    }
    return booking
        .approveBy()
        .filter(by -> booking.lapsed(now))
        .map(
            by ->
                new Refusal(
                    "approval",
                    by.toString(),
                    now.toString(),
                    "The time to approve the booking is over; its window is free again."));
  }

  private static Refusal approvedAlready() {
    return new Refusal(
        "awaited",
        "a machine of your centre that waits",
        "none",
        "Your centre has approved its machines; cancel the booking instead.");
  }
}
