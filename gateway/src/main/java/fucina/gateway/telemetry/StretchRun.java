package fucina.gateway.telemetry;

import fucina.profiles.StorePolicy.Downsample;
import fucina.profiles.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the first reading of every stretch, and what else was asked for when the stretch is over;
 * stretches are counted from 1970. A change of quality ends a stretch early.
 */
final class StretchRun implements Thinning.Run {
  private final long everyMicros;
  private final Set<Downsample> downsample;
  private final List<Reading> kept = new ArrayList<>();

  private @Nullable Reading first;
  private @Nullable Reading last;
  private @Nullable Reading min;
  private @Nullable Reading max;
  private double sum;
  private long numbers;

  StretchRun(Duration every, Set<Downsample> downsample) {
    this.everyMicros = Math.max(1, every.toNanos() / 1000);
    this.downsample = downsample;
  }

  @Override
  public boolean past(Reading reading) {
    return last != null && reading.time().isBefore(last.time());
  }

  @Override
  public void add(Reading reading, Consumer<Reading> keep) {
    if (first == null || last == null) {
      begin(reading, keep);
    } else if (last.quality() != reading.quality()) {
      end(keep);
      begin(reading, keep);
    } else if (stretch(first) != stretch(reading)) {
      summary(endOf(first), keep);
      begin(reading, keep);
    } else if (!reading.equals(last)) {
      last = reading;
      count(reading);
    }
  }

  private void begin(Reading reading, Consumer<Reading> keep) {
    kept.clear();
    first = reading;
    last = reading;
    min = null;
    max = null;
    sum = 0;
    numbers = 0;
    count(reading);
    once(reading, keep);
  }

  private void count(Reading reading) {
    if (reading.quality() == Quality.BAD
        || !(reading.value() instanceof Value.Number number)
        || !Double.isFinite(number.value())) {
      return;
    }
    numbers++;
    sum += number.value();
    if (min == null || number.value() < number(min)) {
      min = reading;
    }
    if (max == null || number.value() > number(max)) {
      max = reading;
    }
  }

  /** What was asked for of the stretch. */
  private void summary(Instant end, Consumer<Reading> keep) {
    if (downsample.contains(Downsample.MIN)) {
      once(min, keep);
    }
    if (downsample.contains(Downsample.MAX)) {
      once(max, keep);
    }
    if (downsample.contains(Downsample.LAST)) {
      once(last, keep);
    }
    if (downsample.contains(Downsample.MEAN) && numbers > 1 && last != null) {
      keep.accept(mean(last, end));
    }
  }

  private Reading mean(Reading newest, Instant end) {
    Duration offset = Duration.between(newest.sourceTime(), newest.time());
    return new Reading(
        newest.machine(),
        newest.signal(),
        end.minus(offset),
        end,
        Value.of(sum / numbers),
        newest.quality());
  }

  private void once(@Nullable Reading reading, Consumer<Reading> keep) {
    if (reading != null && !kept.contains(reading)) {
      kept.add(reading);
      keep.accept(reading);
    }
  }

  @Override
  public void end(Consumer<Reading> keep) {
    if (first != null && last != null) {
      summary(last.time(), keep);
      once(last, keep);
      first = null;
    }
  }

  private long stretch(Reading reading) {
    return Math.floorDiv(ChronoUnit.MICROS.between(Instant.EPOCH, reading.time()), everyMicros);
  }

  private Instant endOf(Reading reading) {
    return Instant.EPOCH.plus((stretch(reading) + 1) * everyMicros, ChronoUnit.MICROS);
  }

  private static double number(Reading reading) {
    return ((Value.Number) reading.value()).value();
  }
}
