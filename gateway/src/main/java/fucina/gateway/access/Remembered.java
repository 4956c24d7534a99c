package fucina.gateway.access;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom the database has confirmed of late, so that somebody already known can press a stop while it
 * is away. Asked only then: while it answers, the database alone decides. In memory, by the hash of
 * the secret, the newest 10,000; what was ended here is forgotten at once and never remembered
 * again.
 */
final class Remembered {
  /** How long after its last confirmation somebody is still known. */
  static final Duration LENGTH = Duration.ofHours(1);

  private static final int HELD_AT_MOST = 10_000;

  private final Map<Buffer, Seen> seen = newest();
  private final Set<String> ended = Collections.newSetFromMap(newest());

  private record Seen(SignedIn who, Instant at) {
    boolean holds(Instant now) {
      return now.isBefore(at.plus(LENGTH)) && now.isBefore(who.expiresAt());
    }
  }

  /** The database has confirmed somebody. */
  synchronized void confirmed(Buffer hash, SignedIn who, Instant now) {
    if (!ended.contains(who.id())) {
      seen.put(hash, new Seen(who, now));
    }
  }

  /** The database knows nobody of this secret. */
  synchronized void unknown(Buffer hash) {
    seen.remove(hash);
  }

  /** A sign-in or API token was ended. */
  synchronized void ended(String id) {
    ended.add(id);
    seen.values().removeIf(one -> one.who().id().equals(id));
  }

  synchronized Optional<SignedIn> by(Buffer hash, Instant now) {
    @Nullable Seen one = seen.get(hash);
    return one != null && one.holds(now) ? Optional.of(one.who()) : Optional.empty();
  }

  /** Whether a sign-in or API token was confirmed of late. */
  synchronized boolean holds(SignedIn who, Instant now) {
    return seen.values().stream()
        .anyMatch(one -> one.who().id().equals(who.id()) && one.holds(now));
  }

  private static <K, V> Map<K, V> newest() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > HELD_AT_MOST;
      }
    };
  }
}
