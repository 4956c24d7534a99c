package fucina.gateway.store;

import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Buckets counted the slow and obvious way. */
public final class BucketsByHand {
  private BucketsByHand() {}

  public static List<Bucket> of(List<Reading> readings, Instant from, Instant to, Duration width) {
    List<Bucket> buckets = new ArrayList<>();
    long since = from.toEpochMilli();
    Instant grid = Instant.ofEpochMilli(since - since % width.toMillis());
    for (Instant start = grid; start.isBefore(to); start = start.plus(width)) {
      Instant first = start.isBefore(from) ? from : start;
      Instant end = start.plus(width).isBefore(to) ? start.plus(width) : to;
      List<Reading> inside =
          readings.stream()
              .filter(each -> !each.time().isBefore(first) && each.time().isBefore(end))
              .sorted(Comparator.comparing(Reading::time))
              .toList();
      if (!inside.isEmpty()) {
        buckets.add(bucket(first, inside));
      }
    }
    return buckets;
  }

  private static Bucket bucket(Instant start, List<Reading> inside) {
    List<Reading> good = inside.stream().filter(each -> each.quality() != Quality.BAD).toList();
    Reading last = inside.get(inside.size() - 1);
    if (good.isEmpty()) {
      double none = Double.NaN;
      return new Bucket(start, none, start, none, start, none, last, inside.size());
    }
    Reading min = good.stream().min(Comparator.comparing(BucketsByHand::number)).orElseThrow();
    Reading max = good.stream().max(Comparator.comparing(BucketsByHand::number)).orElseThrow();
    double mean = good.stream().mapToDouble(BucketsByHand::number).average().orElseThrow();
    return new Bucket(
        start, number(min), min.time(), number(max), max.time(), mean, last, inside.size());
  }

  private static double number(Reading reading) {
    return ((Value.Number) reading.value()).value();
  }
}
