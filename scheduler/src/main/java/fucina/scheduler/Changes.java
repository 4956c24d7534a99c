package fucina.scheduler;

import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Booking.State;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.NotFound;
import fucina.scheduler.Decision.Refused;
import fucina.scheduler.Decision.Stale;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Moving, resizing and extending. A booking that has begun keeps its beginning and is never
 * shortened here: a lease given out until its end may be in somebody's hand, so it is shortened by
 * ending its session.
 */
final class Changes {
  /** No window grows by more at once; the greatest length refuses long before. */
  private static final Duration YEAR = Duration.ofDays(366);

  private final BookingStore store;
  private final Grants grants;
  private final WaitingOffers waiting;

  Changes(BookingStore store, Grants grants, WaitingOffers waiting) {
    this.store = store;
    this.grants = grants;
    this.waiting = waiting;
  }

  /** A change asked for, and by whom. */
  private record Change(Actor actor, String action, Wish wish, Predicate<Allocation> touches) {}

  /** What became of it, and the wish to look for alternatives with. */
  record Verdict(Decision decision, Optional<Wish> wish) {
    static Future<Verdict> of(Decision decision) {
      return Future.succeededFuture(new Verdict(decision, Optional.empty()));
    }
  }

  Future<Decision> change(
      String id, long expectedVersion, Optional<Instant> from, Optional<Instant> to, Actor actor) {
    return store
        .write(
            ledger ->
                permitted(ledger, ledger.booking(id), actor)
                    .compose(
                        found -> {
                          if (found.isEmpty()) {
                            return Verdict.of(new NotFound());
                          }
                          Booking booking = found.get();
                          return booking.version() != expectedVersion
                              ? Verdict.of(new Stale(booking.version()))
                              : waiting
                                  .locked(ledger, BookingDesk.machinesOf(booking))
                                  .compose(
                                      somebody ->
                                          move(ledger, booking, from, to, actor)
                                              .compose(
                                                  verdict ->
                                                      somebody
                                                          ? offered(ledger, verdict)
                                                          : Future.succeededFuture(verdict)));
                        }))
        .compose(this::answered);
  }

  Future<Decision> extend(String session, Duration by, Actor actor) {
    return store
        .write(
            ledger ->
                permitted(ledger, ledger.bookingOf(session), actor)
                    .compose(
                        found ->
                            found.isEmpty()
                                ? Verdict.of(new NotFound())
                                : extend(ledger, found.get(), session, by, actor)))
        .compose(this::answered);
  }

  /** What a granted change left free is offered to who waits for it. */
  private Future<Verdict> offered(Ledger ledger, Verdict verdict) {
    return verdict.decision() instanceof Granted granted
        ? waiting.offer(ledger, BookingDesk.machinesOf(granted.booking())).map(verdict)
        : Future.succeededFuture(verdict);
  }

  private Future<Decision> answered(Verdict verdict) {
    return verdict.wish().isEmpty()
        ? Future.succeededFuture(verdict.decision())
        : grants.orInstead(verdict.decision(), verdict.wish().get());
  }

  private static Future<Optional<Booking>> permitted(
      Ledger ledger, Future<Optional<Booking>> found, Actor actor) {
    return found.compose(
        booking ->
            booking.isEmpty()
                ? Future.succeededFuture(booking)
                : ledger
                    .centres(BookingDesk.machinesOf(booking.get()))
                    .map(centres -> booking.filter(each -> Grants.may(actor, each, centres))));
  }

  /** Moves a booking that is locked; what comes free is not offered yet. */
  Future<Verdict> move(
      Ledger ledger, Booking booking, Optional<Instant> from, Optional<Instant> to, Actor actor) {
    Instant now = grants.now();
    Instant begin = from.orElse(booking.window().from());
    Instant end = to.orElse(booking.window().to());
    List<Refusal> impossible = impossible(booking, begin, end, now);
    if (!impossible.isEmpty()) {
      return Verdict.of(new Refused(impossible, List.of()));
    }
    if (begin.equals(booking.window().from()) && end.equals(booking.window().to())) {
      return Verdict.of(new Granted(booking, false));
    }
    Wish wish =
        new Wish(
            new TreeSet<>(openMachines(booking)),
            Optional.of(begin),
            end,
            begun(booking, now) ? Optional.of(booking.window().to()) : Optional.empty(),
            booking.party(),
            Optional.of(booking.id()),
            Optional.of(booking.window()));
    return occupy(ledger, booking, new Change(actor, "booking.changed", wish, Allocation::open));
  }

