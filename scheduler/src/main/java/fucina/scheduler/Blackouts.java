package fucina.scheduler;

import fucina.scheduler.Displacement.Wanted;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** Where machines are taken out for upkeep, over bookings where it must be. */
public final class Blackouts {
  /** Between writing "from now" and its arrival; what is further back was not meant. */
  private static final Duration JUST_NOW = Duration.ofMinutes(1);

  /** How often bookings may come in between before it is left to the person to try again. */
  private static final int MOST_ROUNDS = 50;

  private final BookingStore store;
  private final Grants grants;
  private final WaitingOffers waiting;
  private final Displacement displacement;

  Blackouts(BookingStore store, Grants grants, WaitingOffers waiting) {
    this.store = store;
    this.grants = grants;
    this.waiting = waiting;
    this.displacement = new Displacement(grants, waiting);
  }

  /** What became of a wish. */
  public sealed interface Outcome {
    /**
     * It is as asked.
     *
     * @param displaced bookings that were given back for it
     */
    record Done(Blackout blackout, List<Booking> displaced) implements Outcome {}

    /**
     * It cannot be.
     *
     * @param bookings those in the way, by their beginning
     */
    record Refused(List<Refusal> refusals, List<Booking> bookings) implements Outcome {}

    /** The wish names machines that do not exist. */
    record UnknownMachines(List<String> machines) implements Outcome {}

    /** The machines are of a centre whose staff the actor is not. */
    record Foreign(String centre) implements Outcome {}

    /** No such blackout. */
    record NotFound() implements Outcome {}

    /** It has changed since the caller read it. */
    record Stale(long version) implements Outcome {}
  }

  public Future<Optional<Blackout>> find(String id) {
    return store.blackout(id);
  }

  /** Those that occupy, by their beginning; a thousand at most. */
  public Future<List<Blackout>> list(BlackoutQuery query) {
    return store.blackouts(query);
  }

  /**
   * Takes machines out for upkeep, all or none. Bookings in the way are displaced where that is
   * wanted; one whose window has begun never is.
   */
  public Future<Outcome> lay(BlackoutRequest request, Actor actor) {
    return ordered(ledger -> lay(ledger, request, actor));
  }

  /** Moves, shortens, lengthens or explains a blackout that is not over. */
  public Future<Outcome> change(
      String id, long expectedVersion, BlackoutChange change, Actor actor) {
    return ordered(
        ledger ->
            permitted(
                ledger,
                id,
                Optional.of(expectedVersion),
                actor,
                blackout -> change(ledger, blackout, change, actor)));
  }

  /**
   * Frees what is left of a blackout; a second time changes nothing.
   *
   * @param expectedVersion the version the actor read; empty where any will do
   */
  public Future<Outcome> lift(String id, Optional<Long> expectedVersion, Actor actor) {
    return ordered(
        ledger ->
            permitted(
                ledger, id, expectedVersion, actor, blackout -> lift(ledger, blackout, actor)));
  }

  private Future<Outcome> ordered(Function<Ledger, Future<Optional<Outcome>>> work) {
    return ordered(work, 1);
  }

