package fucina.scheduler;

import fucina.scheduler.Booking.State;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What comes free is offered to who waits for it in the same transaction that frees it, so that
 * nobody who happens to look at that moment comes before them; an offer is a claim. Who came first
 * is offered first, where the rules and their quotas allow it.
 */
final class WaitingOffers {
  /** How long an offer stands. */
  static final Duration OFFERED = Duration.ofMinutes(30);

  /** One whose window begins sooner stands at least as long, as somebody must read it. */
  private static final Duration AT_LEAST = Duration.ofMinutes(5);

  private final BookingStore store;
  private final Grants grants;

  WaitingOffers(BookingStore store, Grants grants) {
    this.store = store;
    this.grants = grants;
  }

  /**
   * Looks for what came free without anybody giving it back: a day that came within reach, a
   * machine back in service, a policy that was eased. Ends places whose time is over.
   */
  Future<Void> sweep() {
    return store
        .write(Ledger::waiting)
        .compose(
            all -> {
              Future<Void> looked = Future.succeededFuture();
              for (WaitingEntry each : all) {
                if (each.state() == WaitingEntry.State.WAITING) {
                  looked = looked.compose(done -> look(each));
                }
              }
              return looked;
            });
  }

  /** Looks whether what a place waits for is free now, or whether its time is over. */
  Future<Void> look(WaitingEntry entry) {
    Instant now = grants.now();
    Optional<Window> ahead = entry.ahead(now);
    if (ahead.isEmpty()) {
      return store.write(ledger -> ledger.end(entry.id(), WaitingEntry.State.OUTDATED)).mapEmpty();
    }
    return store
        .machines(entry.wanted())
        .compose(
            machines ->
                store.diaries(machines, Diary.reach(machines, ahead.get()), asker(entry, now)))
        .compose(
            diaries ->
                diaries.stream()
                    .filter(diary -> slot(entry, diary, now).isPresent())
                    .map(diary -> diary.machine().machine())
                    .findFirst()
                    .map(machine -> store.write(ledger -> offer(ledger, Set.of(machine))))
                    .orElseGet(Future::succeededFuture));
  }

  /** Offers what is free on these machines to who waits for it, in the order they came. */
  Future<Void> offer(Ledger ledger, Set<String> machines) {
    return offer(ledger, machines, Optional.empty());
  }

  /**
   * As above, when an offer was not taken: not to the same organisation again at once, which would
   * keep a machine from all others for as long as it has places.
   */
  Future<Void> offer(Ledger ledger, Set<String> machines, Optional<String> but) {
    return locked(ledger, machines)
        .compose(
            somebody ->
                somebody
                    ? ledger.lock(new TreeSet<>(machines)).compose(free -> offer(ledger, free, but))
                    : Future.succeededFuture());
  }

  /**
   * Whether anybody waits. The locks an offer takes are taken then, before any of an organisation:
   * its wishes are counted under one, and an offer counts those of others.
   */
  Future<Boolean> locked(Ledger ledger, Set<String> machines) {
    return ledger
        .anybodyWaits()
        .compose(
            somebody ->
                somebody
                    ? ledger
                        .lock(new TreeSet<>(machines))
                        .compose(done -> ledger.waiting())
                        .map(true)
                    : Future.succeededFuture(false));
  }

  private Future<Void> offer(Ledger ledger, List<BookableMachine> machines, Optional<String> but) {
    return ledger
        .waiting()
        .compose(
            entries -> {
              Map<String, Integer> open = new HashMap<>();
              entries.stream()
                  .filter(each -> each.state() == WaitingEntry.State.OFFERED)
                  .forEach(each -> open.merge(each.party().organisation(), 1, Integer::sum));
              Future<Void> offered = Future.succeededFuture();
              for (WaitingEntry entry : entries) {
                String organisation = entry.party().organisation();
                List<BookableMachine> wanted = machines.stream().filter(entry::wants).toList();
                if (entry.state() == WaitingEntry.State.WAITING
                    && !but.equals(Optional.of(organisation))) {
                  offered =
                      offered.compose(
                          done ->
                              open.getOrDefault(organisation, 0) < Claims.MOST
                                  ? offer(ledger, entry, wanted, open)
                                  : Future.succeededFuture());
                }
              }
              return offered;
            });
  }

  private Future<Void> offer(
      Ledger ledger,
      WaitingEntry entry,
      List<BookableMachine> machines,
      Map<String, Integer> open) {
    Instant now = grants.now();
    Optional<Window> ahead = entry.ahead(now);
    if (machines.isEmpty() || ahead.isEmpty()) {
      return Future.succeededFuture();
    }
    return ledger
        .diaries(machines, Diary.reach(machines, ahead.get()), asker(entry, now))
        .compose(
            diaries ->
                diaries.stream()
                    .flatMap(diary -> slot(entry, diary, now).stream())
                    .min(Comparator.comparing((Slot slot) -> slot.window().from()))
                    .map(
                        slot -> {
                          open.merge(entry.party().organisation(), 1, Integer::sum);
                          return offer(ledger, entry, slot, machines, now);
                        })
                    .orElseGet(Future::succeededFuture));
  }

  private Future<Void> offer(
      Ledger ledger, WaitingEntry entry, Slot slot, List<BookableMachine> machines, Instant now) {
    BookableMachine machine =
        machines.stream()
            .filter(each -> each.machine().equals(slot.machine()))
            .findFirst()
            .orElseThrow();
    Booking claim = claim(entry, slot.window(), machine, now);
    return ledger
        .insert(claim)
        .compose(done -> ledger.offered(entry.id(), claim.id()))
        .compose(
            done ->
                ledger.append(
                    BookingDesk.entry(
                        now, Actor.GATEWAY, Set.of(machine.centre()), "booking.offered", claim)));
  }

  private static Booking claim(
      WaitingEntry entry, Window window, BookableMachine machine, Instant now) {
    Instant begins =
        machine
            .rules()
            .approval()
            .map(asked -> window.from().minus(asked.before()))
            .orElseGet(() -> Stretches.later(window.from(), now.plus(AT_LEAST)));
    Booking.Allocation allocation =
        new Booking.Allocation(
            UUID.randomUUID().toString(),
            machine.machine(),
            window,
            machine.rules().occupied(window),
            true);
    return new Booking(
        UUID.randomUUID().toString(),
        entry.party(),
        window,
        entry.purpose(),
        State.CLAIMED,
        1,
        List.of(allocation),
        now,
        Optional.empty(),
        Optional.of(Stretches.earlier(now.plus(OFFERED), begins)),
        Optional.empty());
  }

  private static Optional<Slot> slot(WaitingEntry entry, Diary diary, Instant now) {
    Duration least = diary.rules().minLength();
    Duration length = entry.length().compareTo(least) < 0 ? least : entry.length();
    return entry
        .ahead(now)
        .flatMap(
            ahead ->
                new Openings(List.of(diary), length, now, ahead)
                    .firstFrom(Stretches.later(ahead.from(), confirmable(diary, now))))
        .map(window -> new Slot(diary.machine().machine(), window));
  }

  /** From when on a window leaves time to confirm it, where it is to be approved after that. */
  private static Instant confirmable(Diary diary, Instant now) {
    return diary
        .rules()
        .approval()
        .map(asked -> now.plus(asked.before()).plus(AT_LEAST))
        .orElse(now);
  }

  private static Asker asker(WaitingEntry entry, Instant now) {
    return new Asker(Optional.of(entry.party()), Optional.empty(), now);
  }
}
