package fucina.gateway.store.questdb;

import fucina.gateway.store.TimeSeriesStore.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Folds one signal's rows and cells, fed in any order, into buckets counted from 1970. */
final class BucketFold {
  private final String machine;
  private final String signal;
  private final long from;
  private final long width;
  private final TreeMap<Long, Cell> cells = new TreeMap<>();
  private long index = -1;
  private Cell cell = new Cell();

  BucketFold(String machine, String signal, long fromMicros, long widthMicros) {
    this.machine = machine;
    this.signal = signal;
    this.from = fromMicros;
    this.width = widthMicros;
  }

  void add(StoredRows row) {
    at(row.time()).add(row);
  }

  /**
   * Adds a cell.
   *
   * @param start when it begins; it must lie in one bucket wholly
   */
  void add(long start, Cell part) {
    at(start).add(part);
  }

  private Cell at(long time) {
    long at = time / width;
    if (at != index) {
      index = at;
      cell = cells.computeIfAbsent(at, first -> new Cell());
    }
    return cell;
  }

  /** The buckets that have readings, in order of time. */
  List<Bucket> done() {
    List<Bucket> buckets = new ArrayList<>(cells.size());
    cells.forEach((at, each) -> buckets.add(bucket(Math.max(from, at * width), each)));
    return buckets;
  }

  private Bucket bucket(long start, Cell all) {
    boolean none = all.numbers == 0;
    return new Bucket(
        Micros.instant(start),
        all.min,
        Micros.instant(none ? start : all.minAt),
        all.max,
        Micros.instant(none ? start : all.maxAt),
        none ? Double.NaN : all.sum / all.numbers,
        all.last(machine, signal),
        all.count);
  }
}
