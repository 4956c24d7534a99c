package fucina.scheduler;

import fucina.scheduler.Blackouts.Outcome;
import fucina.scheduler.Booking.Allocation;
import fucina.scheduler.Booking.State;
import fucina.scheduler.Ledger.Occupant;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How a blackout comes to occupy. What is in the way is locked before the machines, and looked at
 * again under all locks: a booking that came meanwhile has the whole begin anew, as it could only
 * be locked after its machine.
 */
final class Displacement {
  private final Grants grants;
  private final WaitingOffers waiting;

  Displacement(Grants grants, WaitingOffers waiting) {
    this.grants = grants;
    this.waiting = waiting;
  }

  /**
   * What is to be occupied.
   *
   * @param blackout id of the blackout, which is not in its own way
   * @param from empty means the very now at which the locks are held
   */
  record Wanted(
      String blackout,
      SortedSet<String> machines,
      Optional<Instant> from,
      Instant to,
      String reason,
      boolean displace,
      Actor actor) {
    Window window(Instant now) {
      Instant begin = from.orElse(now);
      // Whoever waited for locks past the end is told so below, and looks at an instant here.
      return new Window(begin, Stretches.later(to, begin.plusMillis(1)));
    }
  }

  /** Where a blackout may be written. */
  record Place(String centre, Window window, Instant now) {}

  /** What is written once the way is free. */
  @FunctionalInterface
  interface Write {
    Future<Blackout> at(Place place);
  }

  /** Who is in the way of a blackout, of those that are locked. */
  private record Way(List<Refusal> barred, List<Booking> bookings) {}

  /** Empty where it must begin anew, in another transaction; nothing is written then. */
  Future<Optional<Outcome>> occupy(Ledger ledger, Wanted wanted, Write write) {
    return ledger
        .occupants(wanted.machines(), wanted.window(grants.now()))
        .compose(seen -> locked(ledger, bookings(seen)))
        .compose(
            locked -> {
              SortedSet<String> machines = new TreeSet<>(wanted.machines());
              locked.values().forEach(each -> machines.addAll(BookingDesk.machinesOf(each)));
              return ledger
                  .lock(machines)
                  .compose(known -> judge(ledger, wanted, locked, known, write));
            });
  }

