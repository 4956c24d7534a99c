package fucina.gateway.link.opcua;

import fucina.gateway.link.Backoff;
import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** How soon a link tries again. Only the link's thread uses it. */
final class Pace {
  private static final Duration SOONEST = Duration.ofMillis(500);

  /** A server that comes back after hours is found again within this. */
  private static final Duration LATEST = Duration.ofSeconds(2);

  /** A connection that lasted so long is opened anew at once; a shorter one might fail again. */
  private static final Duration LASTED = Duration.ofSeconds(10);

  private final Backoff backoff = new Backoff(ThreadLocalRandom.current(), SOONEST, LATEST);

  /** After a refused user: many servers lock one out who asks too often. */
  private final Backoff afterRefusal = new Backoff(ThreadLocalRandom.current());

  private Instant onlineSince = Instant.MAX;

  /** A connection stands. */
  void online(Instant now) {
    onlineSince = now;
    backoff.reset();
    afterRefusal.reset();
  }

  /** How long to wait after this. */
  Duration after(LinkFault fault, Instant now) {
    boolean lasted = !onlineSince.equals(Instant.MAX) && now.isAfter(onlineSince.plus(LASTED));
    onlineSince = Instant.MAX;
    if (lasted && fault.state() == LinkState.CONNECTING) {
      return Duration.ZERO;
    }
    return (fault.state() == LinkState.ACCESS_REFUSED ? afterRefusal : backoff).next();
  }
}
