package fucina.scheduler;

import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.Refused;
import fucina.scheduler.Decision.UnknownMachines;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The one way in which a machine comes to be occupied, for a new booking, a changed and an extended
 * one alike: lock the machines, put the wish to the rules, write. The store refuses overlap by
 * itself on top of that.
 */
final class Grants {
  private final BookingStore store;
  private final InstantSource clock;

  Grants(BookingStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What is written once the rules are kept. */
  @FunctionalInterface
  interface Write {
    Future<Booking> write(List<Ask> asks);
  }

  /** The time of now as it is written and shown: whole milliseconds. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  Future<Decision> occupy(Ledger ledger, Wish wish, Write write) {
    return ledger
        .lock(wish.machines())
        .compose(
            known -> {
              List<String> unknown = wish.unknown(known);
              return unknown.isEmpty()
                  ? judge(ledger, known, wish, write)
                  : Future.succeededFuture(new UnknownMachines(unknown));
            });
  }

  private Future<Decision> judge(
      Ledger ledger, List<BookableMachine> known, Wish wish, Write write) {
    // The time is read under the lock: whoever waited for it may have waited past the grain.
    Instant now = now();
    return ledger
        .diaries(known, wish.span(known, now), wish.asker(now))
        .map(Diary::together)
        .compose(
            diaries -> {
              List<Ask> asks = wish.asks(diaries, now);
              List<Refusal> broken = wish.broken(diaries, now);
              return broken.isEmpty()
                  ? write.write(asks).map(made -> new Granted(made, false))
                  : Future.succeededFuture(new Refused(broken, longer(wish, asks)));
            });
  }

  /** How much further a window that has begun could go, where not as far as wished. */
  private static List<Slot> longer(Wish wish, List<Ask> asks) {
    return wish.endsNow().stream()
        .flatMap(ends -> asks.stream().flatMap(ask -> Offers.longest(ask, ends).stream()))
        .toList();
  }

  /** Adds to a refusal what is possible instead, read outside any lock. */
  Future<Decision> orInstead(Decision decision, Wish wish) {
    if (!(decision instanceof Refused refused)) {
      return Future.succeededFuture(decision);
    }
    return instead(wish)
        .map(
            found -> {
              List<Slot> all = new ArrayList<>(refused.alternatives());
              all.addAll(found);
              return new Refused(refused.refusals(), all);
            });
  }

  /** What is possible instead of a wish, read outside any lock. */
  Future<List<Slot>> instead(Wish wish) {
    return store.machines(MachineFilter.ALL).compose(machines -> instead(wish.rest(), machines));
  }

  private Future<List<Slot>> instead(Wish wish, List<BookableMachine> machines) {
    Instant now = now();
    List<BookableMachine> asked = machines.stream().filter(each -> named(wish, each)).toList();
    List<BookableMachine> kin =
        machines.stream()
            .filter(each -> asked.stream().anyMatch(one -> one.family().equals(each.family())))
            .toList();
    if (kin.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Window near = Diary.reach(kin, Offers.near(wish, asked, now));
    return store
        .diaries(kin, near, wish.asker(now))
        .map(
            diaries ->
                Offers.instead(
                    wish,
                    Diary.together(
                        diaries.stream().filter(diary -> named(wish, diary.machine())).toList()),
                    diaries,
                    now));
  }

  private static boolean named(Wish wish, BookableMachine machine) {
    return wish.machines().contains(machine.machine());
  }

  /** Whether this actor may touch a booking on machines of these centres. */
  static boolean may(Actor actor, Booking booking, Iterable<String> centres) {
    return may(actor, booking.party(), centres);
  }

  /** Whether this actor may touch what a party holds on machines of these centres. */
  static boolean may(Actor actor, Party party, Iterable<String> centres) {
    if (actor.capacity() == Actor.Capacity.GATEWAY
        || actor.organisation().equals(party.organisation())) {
      return true;
    }
    for (String centre : centres) {
      if (actor.staffOf(centre)) {
        return true;
      }
    }
    return false;
  }

  /** The centre an audit line concerns: that of the machines, where it is one. */
  static Optional<String> only(Iterable<String> centres) {
    var each = centres.iterator();
    Optional<String> first = each.hasNext() ? Optional.of(each.next()) : Optional.empty();
    return each.hasNext() ? Optional.empty() : first;
  }
}
