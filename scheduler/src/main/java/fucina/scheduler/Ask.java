package fucina.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the rules are asked: may this machine be worked from here to there? The two ends are plain
 * instants, as an ask may be as absurd as people are; they are cut to years 0 to 9999, all that RFC
 * 3339 can write whatever the offset, outside of which nothing is ever granted.
 *
 * @param diary the machine
 * @param from first instant
 * @param to first instant after
 * @param now the time of asking
 * @param start how the window begins
 * @param said the beginning as it was said: for a window that starts now perhaps a moment ago, in
 *     the grain in which it was offered
 * @param endsNow where it has begun: the end it has now
 * @param inside whether it lies inside the window the booking has already
 */
record Ask(
    Diary diary,
    Instant from,
    Instant to,
    Instant now,
    Start start,
    Instant said,
    Optional<Instant> endsNow,
    boolean inside) {
  private static final Instant EARLIEST = Instant.parse("-0001-12-31T00:00:00Z");
  private static final Instant LATEST = Instant.parse("+10000-01-02T00:00:00Z");

  /**
   * A slot offered a moment ago still counts as now: between reading an offer that starts now and
   * sending it, the clock may step into the next grain.
   */
  private static final Duration OFFER_STANDS = Duration.ofMinutes(1);

  /** How a window begins. */
  enum Start {
    /** At this very instant, wherever in the grain that is. */
    NOW,
    /** At the instant asked for. */
    LATER,
    /** It has begun already; only its end is asked about. */
    BEGUN
  }

  Ask {
    from = cut(from);
    to = cut(to);
    said = cut(said);
  }

  /** An ask for a window that has no end yet. */
  Ask(Diary diary, Instant from, Instant to, Instant now, Start start) {
    this(diary, from, to, now, start, from, Optional.empty(), false);
  }

  /** Whether a wished beginning means now: none given, in the current grain, or a moment ago. */
  static boolean meansNow(Optional<Instant> from, MachineRules rules, Instant now) {
    if (from.isEmpty()) {
      return true;
    }
    Instant wish = cut(from.get());
    WallClock clock = WallClock.of(rules);
    boolean inGrain =
        !wish.isBefore(clock.floor(now)) && wish.isBefore(clock.ceil(now.plusNanos(1)));
    return inGrain || (!wish.isAfter(now) && !wish.isBefore(now.minus(OFFER_STANDS)));
  }

  static Instant cut(Instant instant) {
    return instant.isBefore(EARLIEST) ? EARLIEST : instant.isAfter(LATEST) ? LATEST : instant;
  }

  Standing standing() {
    return diary.standing();
  }

  MachineRules rules() {
    return diary.rules();
  }

  String machine() {
    return diary.machine().machine();
  }

  boolean ordered() {
    return from.isBefore(to);
  }

  /** By when its technician must approve it; empty where nobody has to. */
  Optional<Instant> approveBy() {
    return rules().approval().map(approval -> approval.deadline(from, now));
  }

  /** The window asked for; only where its ends are in order. */
  Window window() {
    return new Window(from, to);
  }
}