  /** Runs again, in a new transaction, while bookings come in the way that were not locked. */
  private Future<Outcome> ordered(Function<Ledger, Future<Optional<Outcome>>> work, int round) {
    return store
        .write(work)
        .compose(
            outcome ->
                outcome
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            round < MOST_ROUNDS
                                ? ordered(work, round + 1)
                                : Future.succeededFuture(
                                    new Outcome.Refused(
                                        List.of(BlackoutRefusals.busy()), List.of()))));
  }

  private Future<Optional<Outcome>> lay(Ledger ledger, BlackoutRequest request, Actor actor) {
    Instant now = grants.now();
    Optional<Instant> from = request.from().filter(begin -> !meansNow(begin, now));
    Optional<Refusal> absurd = BlackoutRefusals.absurd(from.orElse(now), request.to(), now);
    if (absurd.isPresent()) {
      return refused(absurd.get());
    }
    String id = UUID.randomUUID().toString();
    return displacement.occupy(
        ledger,
        new Wanted(
            id,
            request.machines(),
            from,
            request.to(),
            request.reason(),
            request.displace(),
            actor),
        place -> {
          Blackout blackout =
              new Blackout(
                  id,
                  place.centre(),
                  List.copyOf(request.machines()),
                  place.window(),
                  request.reason(),
                  actor.person(),
                  place.now(),
                  Optional.empty(),
                  1);
          return ledger
              .insert(blackout)
              .compose(done -> ledger.append(line(blackout, "blackout.laid", place.now(), actor)))
              .map(blackout);
        });
  }

  private Future<Optional<Outcome>> change(
      Ledger ledger, Blackout blackout, BlackoutChange change, Actor actor) {
    Instant now = grants.now();
    Window has = blackout.window();
    Instant from = change.from().orElse(has.from());
    Instant to = change.to().orElse(has.to());
    String reason = change.reason().orElse(blackout.reason());
    if (blackout.over(now)) {
      return refused(BlackoutRefusals.over(blackout));
    }
    if (from.equals(has.from()) && to.equals(has.to()) && reason.equals(blackout.reason())) {
      return done(blackout);
    }
    boolean begun = blackout.begun(now);
    Optional<Refusal> refusal =
        begun && !from.equals(has.from())
            ? Optional.of(BlackoutRefusals.begun(has, from))
            : BlackoutRefusals.absurd(begun ? now : from, to, now);
    if (refusal.isPresent()) {
      return refused(refusal.get());
    }
    return displacement.occupy(
        ledger,
        new Wanted(
            blackout.id(),
            new TreeSet<>(blackout.machines()),
            Optional.of(from),
            to,
            reason,
            change.displace(),
            actor),
        place -> {
          Blackout changed = blackout.with(place.window(), reason);
          return ledger
              .update(changed)
              .compose(done -> ledger.append(line(changed, "blackout.changed", place.now(), actor)))
              .compose(done -> waiting.offer(ledger, new TreeSet<>(changed.machines())))
              .map(changed);
        });
  }

  private Future<Optional<Outcome>> lift(Ledger ledger, Blackout blackout, Actor actor) {
    if (blackout.liftedAt().isPresent()) {
      return done(blackout);
    }
    TreeSet<String> machines = new TreeSet<>(blackout.machines());
    return ledger
        .lock(machines)
        .compose(
            locked -> {
              Instant now = grants.now();
              if (blackout.over(now)) {
                return refused(BlackoutRefusals.over(blackout));
              }
              Blackout lifted = blackout.lifted(now);
              return ledger
                  .update(lifted)
                  .compose(done -> ledger.append(line(lifted, "blackout.lifted", now, actor)))
                  .compose(done -> waiting.offer(ledger, machines))
                  .compose(done -> done(lifted));
            });
  }

  private static Future<Optional<Outcome>> permitted(
      Ledger ledger,
      String id,
      Optional<Long> version,
      Actor actor,
      Function<Blackout, Future<Optional<Outcome>>> work) {
    return ledger
        .blackout(id)
        .compose(
            found -> {
              Optional<Blackout> own = found.filter(each -> actor.staffOf(each.centre()));
              if (own.isEmpty()) {
                return Future.succeededFuture(Optional.of(new Outcome.NotFound()));
              }
              long now = own.get().version();
              return version.filter(read -> read != now).isPresent()
                  ? Future.succeededFuture(Optional.of(new Outcome.Stale(now)))
                  : work.apply(own.get());
            });
  }

  private static boolean meansNow(Instant begin, Instant now) {
    return !begin.isAfter(now) && !begin.isBefore(now.minus(JUST_NOW));
  }

  private static AuditEntry line(Blackout blackout, String action, Instant at, Actor actor) {
    return new AuditEntry(
        at,
        actor,
        Optional.of(blackout.centre()),
        action,
        blackout.id(),
        Map.of(
            "machines", blackout.machines(),
            "from", blackout.window().from().toString(),
            "to", blackout.window().to().toString(),
            "reason", blackout.reason(),
            "version", blackout.version()));
  }

  private static Future<Optional<Outcome>> done(Blackout blackout) {
    return Future.succeededFuture(Optional.of(new Outcome.Done(blackout, List.of())));
  }

  private static Future<Optional<Outcome>> refused(Refusal refusal) {
    return Future.succeededFuture(Optional.of(new Outcome.Refused(List.of(refusal), List.of())));
  }
}