  private static SortedSet<String> bookings(List<Occupant> occupants) {
    return occupants.stream()
        .flatMap(each -> each.booking().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Future<Map<String, Booking>> locked(Ledger ledger, SortedSet<String> ids) {
    Future<Map<String, Booking>> locked = Future.succeededFuture(new HashMap<>());
    for (String id : ids) {
      locked =
          locked.compose(
              all ->
                  ledger
                      .booking(id)
                      .map(
                          found -> {
                            found.ifPresent(booking -> all.put(id, booking));
                            return all;
                          }));
    }
    return locked;
  }

  private Future<Optional<Outcome>> judge(
      Ledger ledger,
      Wanted wanted,
      Map<String, Booking> locked,
      List<BookableMachine> known,
      Write write) {
    List<BookableMachine> own =
        known.stream().filter(each -> wanted.machines().contains(each.machine())).toList();
    Optional<Outcome> elsewhere = elsewhere(wanted, own);
    if (elsewhere.isPresent()) {
      return Future.succeededFuture(elsewhere);
    }
    Instant now = grants.now();
    Place place = new Place(own.get(0).centre(), wanted.window(now), now);
    return ledger
        .occupants(wanted.machines(), place.window())
        .compose(
            occupants ->
                locked.keySet().containsAll(bookings(occupants))
                    ? decide(
                        ledger,
                        wanted,
                        way(wanted, occupants, locked, own, place),
                        own,
                        place,
                        write)
                    : Future.succeededFuture(Optional.empty()));
  }

  /** Why these are not the actor's machines of one centre. */
  private static Optional<Outcome> elsewhere(Wanted wanted, List<BookableMachine> own) {
    Set<String> unknown = new TreeSet<>(wanted.machines());
    own.forEach(each -> unknown.remove(each.machine()));
    if (!unknown.isEmpty()) {
      return Optional.of(new Outcome.UnknownMachines(List.copyOf(unknown)));
    }
    SortedSet<String> centres =
        own.stream().map(BookableMachine::centre).collect(Collectors.toCollection(TreeSet::new));
    Optional<String> foreign =
        centres.stream().filter(centre -> !wanted.actor().staffOf(centre)).findFirst();
    if (foreign.isPresent()) {
      return Optional.of(new Outcome.Foreign(foreign.get()));
    }
    return centres.size() == 1
        ? Optional.empty()
        : Optional.of(
            new Outcome.Refused(
                List.of(
                    new Refusal(
                        "centre",
                        "machines of one centre",
                        String.join(", ", centres),
                        "A blackout is of machines of one centre; lay one for each.")),
                List.of()));
  }

  private static Way way(
      Wanted wanted,
      List<Occupant> occupants,
      Map<String, Booking> locked,
      List<BookableMachine> own,
      Place place) {
    List<Refusal> barred = new ArrayList<>();
    Map<String, Booking> bookings = new HashMap<>();
    for (Occupant each : occupants) {
      BookableMachine machine =
          own.stream()
              .filter(one -> one.machine().equals(each.machine()))
              .findFirst()
              .orElseThrow();
      Optional<Booking> booking = each.booking().map(locked::get);
      if (each.blackout().filter(id -> !id.equals(wanted.blackout())).isPresent()) {
        barred.add(BlackoutRefusals.out(machine, each));
      }
      booking.flatMap(found -> barred(found, machine, each, place.now())).ifPresent(barred::add);
      booking.ifPresent(found -> bookings.put(found.id(), found));
    }
    List<Booking> sorted =
        bookings.values().stream()
            .sorted(
                Comparator.comparing((Booking booking) -> booking.window().from())
                    .thenComparing(Booking::id))
            .toList();
    return new Way(barred, sorted);
  }

  /** Why a booking makes no way: its session runs, or its machine is still cleaned up after it. */
  private static Optional<Refusal> barred(
      Booking booking, BookableMachine machine, Occupant occupant, Instant now) {
    Allocation allocation =
        booking.allocations().stream()
            .filter(each -> each.machine().equals(machine.machine()))
            .findFirst()
            .orElseThrow();
    if (!allocation.open()) {
      return Optional.of(BlackoutRefusals.cleanUp(machine, occupant));
    }
    boolean begun =
        booking.state() == State.IN_USE
            || (booking.state() == State.CONFIRMED && !allocation.window().from().isAfter(now));
    return begun ? Optional.of(BlackoutRefusals.inUse(machine, allocation, now)) : Optional.empty();
  }

  private Future<Optional<Outcome>> decide(
      Ledger ledger, Wanted wanted, Way way, List<BookableMachine> own, Place place, Write write) {
    List<Refusal> refusals = new ArrayList<>(way.barred());
    if (!wanted.to().isAfter(place.window().from())) {
      refusals.add(BlackoutRefusals.tooLate(wanted.to(), place.now()));
    }
    if (refusals.isEmpty() && !way.bookings().isEmpty() && !wanted.displace()) {
      refusals.add(BlackoutRefusals.booked(way.bookings(), own.get(0).rules().zone()));
    }
    return refusals.isEmpty()
        ? write(ledger, wanted, way.bookings(), place, write)
        : Future.succeededFuture(Optional.of(new Outcome.Refused(refusals, way.bookings())));
  }

  private Future<Optional<Outcome>> write(
      Ledger ledger, Wanted wanted, List<Booking> bookings, Place place, Write write) {
    List<Booking> displaced = new ArrayList<>();
    Set<String> freed = new TreeSet<>();
    Future<Void> given = Future.succeededFuture();
    for (Booking booking : bookings) {
      Booking gone =
          BookingDesk.givenBack(
              booking, State.DISPLACED, place.now(), Optional.of(wanted.reason()));
      displaced.add(gone);
      freed.addAll(BookingDesk.machinesOf(gone));
      given = given.compose(done -> displace(ledger, wanted, gone, place.now()));
    }
    return given
        .compose(done -> write.at(place))
        .compose(
            blackout ->
                (freed.isEmpty() ? Future.<Void>succeededFuture() : waiting.offer(ledger, freed))
                    .map(Optional.of(new Outcome.Done(blackout, List.copyOf(displaced)))));
  }

  private static Future<Void> displace(Ledger ledger, Wanted wanted, Booking gone, Instant now) {
    return ledger
        .update(gone)
        .compose(done -> ledger.waitAgain(gone.id()))
        .compose(done -> ledger.centres(BookingDesk.machinesOf(gone)))
        .compose(
            centres -> {
              Map<String, Object> detail = new HashMap<>(BookingDesk.detail(gone, wanted.reason()));
              detail.put("blackout", wanted.blackout());
              return ledger.append(
                  new AuditEntry(
                      now,
                      wanted.actor(),
                      Grants.only(centres),
                      "booking.displaced",
                      gone.id(),
                      detail));
            });
  }
}
