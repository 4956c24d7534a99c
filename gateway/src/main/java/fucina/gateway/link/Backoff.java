package fucina.gateway.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt to connect: full jitter, so that a hundred machines that
 * were lost together do not come back in step.
 *
 * <p>The n-th wait is uniform between the floor and min(ceiling, floor × 2^n). Not thread-safe.
 */
public final class Backoff {
  private static final Duration FLOOR = Duration.ofMillis(500);
  private static final Duration CEILING = Duration.ofSeconds(30);

  private final RandomGenerator random;
  private final long floorMillis;
  private final long ceilingMillis;
  private int failures;

  public Backoff(RandomGenerator random) {
    this(random, FLOOR, CEILING);
  }

  /**
   * Makes one with other bounds.
   *
   * @param floor the shortest wait
   * @param ceiling the longest
   */
  public Backoff(RandomGenerator random, Duration floor, Duration ceiling) {
    this.random = random;
    this.floorMillis = floor.toMillis();
    this.ceilingMillis = ceiling.toMillis();
  }

  /** How long to wait after one more failure. */
  public Duration next() {
    failures = Math.min(failures + 1, 30);
    long span = Math.min(ceilingMillis, floorMillis << Math.min(failures, 20));
    return Duration.ofMillis(random.nextLong(floorMillis, span + 1));
  }

  /** It worked: the next failure waits shortly again. */
  public void reset() {
    failures = 0;
  }
}
