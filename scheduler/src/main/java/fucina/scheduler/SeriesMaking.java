package fucina.scheduler;

import fucina.scheduler.Ledger.Keyed;
import fucina.scheduler.SeriesVerdict.Judged;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Where a series comes into being. */
final class SeriesMaking {
  private final Grants grants;
  private final BookingDesk desk;

  SeriesMaking(Grants grants, BookingDesk desk) {
    this.grants = grants;
    this.desk = desk;
  }

  /** The same key has one effect; a series has the key of its first booking. */
  Future<SeriesVerdict> once(Ledger ledger, SeriesRequest request, Actor actor) {
    if (request.idempotencyKey().isEmpty() || request.dryRun()) {
      return make(ledger, request, actor);
    }
    String key = request.idempotencyKey().get();
    return ledger
        .keyed(request.party().organisation(), key)
        .compose(
            known -> {
              if (known.isEmpty()) {
                return make(ledger, request, actor);
              }
              return known.get().requestHash().equals(BookingDesk.hash(request.text()))
                  ? ledger
                      .booking(known.get().booking())
                      .map(booking -> booking.flatMap(Booking::series).orElseThrow())
                      .compose(ledger::series)
                      .compose(series -> SeriesDesk.standing(ledger, series.orElseThrow(), true))
                      .compose(SeriesVerdict::of)
                  : SeriesVerdict.of(new SeriesDecision.KeyReused(key));
            });
  }

  private Future<SeriesVerdict> make(Ledger ledger, SeriesRequest request, Actor actor) {
    Wish any = wish(request, request.first());
    return ledger
        .lock(any.machines())
        .compose(
            known -> {
              List<String> unknown = any.unknown(known);
              return unknown.isEmpty()
                  ? make(ledger, request, series(request), actor)
                  : SeriesVerdict.of(new SeriesDecision.UnknownMachines(unknown));
            });
  }

  private Future<SeriesVerdict> make(
      Ledger ledger, SeriesRequest request, Series series, Actor actor) {
    return ledger
        .insert(series)
        .compose(
            done ->
                SeriesDesk.oneByOne(
                    request.windows(), each -> judge(ledger, request, each, series, actor)))
        .compose(
            judged ->
                SeriesVerdict.settle(
                    judged,
                    request.whole(),
                    request.dryRun(),
                    occurrences -> write(ledger, request, series, occurrences, actor)));
  }

  private Future<Judged> judge(
      Ledger ledger, SeriesRequest request, Window window, Series series, Actor actor) {
    Wish wish = wish(request, window);
    return desk.make(ledger, request.each(window, series.id()), wish, actor)
        .map(
            decision ->
                new Judged(window.from(), window, Optional.empty(), decision, Optional.of(wish)));
  }

  private Future<SeriesDecision> write(
      Ledger ledger,
      SeriesRequest request,
      Series series,
      List<Occurrence> occurrences,
      Actor actor) {
    List<Booking> booked = occurrences.stream().flatMap(each -> each.booking().stream()).toList();
    Keyed keyed = new Keyed(BookingDesk.hash(request.text()), booked.get(0).id());
    Map<String, Object> detail =
        Map.of(
            "booked", booked.size(),
            "refused", occurrences.size() - booked.size(),
            "from", series.first().from().toString(),
            "to", series.first().to().toString());
    return ledger
        .insert(series.id(), occurrences)
        .compose(
            done ->
                request.idempotencyKey().isEmpty()
                    ? Future.succeededFuture()
                    : ledger.remember(
                        request.party().organisation(), request.idempotencyKey().get(), keyed))
        .compose(
            done ->
                SeriesDesk.append(ledger, series, series.createdAt(), actor, "series.made", detail))
        .map(new SeriesDecision.Done(series, occurrences, false));
  }

  private static Wish wish(SeriesRequest request, Window window) {
    return Wish.of(request.machines(), Optional.of(window.from()), window.to(), request.party());
  }

  private Series series(SeriesRequest request) {
    return new Series(
        UUID.randomUUID().toString(),
        request.party(),
        List.copyOf(new TreeSet<>(request.machines())),
        request.first(),
        request.zone(),
        request.rule(),
        request.exdates(),
        request.purpose(),
        grants.now());
  }
}
