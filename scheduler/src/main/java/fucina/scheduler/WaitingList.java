package fucina.scheduler;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The waiting list: joined at its end, looked at, left. */
public final class WaitingList {
  /** Places of one organisation that wait, or hold an offer, at the same time. */
  private static final int MOST = 10;

  /** Places of everybody: as many as are looked through whenever something comes free. */
  private static final int MOST_OF_ALL = 1_000;

  /** Nobody waits for longer, whatever a machine's horizon is. */
  private static final Duration LONGEST = Duration.ofDays(366);

  private final BookingStore store;
  private final Grants grants;
  private final WaitingOffers offers;

  WaitingList(BookingStore store, Grants grants, WaitingOffers offers) {
    this.store = store;
    this.grants = grants;
    this.offers = offers;
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
                never(entry, machines, now)
                    .<Future<Joined>>map(why -> Future.succeededFuture(new Joined.Refused(why)))
                    .orElseGet(() -> store.write(ledger -> join(ledger, entry, actor))))
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
              return own >= MOST || all.size() >= MOST_OF_ALL
                  ? Future.succeededFuture(
                      new Joined.Refused(own >= MOST ? tooMany(own) : full(all.size())))
                  : ledger
                      .insert(entry)
                      .compose(done -> ledger.append(line(entry, actor, "waiting.joined")))
                      .map(new Joined.Waits(entry));
            });
  }

  private Future<Joined> offeredAtOnce(Joined joined) {
    return joined instanceof Joined.Waits waits
        ? offers
            .look(waits.entry())
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

  /** Why no machine can ever be offered; empty where one can. */
  private static Optional<Refusal> never(
      WaitingEntry entry, List<BookableMachine> machines, Instant now) {
    if (machines.isEmpty()) {
      return Optional.of(
          new Refusal("machines", "at least one machine", "none", "No machine is as you want it."));
    }
    Duration most =
        machines.stream()
            .map(machine -> machine.rules().maxLength())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    if (entry.length().compareTo(most) > 0) {
      return Optional.of(
          new Refusal(
              "max-length",
              Words.length(most),
              Words.length(entry.length()),
              "A window on what you wait for lasts at most %s.".formatted(Words.length(most))));
    }
    Duration least =
        machines.stream()
            .map(machine -> machine.rules().minLength())
            .min(Comparator.naturalOrder())
            .orElseThrow();
    if (least.compareTo(entry.window().length()) > 0) {
      return Optional.of(
          new Refusal(
              "min-length",
              Words.length(least),
              Words.length(entry.window().length()),
              "A window on what you wait for lasts at least %s.".formatted(Words.length(least))));
    }
    Instant furthest = now.plus(furthest(machines)).plus(most);
    return entry.window().to().isAfter(furthest)
        ? Optional.of(
            new Refusal(
                "horizon",
                furthest.toString(),
                entry.window().to().toString(),
                "What you wait for is booked until %s at the latest; wait until then."
                    .formatted(furthest)))
        : Optional.empty();
  }

  private static Duration furthest(List<BookableMachine> machines) {
    Duration horizon =
        machines.stream()
            .map(machine -> machine.rules().horizon())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return horizon.compareTo(LONGEST) < 0 ? horizon : LONGEST;
  }

  private static Refusal full(int all) {
    return new Refusal(
        "waiting",
        String.valueOf(MOST_OF_ALL),
        String.valueOf(all + 1),
        "The waiting list is full; try again when somebody was served.");
  }

  private static Refusal tooMany(long own) {
    return new Refusal(
        "waiting",
        String.valueOf(MOST),
        String.valueOf(own + 1),
        "An organisation waits in at most %d places; leave one first.".formatted(MOST));
  }
}
