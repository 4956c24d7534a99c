package fucina.gateway.notice;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait for another attempt, and how many there are.
 *
 * @param floor about the first wait; each is twice the one before
 * @param ceiling the longest
 * @param most attempts altogether
 */
record Retry(Duration floor, Duration ceiling, int most) {
  /** About two days and a half: over a weekend. */
  static final Retry USUAL = new Retry(Duration.ofSeconds(5), Duration.ofHours(1), 90);

  /**
   * The wait after so many attempts: between half and the whole of it by chance, so that what
   * failed together does not come back together.
   */
  Duration after(int attempts, RandomGenerator random) {
    long whole = floor.toMillis() << Math.min(Math.max(attempts, 1) - 1, 30);
    long most = Math.min(ceiling.toMillis(), whole);
    return Duration.ofMillis(random.nextLong(most / 2, most + 1));
  }
}