  private Future<Verdict> extend(
      Ledger ledger, Booking booking, String session, Duration by, Actor actor) {
    Allocation allocation =
        booking.allocations().stream()
            .filter(each -> each.session().equals(session))
            .findFirst()
            .orElseThrow();
    Window window = allocation.window();
    Instant now = grants.now();
    if (!allocation.open() || !live(booking) || !window.contains(now)) {
      return Verdict.of(new Refused(List.of(notOpen(window, now)), List.of()));
    }
    if (by.compareTo(Duration.ZERO) <= 0) {
      return Verdict.of(new Refused(List.of(noExtension(by)), List.of()));
    }
    Wish wish =
        new Wish(
            new TreeSet<>(Set.of(allocation.machine())),
            Optional.of(window.from()),
            window.to().plus(by.compareTo(YEAR) > 0 ? YEAR : by),
            Optional.of(window.to()),
            booking.party(),
            Optional.of(booking.id()),
            Optional.empty());
    return occupy(
        ledger,
        booking,
        new Change(actor, "session.extended", wish, each -> each.session().equals(session)));
  }

  private Future<Verdict> occupy(Ledger ledger, Booking booking, Change change) {
    return grants
        .occupy(
            ledger, change.wish(), asks -> write(ledger, changed(booking, asks, change), change))
        .map(decision -> new Verdict(decision, Optional.of(change.wish())));
  }

  private Future<Booking> write(Ledger ledger, Booking changed, Change change) {
    return ledger
        .update(changed)
        .compose(done -> ledger.centres(BookingDesk.machinesOf(changed)))
        .compose(
            centres ->
                ledger.append(
                    BookingDesk.entry(
                        grants.now(), change.actor(), centres, change.action(), changed)))
        .map(changed);
  }

  private static Booking changed(Booking booking, List<Ask> asks, Change change) {
    List<Allocation> allocations = new ArrayList<>();
    for (Allocation each : booking.allocations()) {
      allocations.add(change.touches().test(each) ? moved(each, asks) : each);
    }
    Instant from = asks.get(0).from();
    Instant to =
        allocations.stream().map(each -> each.window().to()).reduce(from, Stretches::later);
    State approved = booking.state() == State.PENDING_APPROVAL ? State.CONFIRMED : booking.state();
    if (booking.state() == State.CLAIMED) {
      allocations.replaceAll(each -> each.approvedBy(Optional.empty()));
    }
    return BookingDesk.with(
        booking, new Window(from, to), BookingDesk.state(approved, allocations), allocations);
  }

  private static Allocation moved(Allocation allocation, List<Ask> asks) {
    Ask ask =
        asks.stream()
            .filter(each -> each.machine().equals(allocation.machine()))
            .findFirst()
            .orElseThrow();
    Window window = ask.window();
    return new Allocation(
            allocation.session(), allocation.machine(), window, ask.rules().occupied(window), true)
        .approvedBy(ask.inside() ? allocation.approveBy() : ask.approveBy());
  }

  private static List<Refusal> impossible(Booking booking, Instant from, Instant to, Instant now) {
    List<Refusal> refusals = new ArrayList<>();
    if (!booking.state().stands() || booking.lapsed(now) || openMachines(booking).isEmpty()) {
      refusals.add(over(booking));
      return refusals;
    }
    if (!begun(booking, now)) {
      return refusals;
    }
    Window window = booking.window();
    if (!from.equals(window.from())) {
      refusals.add(
          new Refusal(
              "begun",
              window.from().toString(),
              from.toString(),
              "The window has begun; its beginning stays."));
    }
    if (!window.to().isAfter(now)) {
      refusals.add(notOpen(window, now));
    }
    if (to.isBefore(window.to())) {
      refusals.add(
          new Refusal(
              "begun",
              window.to().toString(),
              to.toString(),
              "The window has begun and is not shortened; end its session instead."));
    }
    return refusals;
  }

  private static boolean live(Booking booking) {
    return booking.state() == State.CONFIRMED || booking.state() == State.IN_USE;
  }

  private static boolean begun(Booking booking, Instant now) {
    return booking.state() == State.IN_USE || !booking.window().from().isAfter(now);
  }

  private static List<String> openMachines(Booking booking) {
    return booking.allocations().stream()
        .filter(Allocation::open)
        .map(Allocation::machine)
        .toList();
  }

  private static Refusal over(Booking booking) {
    return new Refusal(
        "state",
        State.CONFIRMED + " or " + State.IN_USE,
        booking.state().name(),
        "The booking is over and changes no more.");
  }

  private static Refusal notOpen(Window window, Instant now) {
    return new Refusal(
        "window",
        window.from() + " to " + window.to(),
        now.toString(),
        "The session's window is not open.");
  }

  private static Refusal noExtension(Duration by) {
    return new Refusal(
        "extension", "more than 0 min", Words.length(by), "An extension makes a window longer.");
  }
}
