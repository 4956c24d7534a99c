package fucina.gateway.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a series of measurements does over its time: the median of the slopes between any two of
 * them (Theil–Sen), which a few outliers cannot turn.
 *
 * @param median of the measurements
 * @param growth from the first to the last of them by that slope; below 0 where they fall
 */
record Trend(double median, double growth) {
  /** One measurement. */
  record Point(double seconds, double value) {}

  /** The trend of at least three points. */
  static Trend of(List<Point> points) {
    if (points.size() < 3) {
      throw new IllegalArgumentException("two points make no trend");
    }
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      for (int j = i + 1; j < points.size(); j++) {
        double span = points.get(j).seconds() - points.get(i).seconds();
        if (span > 0) {
          slopes.add((points.get(j).value() - points.get(i).value()) / span);
        }
      }
    }
    double length = points.get(points.size() - 1).seconds() - points.get(0).seconds();
    return new Trend(median(points.stream().map(Point::value).toList()), median(slopes) * length);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /**
   * Whether it grows by no more than a share of its median, or than some amount, if that is more.
   */
  boolean flat(double share, double amount) {
    return growth <= Math.max(share * median, amount);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "median %.0f, trend %+.1f over the run", median, growth);
  }
}
