package fucina.scheduler;

import fucina.scheduler.Booking.State;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
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
                looked = looked.compose(done -> look(each));
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
    return ledger
        .anybodyWaits()
        .compose(
            somebody ->
                somebody
                    ? ledger.lock(new TreeSet<>(machines)).compose(free -> offer(ledger, free))
                    : Future.succeededFuture());
  }

  private Future<Void> offer(Ledger ledger, List<BookableMachine> machines) {
    return ledger
        .waiting()
        .compose(
            entries -> {
              Future<Void> offered = Future.succeededFuture();
              for (WaitingEntry entry : entries) {
                List<BookableMachine> wanted = machines.stream().filter(entry::wants).toList();
                offered = offered.compose(done -> offer(ledger, entry, wanted));
              }
              return offered;
            });
  }

  private Future<Void> offer(Ledger ledger, WaitingEntry entry, List<BookableMachine> machines) {
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
                    .map(slot -> offer(ledger, entry, slot, machines, now))
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
    Instant begins = Stretches.later(window.from(), now.plus(AT_LEAST));
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
        .flatMap(ahead -> new Openings(List.of(diary), length, now, ahead).firstFrom(ahead.from()))
        .map(window -> new Slot(diary.machine().machine(), window));
  }

  private static Asker asker(WaitingEntry entry, Instant now) {
    return new Asker(Optional.of(entry.party()), Optional.empty(), now);
  }
}
