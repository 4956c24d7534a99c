package fucina.scheduler;

import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Booking.State;
import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.KeyReused;
import fucina.scheduler.Decision.NotFound;
import fucina.scheduler.Decision.Refused;
import fucina.scheduler.Ledger.Keyed;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Where bookings are made and given back. */
final class BookingDesk {
  /** A line of machines is booked as one; more than this is no line. */
  private static final int MOST_MACHINES = 20;

  private final BookingStore store;
  private final Grants grants;
  private final WaitingOffers waiting;

  BookingDesk(BookingStore store, Grants grants, WaitingOffers waiting) {
    this.store = store;
    this.grants = grants;
    this.waiting = waiting;
  }

  Future<Decision> book(BookingRequest request, Actor actor) {
    Wish wish = Wish.of(request.machines(), request.from(), request.to(), request.party());
    if (wish.machines().isEmpty() || wish.machines().size() > MOST_MACHINES) {
      return Future.succeededFuture(new Refused(List.of(machines(wish)), List.of()));
    }
    return store
        .write(ledger -> once(ledger, request, wish, actor))
        .compose(decision -> grants.orInstead(decision, wish));
  }

  Future<Decision> cancel(String id, Actor actor, String reason) {
    return store.write(
        ledger ->
            ledger
                .booking(id)
                .compose(
                    found ->
                        found.isEmpty()
                            ? Future.succeededFuture(new NotFound())
                            : cancel(ledger, found.get(), actor, reason)));
  }

  /** The same key has one effect: it is locked, and what it was used for is answered again. */
  private Future<Decision> once(Ledger ledger, BookingRequest request, Wish wish, Actor actor) {
    if (request.idempotencyKey().isEmpty()) {
      return make(ledger, request, wish, actor);
    }
    String key = request.idempotencyKey().get();
    return ledger
        .keyed(request.party().organisation(), key)
        .compose(
            known -> {
              if (known.isEmpty()) {
                return make(ledger, request, wish, actor);
              }
              return known.get().requestHash().equals(hash(request))
                  ? ledger
                      .booking(known.get().booking())
                      .map(found -> new Granted(found.orElseThrow(), true))
                  : Future.succeededFuture(new KeyReused(key));
            });
  }

  /** Grants a wish where the rules are kept, whatever key it came with. */
  Future<Decision> make(Ledger ledger, BookingRequest request, Wish wish, Actor actor) {
    Future<Integer> open =
        request.claimed().isEmpty()
            ? Future.succeededFuture(0)
            : ledger.claims(request.party().person());
    return open.compose(
        claims ->
            claims < Claims.MOST
                ? grants.occupy(
                    ledger, wish, asks -> write(ledger, booking(request, asks), request, actor))
                : Future.succeededFuture(new Refused(List.of(Claims.tooMany(claims)), List.of())));
  }

  private Future<Booking> write(
      Ledger ledger, Booking booking, BookingRequest request, Actor actor) {
    Keyed keyed = new Keyed(hash(request), booking.id());
    return ledger
        .insert(booking)
        .compose(
            done ->
                request.idempotencyKey().isEmpty()
                    ? Future.succeededFuture()
                    : ledger.remember(
                        request.party().organisation(), request.idempotencyKey().get(), keyed))
        .compose(done -> ledger.centres(machinesOf(booking)))
        .compose(
            centres ->
                ledger.append(entry(booking.createdAt(), actor, centres, action(booking), booking)))
        .map(booking);
  }

  private static Booking booking(BookingRequest request, List<Ask> asks) {
    List<Allocation> allocations = new ArrayList<>();
    for (Ask ask : asks) {
      Window window = ask.window();
      allocations.add(
          new Allocation(newId(), ask.machine(), window, ask.rules().occupied(window), true)
              .approvedBy(request.claimed().isPresent() ? Optional.empty() : ask.approveBy()));
    }
    Instant now = asks.get(0).now();
    return new Booking(
        newId(),
        request.party(),
        asks.get(0).window(),
        request.purpose(),
        request.claimed().isPresent() ? State.CLAIMED : state(State.CONFIRMED, allocations),
        1,
        allocations,
        now,
        Optional.empty(),
        request.claimed().map(now::plus).map(until -> confirmable(asks, until)),
        request.series());
  }

  /** A claim that is to be approved once it is confirmed ends while there is time for that. */
  private static Instant confirmable(List<Ask> asks, Instant until) {
    return asks.stream()
        .flatMap(
            ask -> ask.rules().approval().map(each -> ask.from().minus(each.before())).stream())
        .reduce(until, Stretches::earlier);
  }

  static String action(Booking booking) {
    return switch (booking.state()) {
      case CLAIMED -> "booking.claimed";
      case PENDING_APPROVAL -> "booking.requested";
      default -> "booking.granted";
    };
  }

