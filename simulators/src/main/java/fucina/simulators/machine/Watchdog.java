package fucina.simulators.machine;

import java.time.Duration;
import java.time.Instant;

/**
 * Stops a machine whose remote side has gone silent. It sleeps until it is fed; fed once, it bites
 * when the next feed is late, and sleeps again: a client that never feeds it is not watched. Not
 * safe for several threads.
 */
public final class Watchdog {

  /** A silence of this length bites. */
  public static final Duration PATIENCE = Duration.ofSeconds(3);

  private Instant due = Instant.MAX;

  /** It was fed. */
  public void feed(Instant now) {
    due = now.plus(PATIENCE);
  }

  /** Whether it bites now; it does so once for each silence. */
  public boolean bites(Instant now) {
    if (now.isBefore(due)) {
      return false;
    }
    due = Instant.MAX;
    return true;
  }
}
