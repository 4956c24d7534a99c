package fucina.gateway.store;

import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is read by those who carry readings on to another store. All calls block; any thread.
 *
 * <p>Unlike {@link TimeSeriesStore}'s own, its reads do not wait for the newest commits to become
 * visible: {@link #awaitVisible} once, then many reads.
 */
public interface Outflow {

  /**
   * Feeds the readings of a stretch in order of time.
   *
   * @param machine whose; empty for every machine's
   * @param from first instant in
   * @param to first instant out
   * @param sink answers whether it wants more
   */
  void readings(Optional<String> machine, Instant from, Instant to, Predicate<Reading> sink);

  /** The gaps that begin in a stretch, in order of their beginning; of a machine, or of all. */
  List<Gap> gapsBegun(Optional<String> machine, Instant from, Instant to);

  /** As {@link TimeSeriesStore#awaitVisible}. */
  boolean awaitVisible(Duration atMost);
}
