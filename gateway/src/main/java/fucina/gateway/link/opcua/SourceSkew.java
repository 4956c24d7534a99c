package fucina.gateway.link.opcua;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the clock that stamps a server's values (a controller's, say) is behind the server's own.
 * Every fresh value shows it, plus the time it waited in the server; so the least of two seconds is
 * taken. The delay on our side does not enter. Thread-safe.
 */
final class SourceSkew {
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private Optional<Instant> since = Optional.empty();
  private Duration least = Duration.ZERO;
  private Optional<Duration> told = Optional.empty();

  /** A value that has just changed was reported. */
  synchronized void seen(Instant source, Instant server) {
    Duration behind = Duration.between(source, server);
    if (since.isEmpty()) {
      since = Optional.of(server);
      least = behind;
      return;
    }
    least = behind.compareTo(least) < 0 ? behind : least;
    if (Duration.between(since.get(), server).abs().compareTo(WINDOW) > 0) {
      told = Optional.of(least);
      since = Optional.empty();
    }
  }

  /** The skew, as of the last full window; empty until there was one. */
  synchronized Optional<Duration> current() {
    return told;
  }

  /** A new connection: what was seen before says nothing of it. */
  synchronized void forget() {
    since = Optional.empty();
    told = Optional.empty();
  }
}