  /** The state of a booking with these allocations, where it is this one once all is approved. */
  static State state(State approved, List<Allocation> allocations) {
    return allocations.stream().anyMatch(each -> each.approveBy().isPresent())
        ? State.PENDING_APPROVAL
        : approved;
  }

  private Future<Decision> cancel(Ledger ledger, Booking booking, Actor actor, String reason) {
    return giveBack(ledger, booking, actor, reason)
        .compose(
            decision ->
                decision instanceof Granted granted && !granted.replayed()
                    ? offer(ledger, machinesOf(booking)).map(decision)
                    : Future.succeededFuture(decision));
  }

  /** Offers what was given back to who waits for it. */
  Future<Void> offer(Ledger ledger, Set<String> machines) {
    return waiting.offer(ledger, machines);
  }

  /** Gives a booking back that is locked; what comes free is not offered yet. */
  Future<Decision> giveBack(Ledger ledger, Booking booking, Actor actor, String reason) {
    return ledger
        .centres(machinesOf(booking))
        .compose(
            centres -> {
              if (!Grants.may(actor, booking, centres)) {
                return Future.succeededFuture(new NotFound());
              }
              return switch (booking.state()) {
                case CANCELLED -> Future.succeededFuture(new Granted(booking, true));
                case IN_USE,
                    COMPLETED,
                    TERMINATED,
                    REJECTED,
                    EXPIRED,
                    DISPLACED,
                    NO_SHOW,
                    UNFULFILLED ->
                    Future.succeededFuture(new Refused(List.of(begun(booking)), List.of()));
                case CLAIMED, PENDING_APPROVAL, CONFIRMED -> {
                  Instant now = grants.now();
                  Booking cancelled = givenBack(booking, State.CANCELLED, now, Optional.empty());
                  AuditEntry entry =
                      entry(now, actor, centres, "booking.cancelled", cancelled, reason);
                  yield ledger
                      .update(cancelled)
                      .compose(done -> ledger.append(entry))
                      .compose(done -> ledger.settle(booking.id(), WaitingEntry.State.DECLINED))
                      .map(new Granted(cancelled, false));
                }
              };
            });
  }

  /** The next version of a booking that occupies nothing any more. */
  static Booking givenBack(Booking booking, State state, Instant now, Optional<String> reason) {
    List<Allocation> given =
        booking.allocations().stream().map(each -> each.givenBack(now)).toList();
    return with(booking, booking.window(), state, given, reason);
  }

  /** The next version of a booking. */
  static Booking with(Booking booking, Window window, State state, List<Allocation> allocations) {
    return with(booking, window, state, allocations, booking.reason());
  }

  private static Booking with(
      Booking booking,
      Window window,
      State state,
      List<Allocation> allocations,
      Optional<String> reason) {
    return new Booking(
        booking.id(),
        booking.party(),
        window,
        booking.purpose(),
        state,
        booking.version() + 1,
        allocations,
        booking.createdAt(),
        reason,
        state == State.CLAIMED ? booking.claimedUntil() : Optional.empty(),
        booking.series());
  }

  static Set<String> machinesOf(Booking booking) {
    Set<String> machines = new TreeSet<>();
    booking.allocations().forEach(each -> machines.add(each.machine()));
    return machines;
  }

  static AuditEntry entry(
      Instant at, Actor actor, Set<String> centres, String action, Booking booking) {
    return entry(at, actor, centres, action, booking, "");
  }

  static AuditEntry entry(
      Instant at, Actor actor, Set<String> centres, String action, Booking booking, String reason) {
    return new AuditEntry(
        at, actor, Grants.only(centres), action, booking.id(), detail(booking, reason));
  }

  /** What an audit line tells of a booking. */
  static Map<String, Object> detail(Booking booking, String reason) {
    return Map.of(
        "organisation", booking.party().organisation(),
        "machines", List.copyOf(machinesOf(booking)),
        "from", booking.window().from().toString(),
        "to", booking.window().to().toString(),
        "state", booking.state().name(),
        "version", booking.version(),
        "reason", reason);
  }

  private static Refusal machines(Wish wish) {
    return new Refusal(
        "machines",
        "1 to " + MOST_MACHINES,
        String.valueOf(wish.machines().size()),
        "A booking is of 1 to %d machines.".formatted(MOST_MACHINES));
  }

  private static Refusal begun(Booking booking) {
    return new Refusal(
        "state",
        State.CONFIRMED.name(),
        booking.state().name(),
        booking.state() == State.IN_USE
            ? "The booking is in use; end its session instead."
            : "The booking is over.");
  }

  private static String hash(BookingRequest request) {
    return hash(
        String.join("\u0000", request.machines())
            + "\u0001"
            + request.from().map(Instant::toString).orElse("now")
            + "\u0001"
            + request.to()
            + "\u0001"
            + request.purpose()
            + request.claimed().map(time -> "\u0001claim").orElse(""));
  }

  /** What tells one request from another. */
  static String hash(String whole) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(whole.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }
}
