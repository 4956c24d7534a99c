package fucina.gateway.store;

import fucina.gateway.telemetry.Commits;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps readings. All calls block; {@link #commit} and {@link #gap} are called by one writer
 * thread, the reading calls by any worker thread.
 */
public interface TimeSeriesStore extends Commits, AutoCloseable {

  /** The newest reading of each signal of a machine, no older than {@code since}. */
  List<Reading> latest(String machine, Instant since);

  /**
   * The newest reading of each of some signals in a stretch; what it says holds on after it.
   *
   * @param from first instant in
   * @param to first instant out
   * @return in no order, none of a signal that said nothing
   */
  List<Reading> newest(String machine, List<String> signals, Instant from, Instant to);

  /**
   * Buckets of one signal.
   *
   * <p>Buckets are counted from 1970, so those of several signals and stretches fall together; the
   * first one is cut at {@code from}, the last one at {@code to}. Whole minutes are answered
   * fastest.
   *
   * @param from first instant in
   * @param to first instant out
   * @param width width of a bucket, whole milliseconds
   * @return non-empty buckets in order of time
   */
  List<Bucket> buckets(String machine, String signal, Instant from, Instant to, Duration width);

  /** Streams readings in order of time to {@code sink}, without holding them in memory. */
  void raw(String machine, List<String> signals, Instant from, Instant to, Consumer<Reading> sink);

  /** The gaps of a machine that touch a stretch, in order of time. */
  List<Gap> gaps(String machine, Instant from, Instant to);

  /**
   * Waits until reads see everything that was committed before this call, as a dataset must.
   *
   * @return false where they do not after {@code atMost}
   */
  boolean awaitVisible(Duration atMost);

  /** Whether it takes commits and shows them: no table suspended, enough disk, no fault. */
  boolean healthy();

  /** Why it is not healthy, in one sentence; empty where it is. */
  Optional<String> ailment();

  /** What it takes of the disk. */
  default Disk disk() {
    return new Disk(Map.of(), 0, 0);
  }

  @Override
  void close();

  /**
   * What a store takes of its disk.
   *
   * @param bytes by class of retention ({@code usual}, {@code 7d}, {@code 90d}, {@code 2y}),
   *     counted now and then
   * @param free bytes that are free
   * @param floor free bytes below which nothing is stored
   */
  record Disk(Map<String, Long> bytes, long free, long floor) {}

  /**
   * What became of one signal in one stretch of time.
   *
   * @param start first instant of the bucket, or of what was asked for
   *     <p>BAD readings and those that are no finite number count and can be the last one, but have
   *     no part in min, max and mean; where nothing else is, these are NaN and their times the
   *     bucket's start.
   * @param min smallest value
   * @param minAt when it first was
   * @param max largest value
   * @param maxAt when it first was
   * @param mean arithmetic mean of the readings, each counted once however long it held
   * @param last the last reading of the bucket
   * @param count how many readings
   */
  record Bucket(
      Instant start,
      double min,
      Instant minAt,
      double max,
      Instant maxAt,
      double mean,
      Reading last,
      long count) {}
}
