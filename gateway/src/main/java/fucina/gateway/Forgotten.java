package fucina.gateway;

import fucina.scheduler.postgres.OldRows.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the database forgets, and when. Bookings, sessions, commands and the audit are the record of
 * what was done and stay; what machines said goes with their readings.
 */
final class Forgotten {
  /** Where readings are kept for ever, what was said about them is not. */
  static final Duration USUAL = Duration.ofDays(730);

  private static final Duration SIGN_INS = Duration.ofDays(30);

  private static final Duration NOTICES = Duration.ofDays(90);

  /** With its deliveries; what still waits stays. */
  private static final String TOLD =
      "spread_at < $1 AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.line = outbox.line AND"
          + " d.state = 'WAITING')";

  private Forgotten() {}

  /**
   * The rules.
   *
   * @param retention of readings; empty for ever
   */
  static List<Rule> rules(Optional<Duration> retention) {
    Duration told = retention.orElse(USUAL);
    return List.of(
        new Rule("alarm", "cleared_at < $1", told),
        new Rule("dead_letter", "at < $1", told),
        new Rule("sign_in", "expires_at < $1", SIGN_INS),
        new Rule("outbox", TOLD, NOTICES));
  }
}
