package fucina.gateway.telemetry;

import fucina.gateway.telemetry.LiveHub.Beat;
import fucina.gateway.telemetry.Peaks.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One look at a channel's signals by all who stand at the same place. */
final class Look {
  private final Cursor from;
  private final List<Frame.Entry> entries = new ArrayList<>();
  private long missed;

  Look(Cursor from) {
    this.from = from;
  }

  /** Sees one signal, while its cell stands still. */
  void see(int signal, Beat beat, @Nullable Peaks peaks) {
    long passed = from.passed[signal];
    if (beat.count() == passed && !from.snapshot) {
      return;
    }
    int before = entries.size();
    Reading newest = beat.heard().reading();
    if (peaks != null) {
      between(signal, passed, Peaks.plotted(newest), peaks);
    }
    entries.add(new Frame.Entry(signal, newest));
    missed += Math.max(0, beat.count() - passed - (entries.size() - before));
  }

  /** Adds what went beyond the value shown last and the newest, in its order. */
  private void between(int signal, long passed, double newest, Peaks peaks) {
    double shown = from.shown[signal];
    List<Point> beyond = new ArrayList<>(2);
    Point low = peaks.low(passed);
    if (low != null && !(low.value() >= newest) && !(low.value() >= shown)) {
      beyond.add(low);
    }
    Point high = peaks.high(passed);
    if (high != null && high != low && !(high.value() <= newest) && !(high.value() <= shown)) {
      beyond.add(high);
    }
    beyond.sort(Comparator.comparingLong(Point::number));
    beyond.forEach(point -> entries.add(new Frame.Entry(signal, point.reading())));
  }

  /** What was seen; empty where nothing is new. */
  Optional<Frame> frame(String machine) {
    return entries.isEmpty() ? Optional.empty() : Optional.of(new Frame(machine, entries, missed));
  }
}
