package fucina.simulators.replay;

import fucina.simulators.replay.Recording.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Which row of a recording is now. Safe for several threads. */
public final class Playback {
  private final Recording recording;
  private final Instant began;
  private final double speed;
  private final boolean loop;

  /**
   * A recording that begins.
   *
   * @param speed how much faster than recorded, above 0
   * @param loop begins again at its end; else its last row stays
   */
  public Playback(Recording recording, Instant began, double speed, boolean loop) {
    if (!(speed > 0 && speed <= 100_000)) {
      throw new IllegalArgumentException("a recording plays at a speed above 0, to 100000");
    }
    this.recording = recording;
    this.began = began;
    this.speed = speed;
    this.loop = loop;
  }

  public Recording recording() {
    return recording;
  }

  /** The number of rows begun so far, those of earlier rounds counted; at least 1. */
  public long position(Instant now) {
    long played = Math.round(Math.max(0, Duration.between(began, now).toNanos()) * speed);
    long length = recording.length().toNanos();
    long round = loop ? played / length : 0;
    long within = loop ? played % length : played;
    return round * recording.rows().size() + begun(within);
  }

  /** The cells of the row of a position, one for each signal. */
  public List<Object> cells(long position) {
    return recording.cells(position);
  }

  /** When a position is reached, by the clock it plays in. */
  public Instant at(long position) {
    int rows = recording.rows().size();
    long round = (position - 1) / rows;
    Row row = recording.rows().get((int) ((position - 1) % rows));
    double nanos = (round * (double) recording.length().toNanos() + row.after().toNanos()) / speed;
    return began.plusNanos(Math.round(nanos));
  }

  /** Whether the last row was played and nothing follows. */
  public boolean over(Instant now) {
    return !loop && position(now) >= recording.rows().size();
  }

  private int begun(long nanos) {
    int low = 0;
    int high = recording.rows().size();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (recording.rows().get(middle).after().toNanos() <= nanos) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low + 1;
  }
}
