package fucina.gateway.store.questdb;

import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import org.jspecify.annotations.Nullable;

/**
 * What became of one signal in one stretch of time, being counted: rows and other cells are added
 * in any order.
 */
final class Cell {
  long count;
  long numbers;
  double sum;
  double min = Double.NaN;
  double max = Double.NaN;
  long minAt;
  long maxAt;
  long lastAt = Long.MIN_VALUE;

  /** Kind and quality of the last reading, as {@link Meta}; its hash is not kept. */
  long lastMeta;

  double lastNumber;

  /** The last reading where a narrow row cannot say it. */
  @Nullable Reading lastWide;

  void add(StoredRows row) {
    long time = row.time();
    count++;
    long meta = row.meta();
    double number = row.number();
    if (time >= lastAt) {
      lastAt = time;
      lastMeta = meta;
      lastNumber = number;
      lastWide = row.narrow() ? null : row.reading();
    }
    if (Meta.kind(meta) == Meta.NUMBER
        && Meta.quality(meta) != Quality.BAD
        && Double.isFinite(number)) {
      numbers++;
      sum += number;
      low(number, time);
      high(number, time);
    }
  }

  void add(Cell other) {
    count += other.count;
    if (other.lastAt >= lastAt) {
      lastAt = other.lastAt;
      lastMeta = other.lastMeta;
      lastNumber = other.lastNumber;
      lastWide = other.lastWide;
    }
    if (other.numbers > 0) {
      numbers += other.numbers;
      sum += other.sum;
      low(other.min, other.minAt);
      high(other.max, other.maxAt);
    }
  }

  private void low(double value, long time) {
    if (Double.isNaN(min) || value < min || value == min && time < minAt) {
      min = value;
      minAt = time;
    }
  }

  private void high(double value, long time) {
    if (Double.isNaN(max) || value > max || value == max && time < maxAt) {
      max = value;
      maxAt = time;
    }
  }

  Reading last(String machine, String signal) {
    return lastWide == null
        ? StoredRows.reading(machine, signal, lastAt, lastMeta, lastNumber)
        : lastWide;
  }
}
