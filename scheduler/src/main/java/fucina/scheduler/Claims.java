package fucina.scheduler;

import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Booking.State;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.NotFound;
import fucina.scheduler.Decision.Refused;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where a window that is claimed, while its form is open or as an offer of the waiting list,
 * becomes a booking. It keeps the window it was claimed with: the rules were kept then.
 */
final class Claims {
  /** How long a form may stay open. */
  static final Duration LASTS = Duration.ofMinutes(5);

  /** Forms one person keeps open; a claim that is not meant is taken from others. */
  static final int MOST = 3;

  private final BookingStore store;
  private final Grants grants;

  Claims(BookingStore store, Grants grants) {
    this.store = store;
    this.grants = grants;
  }

  Future<Decision> confirm(String id, Optional<String> purpose, Actor actor) {
    return store.write(
        ledger ->
            ledger
                .booking(id)
                .compose(
                    found ->
                        found
                            .filter(
                                each -> each.party().organisation().equals(actor.organisation()))
                            .map(booking -> confirm(ledger, booking, purpose, actor))
                            .orElseGet(() -> Future.succeededFuture(new NotFound()))));
  }

  private Future<Decision> confirm(
      Ledger ledger, Booking booking, Optional<String> purpose, Actor actor) {
    if (booking.state() != State.CLAIMED) {
      return Future.succeededFuture(
          booking.state().stands()
              ? new Granted(booking, true)
              : new Refused(List.of(over(booking)), List.of()));
    }
    return ledger
        .lock(new TreeSet<>(BookingDesk.machinesOf(booking)))
        .compose(machines -> confirm(ledger, booking, machines, purpose, actor));
  }

  private Future<Decision> confirm(
      Ledger ledger,
      Booking booking,
      List<BookableMachine> machines,
      Optional<String> purpose,
      Actor actor) {
    // Read under the locks: whoever waited for them may have waited past the claim's end.
    Instant now = grants.now();
    List<Refusal> broken = new ArrayList<>();
    if (booking.lapsed(now) || !booking.window().to().isAfter(now)) {
      broken.add(late(booking, now));
    }
    List<Allocation> allocations = new ArrayList<>();
    for (Allocation each : booking.allocations()) {
      Optional<Ask> ask = ask(each, machines, now);
      if (ask.isEmpty()) {
        broken.add(retired(each.machine()));
      }
      ask.ifPresent(asked -> broken.addAll(HouseRules.brokenMeanwhile(asked)));
      allocations.add(each.approvedBy(ask.flatMap(Ask::approveBy)));
    }
    if (!broken.isEmpty()) {
      return Future.succeededFuture(new Refused(broken, List.of()));
    }
    Booking confirmed =
        BookingDesk.with(
                booking,
                booking.window(),
                BookingDesk.state(State.CONFIRMED, allocations),
                allocations)
            .meant(purpose.orElse(booking.purpose()));
    return ledger
        .update(confirmed)
        .compose(done -> ledger.settle(booking.id(), WaitingEntry.State.ACCEPTED))
        .compose(done -> ledger.centres(BookingDesk.machinesOf(confirmed)))
        .compose(
            centres ->
                ledger.append(
                    BookingDesk.entry(
                        now, actor, centres, BookingDesk.action(confirmed), confirmed)))
        .map(new Granted(confirmed, false));
  }

  private static Optional<Ask> ask(
      Allocation allocation, List<BookableMachine> machines, Instant now) {
    Window window = allocation.window();
    return machines.stream()
        .filter(each -> each.machine().equals(allocation.machine()))
        .findFirst()
        .map(
            machine ->
                new Ask(
                    new Diary(machine, List.of()),
                    window.from(),
                    window.to(),
                    now,
                    Ask.Start.LATER));
  }

  private static Refusal retired(String machine) {
    return new Refusal(
        "in-service", "in service", "retired", machine + " takes no bookings any more.");
  }

  /** What stands in the way of one more claim of a person. */
  static Refusal tooMany(int open) {
    return new Refusal(
        "claims",
        String.valueOf(MOST),
        String.valueOf(open + 1),
        "You hold %d windows you have not confirmed; confirm one or give one back first."
            .formatted(open));
  }

  private static Refusal late(Booking booking, Instant now) {
    return new Refusal(
        "claim",
        booking.claimedUntil().map(Instant::toString).orElse(""),
        now.toString(),
        "The time to confirm this window is over; it is free again, for you as for others.");
  }

  private static Refusal over(Booking booking) {
    return new Refusal(
        "state",
        State.CLAIMED.name(),
        booking.state().name(),
        booking.state() == State.EXPIRED
            ? "The time to confirm this window was over; it is free again, for you as for others."
            : "The booking is over.");
  }
}
