package fucina.simulators.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * Which rows of a recording a machine has told, so that what arrives can be held against it.
 *
 * @param last the number of the last one, rows of all rounds counted from 1; 0 before the first
 * @param skipped the stretches below it that were not told, as of a machine that was frozen, off,
 *     or in a process that stood still; the newest only, should there be very many
 */
public record Told(long last, List<Stretch> skipped) {
  private static final int STRETCHES_AT_MOST = 1_000;

  /** Nothing yet. */
  public static final Told NOTHING = new Told(0, List.of());

  /** Rows that follow each other, both ends included. */
  public record Stretch(long from, long to) {
    @Override
    public String toString() {
      return from + "-" + to;
    }
  }

  public Told {
    skipped = List.copyOf(skipped);
  }

  /** This and one more row, a later one. */
  public Told with(long row) {
    if (row <= last + 1) {
      return new Told(Math.max(last, row), skipped);
    }
    List<Stretch> more = new ArrayList<>(skipped);
    more.add(new Stretch(last + 1, row - 1));
    int from = Math.max(0, more.size() - STRETCHES_AT_MOST);
    return new Told(row, more.subList(from, more.size()));
  }
}
