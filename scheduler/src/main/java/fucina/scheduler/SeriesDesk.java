package fucina.scheduler;

import fucina.scheduler.SeriesVerdict.Judged;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where windows that come back by a rule are made, given back and moved. Each is a booking like any
 * other and keeps every rule, those before it in the series counted; the whole of what is asked is
 * one transaction. What the rule means is worked out outside: here are windows only.
 */
public final class SeriesDesk {
  /** For more refused occurrences nobody reads alternatives. */
  private static final int HELPED = 10;

  private final BookingStore store;
  private final Grants grants;
  private final BookingDesk desk;
  private final SeriesMaking making;
  private final SeriesMoves moves;
  private final Consumer<Decision> listener;

  SeriesDesk(
      BookingStore store,
      Grants grants,
      BookingDesk desk,
      SeriesMoves moves,
      Consumer<Decision> listener) {
    this.store = store;
    this.grants = grants;
    this.desk = desk;
    this.making = new SeriesMaking(grants, desk);
    this.moves = moves;
    this.listener = listener;
  }

  public Future<Optional<Series>> find(String id) {
    return store.series(id);
  }

  /** Newest first. */
  public Future<List<Series>> list(SeriesQuery query) {
    return store.series(query);
  }

  /** The occurrences of a series, in the order of its rule. */
  public Future<List<Occurrence>> occurrences(String series) {
    return store.occurrences(series);
  }

  /** Books all windows of a series, or those that can be had; or judges them only. */
  public Future<SeriesDecision> make(SeriesRequest request, Actor actor) {
    return SeriesVerdict.outOf(store.write(ledger -> making.once(ledger, request, actor)))
        .onSuccess(this::told)
        .compose(this::helped);
  }

  /**
   * Gives back what has not begun; a second time changes nothing.
   *
   * @param from this one and those that follow it in the rule; empty: all
   */
  public Future<SeriesDecision> cancel(String id, Optional<Instant> from, Actor actor) {
    return store
        .write(
            ledger -> permitted(ledger, id, actor, series -> cancel(ledger, series, from, actor)))
        .map(SeriesVerdict::decision);
  }

  /** Where one occurrence is to be. */
  public record Move(String booking, long version, Window to) {}

  /**
   * Moves occurrences, all or those that can be; or judges it only. One that was changed meanwhile
   * is refused.
   */
  public Future<SeriesDecision> move(
      String id, List<Move> wished, boolean whole, boolean dryRun, Actor actor) {
    return SeriesVerdict.outOf(
            store.write(
                ledger ->
                    permitted(
                        ledger,
                        id,
                        actor,
                        series -> moves.move(ledger, series, wished, whole, dryRun, actor))))
        .compose(this::helped);
  }

  private void told(SeriesVerdict verdict) {
    boolean done = verdict.decision() instanceof SeriesDecision.Done;
    if (done || verdict.decision() instanceof SeriesDecision.Refused) {
      verdict.judged().stream()
          .filter(each -> done || each.decision() instanceof Decision.Refused)
          .forEach(each -> listener.accept(each.decision()));
    }
  }

  /** Adds to refusals what is possible instead, read outside any lock. */
  private Future<SeriesDecision> helped(SeriesVerdict verdict) {
    List<Judged> refused =
        verdict.judged().stream()
            .filter(each -> each.wish().isPresent() && each.refused().findAny().isPresent())
            .limit(HELPED)
            .toList();
    Map<Instant, List<Slot>> alternatives = new HashMap<>();
    Future<Void> found = Future.succeededFuture();
    for (Judged each : refused) {
      found =
          found
              .compose(before -> grants.orInstead(each.decision(), each.wish().orElseThrow()))
              .map(
                  decision -> {
                    if (decision instanceof Decision.Refused told) {
                      alternatives.put(each.at(), told.alternatives());
                    }
                    return null;
                  });
    }
    return found.map(all -> verdict.with(alternatives));
  }

  private static Future<SeriesVerdict> permitted(
      Ledger ledger, String id, Actor actor, Function<Series, Future<SeriesVerdict>> work) {
    return ledger
        .series(id)
        .compose(
            found ->
                found.isEmpty()
                    ? SeriesVerdict.of(new SeriesDecision.NotFound())
                    : ledger
                        .centres(new TreeSet<>(found.get().machines()))
                        .compose(
                            centres ->
                                Grants.may(actor, found.get().party(), centres)
                                    ? work.apply(found.get())
                                    : SeriesVerdict.of(new SeriesDecision.NotFound())));
  }

  private Future<SeriesVerdict> cancel(
      Ledger ledger, Series series, Optional<Instant> from, Actor actor) {
    Instant now = grants.now();
    return ledger
        .occurrences(series.id())
        .map(
            all ->
                all.stream()
                    .filter(each -> from.filter(each.at()::isBefore).isEmpty())
                    .flatMap(each -> each.booking().stream())
                    .map(Booking::id)
                    .toList())
        .compose(ids -> locked(ledger, ids))
        .map(bookings -> bookings.stream().filter(each -> Occurrence.ahead(each, now)).toList())
        .compose(
            ahead ->
                oneByOne(ahead, each -> desk.giveBack(ledger, each, actor, "series"))
                    .compose(done -> desk.offer(ledger, new TreeSet<>(series.machines())))
                    .compose(
                        done -> {
                          Map<String, Object> detail =
                              Map.of(
                                  "cancelled", ahead.size(),
                                  "from", from.map(Instant::toString).orElse("all"));
                          return ahead.isEmpty()
                              ? Future.succeededFuture()
                              : append(ledger, series, now, actor, "series.cancelled", detail);
                        })
                    .compose(done -> standing(ledger, series, ahead.isEmpty())))
        .compose(SeriesVerdict::of);
  }

  /** Bookings locked in the order of their ids, each as it is then. */
  static Future<List<Booking>> locked(Ledger ledger, List<String> ids) {
    return oneByOne(List.copyOf(new TreeSet<>(ids)), ledger::booking)
        .map(found -> found.stream().flatMap(Optional::stream).toList());
  }

  /** The series as it stands. */
  static Future<SeriesDecision> standing(Ledger ledger, Series series, boolean replayed) {
    return ledger
        .occurrences(series.id())
        .map(occurrences -> new SeriesDecision.Done(series, occurrences, replayed));
  }

  static Future<Void> append(
      Ledger ledger,
      Series series,
      Instant at,
      Actor actor,
      String action,
      Map<String, Object> more) {
    Map<String, Object> detail = new HashMap<>(more);
    detail.put("organisation", series.party().organisation());
    detail.put("machines", series.machines());
    detail.put("rule", series.rule());
    detail.put("zone", series.zone().getId());
    return ledger
        .centres(new TreeSet<>(series.machines()))
        .compose(
            centres ->
                ledger.append(
                    new AuditEntry(at, actor, Grants.only(centres), action, series.id(), detail)));
  }

  /** Work on each of these, one after the other. */
  static <T, R> Future<List<R>> oneByOne(List<T> all, Function<T, Future<R>> work) {
    Future<List<R>> done = Future.succeededFuture(new ArrayList<>());
    for (T each : all) {
      done =
          done.compose(
              before ->
                  work.apply(each)
                      .map(
                          one -> {
                            before.add(one);
                            return before;
                          }));
    }
    return done;
  }
}
