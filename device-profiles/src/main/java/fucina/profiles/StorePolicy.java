package fucina.profiles;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of a signal's readings, and for how long; live views see every reading all the same.
 *
 * @param every longest stretch that one stored reading stands for, its first; zero to store every
 *     reading
 * @param onChange whether a reading with the value and quality of the one before is left out
 * @param downsample what else is stored of each stretch, once it is over
 * @param retention how long it is kept; empty for the product's own setting
 */
public record StorePolicy(
    Duration every, boolean onChange, Set<Downsample> downsample, Optional<Retention> retention) {
  /** Every reading, for as long as the product keeps readings. */
  public static final StorePolicy EVERYTHING =
      new StorePolicy(Duration.ZERO, false, Set.of(), Optional.empty());

  public StorePolicy {
    downsample = Set.copyOf(downsample);
  }

  /** What is stored of one stretch. */
  public enum Downsample {
    /** The newest reading. */
    LAST,
    /** The smallest value, with its own time. */
    MIN,
    /** The largest value, with its own time. */
    MAX,
    /** The mean, with the time of the stretch's end. */
    MEAN
  }

  /** How long readings are kept. */
  public enum Retention {
    /** A week. */
    DAYS_7("7d", Duration.ofDays(7)),
    /** A quarter. */
    DAYS_90("90d", Duration.ofDays(90)),
    /** Two years. */
    YEARS_2("2y", Duration.ofDays(730));

    private final String word;
    private final Duration length;

    Retention(String word, Duration length) {
      this.word = word;
      this.length = length;
    }

    /** As a profile writes it, e.g. {@code 90d}. */
    public String word() {
      return word;
    }

    /** As a duration. */
    public Duration length() {
      return length;
    }
  }
}
