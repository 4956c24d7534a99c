package fucina.gateway.telemetry;

import fucina.profiles.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The highs and lows among a signal's newest values, for any watcher however far behind: of all
 * values after the n-th, the greatest and the smallest.
 *
 * <p>A value is kept only as long as no later one is as high (or as low), which is a handful in any
 * signal that moves both ways. One that only climbs or falls would keep them all, so beyond {@value
 * #AT_MOST} a side lets the one stand for its neighbour that says nearly the same: to who is that
 * far behind, an extreme may be a sixteenth of the signal's span short. Guarded by its cell.
 */
final class Peaks {
  static final int AT_MOST = 32;

  private final List<Point> highs = new ArrayList<>();
  private final List<Point> lows = new ArrayList<>();

  /**
   * One value.
   *
   * @param number how many values its signal had with it
   * @param standsFor the most extreme value it stands for, its own or one that was given up
   */
  record Point(long number, double value, Reading reading, double standsFor) {}

  /** What is plotted of a reading: a flag as 0 or 1; NaN where nothing is. */
  static double plotted(Reading reading) {
    double value =
        reading.value() instanceof Value.Number number
            ? number.value()
            : reading.value() instanceof Value.Flag flag ? (flag.value() ? 1 : 0) : Double.NaN;
    return reading.quality() == Quality.BAD || !Double.isFinite(value) ? Double.NaN : value;
  }

  /** Takes a reading that is newer than all before. */
  void add(long number, Reading reading) {
    double value = plotted(reading);
    if (!Double.isNaN(value)) {
      Point point = new Point(number, value, reading, value);
      add(highs, point, 1);
      add(lows, point, -1);
    }
  }

  /** Forgets all, as time went back. */
  void clear() {
    highs.clear();
    lows.clear();
  }

  /** The greatest value after the n-th; null where there is none. */
  @Nullable Point high(long after) {
    return first(highs, after);
  }

  /** The smallest value after the n-th; null where there is none. */
  @Nullable Point low(long after) {
    return first(lows, after);
  }

  private static @Nullable Point first(List<Point> side, long after) {
    for (Point point : side) {
      if (point.number() > after) {
        return point;
      }
    }
    return null;
  }

  private static void add(List<Point> side, Point point, int sign) {
    int last = side.size() - 1;
    while (last >= 0 && sign * side.get(last).value() <= sign * point.value()) {
      side.remove(last--);
    }
    side.add(point);
    if (side.size() > AT_MOST) {
      thin(side);
    }
  }

  /** Gives up the one for which the next stands best; never the newest. */
  private static void thin(List<Point> side) {
    int least = 0;
    double loss = Double.POSITIVE_INFINITY;
    for (int i = 0; i + 1 < side.size(); i++) {
      double own = Math.abs(side.get(i).standsFor() - side.get(i + 1).value());
      if (own < loss) {
        loss = own;
        least = i;
      }
    }
    Point given = side.remove(least);
    Point next = side.get(least);
    side.set(least, new Point(next.number(), next.value(), next.reading(), given.standsFor()));
  }
}
