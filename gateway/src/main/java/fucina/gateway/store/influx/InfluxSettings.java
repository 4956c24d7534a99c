package fucina.gateway.store.influx;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which InfluxDB, and how it is asked.
 *
 * @param url {@code http://host:8086}, without credentials
 * @param tokenFile file of its token, read anew after each 401; for InfluxDB 1 it holds {@code
 *     user:password}; empty where it asks for none
 * @param bucket the bucket (2), database (1, 3), or {@code database/retention-policy} (1)
 * @param organisation asked for by InfluxDB 2 only; may be empty
 */
public record InfluxSettings(
    String url, Optional<Path> tokenFile, String bucket, String organisation, Pace pace) {

  /**
   * How fast it goes.
   *
   * @param lag readings are carried on when they are so old: those that come by then are not late
   * @param pause between two looks for new ones
   * @param answer how long a call may take
   * @param shortest the first wait after a failure
   * @param longest the longest wait after failures, but for what the server asks for
   * @param settings wait where only a person can help: a token, a bucket
   */
  public record Pace(
      Duration lag,
      Duration pause,
      Duration answer,
      Duration shortest,
      Duration longest,
      Duration settings) {
    /** 2 s; 2 s; 20 s; from 0.5 s to 30 s; 15 s. */
    public static Pace usual() {
      return new Pace(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(20),
          Duration.ofMillis(500),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15));
    }
  }

  /** The database's name in InfluxDB 1 and in InfluxQL. */
  String database() {
    int slash = bucket.indexOf('/');
    return slash < 0 ? bucket : bucket.substring(0, slash);
  }

  /** The retention policy's name in InfluxDB 1 and in InfluxQL; empty for the usual one. */
  Optional<String> policy() {
    int slash = bucket.indexOf('/');
    return slash < 0 ? Optional.empty() : Optional.of(bucket.substring(slash + 1));
  }
}
