package fucina.scheduler;

import fucina.scheduler.Booking.State;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The waiting list. What comes free is offered to who waits for it in the same transaction that
 * frees it, so that nobody who happens to look at that moment comes before them; an offer is a
 * claim. Who came first is offered first, where the rules and their quotas allow it.
 */
public final class WaitingList {
  /** How long an offer stands. */
  static final Duration OFFERED = Duration.ofMinutes(30);

  /** One whose window begins sooner stands at least as long, as somebody must read it. */
  private static final Duration AT_LEAST = Duration.ofMinutes(5);

  /** Places of one organisation that wait at the same time. */
  private static final int MOST = 10;

  private final BookingStore store;
  private final Grants grants;

  WaitingList(BookingStore store, Grants grants) {
    this.store = store;
    this.grants = grants;
  }

  /** What became of a wish to wait. */
  public sealed interface Joined {
    /** It waits, or was offered a window at once. */
    record Waits(WaitingEntry entry) implements Joined {}

    /** It may not. */
    record Refused(Refusal refusal) implements Joined {}
  }

  /** Takes a place at the end of the list. */
  public Future<Joined> join(
      Party party,
      MachineFilter wanted,
      Duration length,
      Window window,
      String purpose,
      Actor actor) {
    Instant now = grants.now();
    WaitingEntry entry =
        new WaitingEntry(
            UUID.randomUUID().toString(),
            party,
            wanted,
            length,
            window,
            purpose,
            WaitingEntry.State.WAITING,
            Optional.empty(),
            now);
    if (entry.ahead(now).isEmpty()) {
      return Future.succeededFuture(new Joined.Refused(noRoom(entry)));
    }
    return store
        .machines(wanted)
        .compose(
            machines ->
                machines.isEmpty()
                    ? Future.succeededFuture(new Joined.Refused(nothingLikeIt()))
                    : store.write(ledger -> join(ledger, entry, actor)))
        .compose(this::offeredAtOnce);
  }

  private Future<Joined> join(Ledger ledger, WaitingEntry entry, Actor actor) {
    return ledger
        .waiting()
        .compose(
            all -> {
              long own =
                  all.stream()
                      .filter(
                          each -> each.party().organisation().equals(entry.party().organisation()))
                      .count();
              return own >= MOST
                  ? Future.succeededFuture(new Joined.Refused(tooMany(own)))
                  : ledger
                      .insert(entry)
                      .compose(done -> ledger.append(line(entry, actor, "waiting.joined")))
                      .map(new Joined.Waits(entry));
            });
  }

  private Future<Joined> offeredAtOnce(Joined joined) {
    return joined instanceof Joined.Waits waits
        ? look(waits.entry())
            .compose(done -> store.waiting(waits.entry().id()))
            .map(found -> new Joined.Waits(found.orElse(waits.entry())))
        : Future.succeededFuture(joined);
  }

  /** Places of an organisation, newest first; of all where empty. */
  public Future<List<WaitingEntry>> list(Optional<String> organisation) {
    return store.waiting(organisation);
  }

  public Future<Optional<WaitingEntry>> find(String id) {
    return store.waiting(id);
  }

  /** Leaves the list; an offer is given back by giving back its booking. */
  public Future<Boolean> withdraw(WaitingEntry entry, Actor actor) {
    return store.write(
        ledger ->
            ledger
                .end(entry.id(), WaitingEntry.State.WITHDRAWN)
                .compose(
                    ended ->
                        ended
                            ? ledger.append(line(entry, actor, "waiting.withdrawn")).map(true)
                            : Future.succeededFuture(false)));
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

  private Future<Void> look(WaitingEntry entry) {
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
    return entry
        .ahead(now)
        .flatMap(
            ahead ->
                new Openings(List.of(diary), entry.length(), now, ahead).firstFrom(ahead.from()))
        .map(window -> new Slot(diary.machine().machine(), window));
  }

  private static Asker asker(WaitingEntry entry, Instant now) {
    return new Asker(Optional.of(entry.party()), Optional.empty(), now);
  }

  private AuditEntry line(WaitingEntry entry, Actor actor, String action) {
    return new AuditEntry(
        grants.now(),
        actor,
        entry.wanted().centre(),
        action,
        entry.id(),
        Map.of(
            "organisation",
            entry.party().organisation(),
            "from",
            entry.window().from().toString(),
            "to",
            entry.window().to().toString()));
  }

  private static Refusal noRoom(WaitingEntry entry) {
    return new Refusal(
        "window",
        "room for " + Words.length(entry.length()) + " from now on",
        entry.window().from() + " to " + entry.window().to(),
        "What is left of the time you could come is shorter than the window you need.");
  }

  private static Refusal nothingLikeIt() {
    return new Refusal("machines", "at least one machine", "none", "No machine is as you want it.");
  }

  private static Refusal tooMany(long own) {
    return new Refusal(
        "waiting",
        String.valueOf(MOST),
        String.valueOf(own + 1),
        "An organisation waits in at most %d places; leave one first.".formatted(MOST));
  }
}
