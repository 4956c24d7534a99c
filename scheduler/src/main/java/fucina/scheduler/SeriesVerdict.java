package fucina.scheduler;

import fucina.scheduler.Decision.Granted;
import fucina.scheduler.Decision.Refused;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What was decided of a series, and of each occurrence that was judged for it.
 *
 * @param judged with what is needed to look for alternatives
 */
record SeriesVerdict(SeriesDecision decision, List<Judged> judged) {

  /** A decision for which no occurrence was judged. */
  static Future<SeriesVerdict> of(SeriesDecision decision) {
    return Future.succeededFuture(new SeriesVerdict(decision, List.of()));
  }

  /**
   * One occurrence that was judged.
   *
   * @param before its booking as it stood before; empty where there was none
   * @param wish what alternatives are looked for with; empty where none would help
   */
  record Judged(
      Instant at, Window window, Optional<Booking> before, Decision decision, Optional<Wish> wish) {

    Stream<Refused> refused() {
      return decision instanceof Refused refused ? Stream.of(refused) : Stream.empty();
    }

    boolean granted() {
      return decision instanceof Granted;
    }

    /** It, as it is once all is written. */
    Occurrence written() {
      Optional<Booking> booking =
          decision instanceof Granted granted ? Optional.of(granted.booking()) : before;
      return occurrence(booking);
    }

    /** It, where nothing is written. */
    Occurrence unwritten() {
      return occurrence(before);
    }

    private Occurrence occurrence(Optional<Booking> booking) {
      List<Refusal> refusals =
          decision instanceof Decision.UnknownMachines gone
              ? List.of(retired(gone.machines()))
              : refused().flatMap(each -> each.refusals().stream()).toList();
      return new Occurrence(at, window, booking, refusals, List.of());
    }
  }

  private static Refusal retired(List<String> machines) {
    return new Refusal(
        "in-service",
        "in service",
        "retired",
        String.join(", ", machines) + " takes no bookings any more; what is booked stays.");
  }

  /**
   * Writes what was judged, where enough of it was granted; otherwise fails with what takes the
   * transaction back.
   *
   * @param whole whether all must be granted, or one is enough
   */
  static Future<SeriesVerdict> settle(
      List<Judged> judged,
      boolean whole,
      boolean dryRun,
      Function<List<Occurrence>, Future<SeriesDecision>> write) {
    List<Occurrence> unwritten = judged.stream().map(Judged::unwritten).toList();
    if (judged.isEmpty()) {
      return takenBack(new SeriesVerdict(new SeriesDecision.Refused(unwritten), judged));
    }
    if (dryRun) {
      return takenBack(new SeriesVerdict(new SeriesDecision.Judged(unwritten), judged));
    }
    long refused = judged.stream().filter(each -> !each.granted()).count();
    if (whole ? refused > 0 : refused == judged.size()) {
      return takenBack(new SeriesVerdict(new SeriesDecision.Refused(unwritten), judged));
    }
    return write
        .apply(judged.stream().map(Judged::written).toList())
        .map(decision -> new SeriesVerdict(decision, judged));
  }

  private static Future<SeriesVerdict> takenBack(SeriesVerdict verdict) {
    return Future.failedFuture(new TakenBack(verdict));
  }

  /** The verdict of a transaction, also of one that was taken back. */
  static Future<SeriesVerdict> outOf(Future<SeriesVerdict> transaction) {
    return transaction.recover(
        fault ->
            fault instanceof TakenBack back
                ? Future.succeededFuture(back.verdict)
                : Future.failedFuture(fault));
  }

  /** The decision, with alternatives beside the refusals. */
  SeriesDecision with(Map<Instant, List<Slot>> alternatives) {
    if (decision instanceof SeriesDecision.Done done) {
      return new SeriesDecision.Done(
          done.series(), with(done.occurrences(), alternatives), done.replayed());
    }
    if (decision instanceof SeriesDecision.Judged only) {
      return new SeriesDecision.Judged(with(only.occurrences(), alternatives));
    }
    if (decision instanceof SeriesDecision.Refused refused) {
      return new SeriesDecision.Refused(with(refused.occurrences(), alternatives));
    }
    return decision;
  }

  private static List<Occurrence> with(
      List<Occurrence> occurrences, Map<Instant, List<Slot>> alternatives) {
    return occurrences.stream()
        .map(
            each ->
                new Occurrence(
                    each.at(),
                    each.window(),
                    each.booking(),
                    each.refusals(),
                    alternatives.getOrDefault(each.at(), List.of())))
        .toList();
  }

  /** Takes a transaction back and carries its verdict out of it. */
  @SuppressWarnings("serial") // Never leaves the process.
  private static final class TakenBack extends RuntimeException {
    private final transient SeriesVerdict verdict;

    TakenBack(SeriesVerdict verdict) {
      super("taken back", null, false, false);
      this.verdict = verdict;
    }
  }
}
