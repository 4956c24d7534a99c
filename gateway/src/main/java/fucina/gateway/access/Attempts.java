package fucina.gateway.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wrong passwords of late: who tries too often waits, twice as long each time. Counted three ways,
 * so that a guesser neither gets through nor locks the owner out: by account and address together
 * (5 free), by address (50), by account from everywhere (100). In memory: a restart forgives, and
 * it holds the newest 10,000 only.
 */
final class Attempts {
  private static final int HELD_AT_MOST = 10_000;
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > HELD_AT_MOST;
        }
      };

  /** How long somebody must wait before trying this account from this address; zero for not. */
  synchronized Duration wait(String account, String address, Instant now) {
    Duration longest = Duration.ZERO;
    for (Count count : Count.values()) {
      Failures of = failures.get(count.key(account, address));
      Duration wait = of == null ? Duration.ZERO : of.wait(count.free, now);
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    return longest;
  }

  synchronized void failed(String account, String address, Instant now) {
    for (Count count : Count.values()) {
      failures.merge(
          count.key(account, address), new Failures(1, now), (old, one) -> old.again(now));
    }
  }

  /** The right password forgives this account at this address, and nobody else. */
  synchronized void succeeded(String account, String address) {
    failures.remove(Count.PAIR.key(account, address));
  }

  private enum Count {
    PAIR(5),
    ADDRESS(50),
    ACCOUNT(100);

    final int free;

    Count(int free) {
      this.free = free;
    }

    String key(String account, String address) {
      return switch (this) {
        case PAIR -> "p " + address + " " + account;
        case ADDRESS -> "a " + address;
        case ACCOUNT -> "c " + account;
      };
    }
  }

  private record Failures(int times, Instant last) {
    Failures again(Instant now) {
      return new Failures(forgotten(now) ? 1 : times + 1, now);
    }

    Duration wait(int free, Instant now) {
      if (times < free || forgotten(now)) {
        return Duration.ZERO;
      }
      Duration penalty = Duration.ofSeconds(1L << Math.min(times - free, 20));
      Duration capped = penalty.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : penalty;
      Duration left = Duration.between(now, last.plus(capped));
      return left.isNegative() ? Duration.ZERO : left;
    }

    private boolean forgotten(Instant now) {
      return now.isAfter(last.plus(FORGOTTEN_AFTER));
    }
  }
}
