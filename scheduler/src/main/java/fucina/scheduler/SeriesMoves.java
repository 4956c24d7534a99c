package fucina.scheduler;

import fucina.scheduler.Decision.Refused;
import fucina.scheduler.SeriesDesk.Move;
import fucina.scheduler.SeriesVerdict.Judged;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Where occurrences of a series are moved together. */
final class SeriesMoves {
  private final Grants grants;
  private final Changes changes;
  private final WaitingOffers waiting;

  SeriesMoves(Grants grants, Changes changes, WaitingOffers waiting) {
    this.grants = grants;
    this.changes = changes;
    this.waiting = waiting;
  }

  /** One occurrence as it is locked, and where it is to be. */
  private record Moving(Occurrence occurrence, Booking booking, Move move) {
    boolean later() {
      return move.to().from().isAfter(booking.window().from());
    }
  }

  Future<SeriesVerdict> move(
      Ledger ledger, Series series, List<Move> wished, boolean whole, boolean dryRun, Actor actor) {
    return SeriesDesk.locked(ledger, wished.stream().map(Move::booking).toList())
        .compose(
            bookings -> ledger.occurrences(series.id()).map(all -> ordered(all, bookings, wished)))
        .compose(
            all ->
                waiting
                    .locked(ledger, new TreeSet<>(series.machines()))
                    .compose(
                        somebody -> SeriesDesk.oneByOne(all, each -> judge(ledger, each, actor))))
        .compose(
            judged ->
                SeriesVerdict.settle(
                    judged.stream().sorted(Comparator.comparing(Judged::at)).toList(),
                    whole,
                    dryRun,
                    occurrences -> write(ledger, series, occurrences, actor)));
  }

  /**
   * The order in which none of them runs into another of the series that makes way: the last first
   * where they go later, the first first where they go earlier.
   */
  private static List<Moving> ordered(
      List<Occurrence> all, List<Booking> bookings, List<Move> moves) {
    List<Moving> moving = new ArrayList<>();
    for (Booking booking : bookings) {
      for (Move move : moves) {
        all.stream()
            .filter(each -> move.booking().equals(booking.id()) && each.of(booking))
            .forEach(each -> moving.add(new Moving(each, booking, move)));
      }
    }
    Comparator<Moving> byStart = Comparator.comparing(each -> each.booking().window().from());
    boolean later = moving.stream().anyMatch(Moving::later);
    moving.sort(later ? byStart.reversed() : byStart);
    return moving;
  }

  private Future<Judged> judge(Ledger ledger, Moving moving, Actor actor) {
    Instant at = moving.occurrence().at();
    Window to = moving.move().to();
    Optional<Booking> before = Optional.of(moving.booking());
    if (moving.booking().version() != moving.move().version()) {
      Decision refused = new Refused(List.of(changed(moving)), List.of());
      return Future.succeededFuture(new Judged(at, to, before, refused, Optional.empty()));
    }
    return changes
        .move(ledger, moving.booking(), Optional.of(to.from()), Optional.of(to.to()), actor)
        .map(verdict -> new Judged(at, to, before, verdict.decision(), verdict.wish()));
  }

  /** What came free is offered only now: another of the series may have needed it. */
  private Future<SeriesDecision> write(
      Ledger ledger, Series series, List<Occurrence> moved, Actor actor) {
    long refused = moved.stream().filter(each -> !each.refusals().isEmpty()).count();
    Map<String, Object> detail = Map.of("moved", moved.size() - refused, "refused", refused);
    Map<Instant, List<Refusal>> refusals = new HashMap<>();
    moved.forEach(each -> refusals.put(each.at(), each.refusals()));
    return SeriesDesk.append(ledger, series, grants.now(), actor, "series.changed", detail)
        .compose(done -> waiting.offer(ledger, new TreeSet<>(series.machines())))
        .compose(done -> ledger.occurrences(series.id()))
        .map(
            all ->
                new SeriesDecision.Done(
                    series,
                    all.stream()
                        .map(each -> each.with(refusals.getOrDefault(each.at(), each.refusals())))
                        .toList(),
                    false));
  }

  private static Refusal changed(Moving moving) {
    return new Refusal(
        "version",
        String.valueOf(moving.move().version()),
        String.valueOf(moving.booking().version()),
        "This occurrence has changed since the series was read; read it again and decide anew.");
  }
}
