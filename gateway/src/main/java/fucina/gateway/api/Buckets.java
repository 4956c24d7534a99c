package fucina.gateway.api;

import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.telemetry.Gap;
import fucina.scheduler.Window;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Arithmetic of buckets, and their wire shape. */
final class Buckets {
  private static final long MINUTE = 60_000;

  private Buckets() {}

  /**
   * The width that gives at most that many buckets over several windows: a store counts buckets
   * from 1970, so the first and the last one of each window may be cut short. Above a minute it is
   * whole minutes, for which a store has summaries.
   */
  static Duration width(List<Window> windows, int points) {
    long millis =
        windows.stream()
            .map(Window::length)
            .mapToLong(length -> length.plusNanos(999_999).toMillis())
            .sum();
    long room = Math.max(1, points + 1 - 2L * windows.size());
    long width = Math.max(1, (millis + room - 1) / room);
    return Duration.ofMillis(width <= MINUTE ? width : (width + MINUTE - 1) / MINUTE * MINUTE);
  }

  /** Buckets, the newest ones joined where there are too many still. */
  static List<Bucket> atMost(int points, List<Bucket> buckets) {
    if (buckets.size() <= points) {
      return buckets;
    }
    List<Bucket> kept = new ArrayList<>(buckets.subList(0, points));
    for (Bucket bucket : buckets.subList(points, buckets.size())) {
      kept.set(points - 1, joined(kept.get(points - 1), bucket));
    }
    return kept;
  }

  private static Bucket joined(Bucket a, Bucket b) {
    boolean lower = b.min() < a.min() || Double.isNaN(a.min());
    boolean higher = b.max() > a.max() || Double.isNaN(a.max());
    long count = a.count() + b.count();
    return new Bucket(
        a.start(),
        lower ? b.min() : a.min(),
        lower ? b.minAt() : a.minAt(),
        higher ? b.max() : a.max(),
        higher ? b.maxAt() : a.maxAt(),
        mean(a, b),
        b.last(),
        count);
  }

  private static double mean(Bucket a, Bucket b) {
    if (Double.isNaN(a.mean()) || Double.isNaN(b.mean())) {
      return Double.isNaN(a.mean()) ? b.mean() : a.mean();
    }
    return (a.mean() * a.count() + b.mean() * b.count()) / (a.count() + b.count());
  }

  /** {@code [t, min, tMin, max, tMax, mean, last, count]}. */
  static JsonArray row(Bucket bucket) {
    return new JsonArray()
        .add(bucket.start().toEpochMilli())
        .add(Shapes.finite(bucket.min()))
        .add(at(bucket.min(), bucket.minAt().toEpochMilli()))
        .add(Shapes.finite(bucket.max()))
        .add(at(bucket.max(), bucket.maxAt().toEpochMilli()))
        .add(Shapes.finite(bucket.mean()))
        .add(Shapes.plain(bucket.last().value()))
        .add(bucket.count());
  }

  private static @Nullable Long at(double number, long millis) {
    return Double.isFinite(number) ? millis : null;
  }

  /** Windows in order of time, those that touch or overlap as one. */
  static List<Window> merged(List<Window> windows) {
    List<Window> sorted = windows.stream().sorted(Comparator.comparing(Window::from)).toList();
    List<Window> merged = new ArrayList<>();
    for (Window next : sorted) {
      int last = merged.size() - 1;
      if (last < 0 || merged.get(last).to().isBefore(next.from())) {
        merged.add(next);
      } else if (next.to().isAfter(merged.get(last).to())) {
        merged.set(last, new Window(merged.get(last).from(), next.to()));
      }
    }
    return merged;
  }

  /** The part of a window that lies in another. */
  static Optional<Window> cut(Window window, Window within) {
    if (!window.overlaps(within)) {
      return Optional.empty();
    }
    return Optional.of(
        new Window(
            window.from().isBefore(within.from()) ? within.from() : window.from(),
            window.to().isAfter(within.to()) ? within.to() : window.to()));
  }

  /** The part of a gap that lies in a window. */
  static Optional<Gap> cut(Gap gap, Window within) {
    if (!gap.from().isBefore(gap.to())) {
      return within.contains(gap.from()) ? Optional.of(gap) : Optional.empty();
    }
    return cut(new Window(gap.from(), gap.to()), within)
        .map(part -> new Gap(gap.machine(), gap.signal(), part.from(), part.to(), gap.reason()));
  }
}
