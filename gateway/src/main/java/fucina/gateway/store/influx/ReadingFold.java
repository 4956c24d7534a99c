package fucina.gateway.store.influx;

import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds one signal's readings, fed in order of time, into buckets counted from 1970. */
final class ReadingFold {
  private final long from;
  private final long width;
  private final List<Bucket> done = new ArrayList<>();
  private long index = -1;
  private long count;
  private long numbers;
  private double sum;
  private double min;
  private double max;
  private Instant minAt = Instant.EPOCH;
  private Instant maxAt = Instant.EPOCH;
  private @Nullable Reading last;

  ReadingFold(Instant from, Duration width) {
    this.from = Micros.notBefore(from);
    this.width = width.toMillis() * 1_000;
  }

  void add(Reading reading) {
    long at = Micros.of(reading.time()) / width;
    if (at != index) {
      close();
      index = at;
    }
    count++;
    last = reading;
    if (reading.value() instanceof Value.Number number
        && reading.quality() != Quality.BAD
        && Double.isFinite(number.value())) {
      add(number.value(), reading.time());
    }
  }

  private void add(double value, Instant time) {
    if (numbers == 0 || value < min) {
      min = value;
      minAt = time;
    }
    if (numbers == 0 || value > max) {
      max = value;
      maxAt = time;
    }
    numbers++;
    sum += value;
  }

  private void close() {
    if (last != null) {
      Instant start = Micros.instant(Math.max(from, index * width));
      boolean none = numbers == 0;
      done.add(
          new Bucket(
              start,
              none ? Double.NaN : min,
              none ? start : minAt,
              none ? Double.NaN : max,
              none ? start : maxAt,
              none ? Double.NaN : sum / numbers,
              last,
              count));
    }
    last = null;
    count = 0;
    numbers = 0;
    sum = 0;
  }

  /** The buckets that have readings, in order of time. */
  List<Bucket> done() {
    close();
    return done;
  }
}
