package fucina.gateway.store.questdb;

import fucina.gateway.telemetry.Reading;
import fucina.profiles.StorePolicy.Retention;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Which shelf each signal's readings go to. One thread, but for {@link #by}. */
final class Shelves {
  private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Map<String, Map<String, Shelf>> known = new HashMap<>();
  private volatile BiFunction<String, String, Optional<Retention>> keep =
      (machine, signal) -> Optional.empty();
  private long askedAt = System.nanoTime();

  /** Sets what tells how long readings are kept, by machine and signal. */
  void by(BiFunction<String, String, Optional<Retention>> keep) {
    this.keep = keep;
  }

  /** Readings by shelf, in the order they came. */
  Map<Shelf, List<Reading>> sorted(List<Reading> readings) {
    if (System.nanoTime() - askedAt > ASK_AGAIN_NANOS) {
      askedAt = System.nanoTime();
      known.clear();
    }
    Map<Shelf, List<Reading>> sorted = new EnumMap<>(Shelf.class);
    for (Reading reading : readings) {
      sorted.computeIfAbsent(shelf(reading), shelf -> new ArrayList<>()).add(reading);
    }
    return sorted;
  }

  private Shelf shelf(Reading reading) {
    return known
        .computeIfAbsent(reading.machine(), machine -> new HashMap<>())
        .computeIfAbsent(
            reading.signal(), signal -> Shelf.of(keep.apply(reading.machine(), signal)));
  }
}
