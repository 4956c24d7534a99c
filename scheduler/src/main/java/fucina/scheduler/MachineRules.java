package fucina.scheduler;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When and how long one machine may be booked.
 *
 * @param zone zone of the machine's wall clock, e.g. {@code Europe/Rome}
 * @param grain windows begin and end on multiples of it, counted from local midnight; at least 1
 *     minute
 * @param minLength shortest window; one that starts now is measured from the beginning of its grain
 * @param maxLength longest window
 * @param setup time the technician needs before a window; part of the occupied range
 * @param cleanup time needed after it; part of the occupied range
 * @param horizon how far ahead a window may begin
 * @param opening opening hours by weekday; a day without entry is closed; {@link #ALWAYS} is never
 *     closed
 * @param approval where a technician approves each window: until when; empty where nobody has to
 */
public record MachineRules(
    ZoneId zone,
    Duration grain,
    Duration minLength,
    Duration maxLength,
    Duration setup,
    Duration cleanup,
    Duration horizon,
    Map<DayOfWeek, List<Hours>> opening,
    Optional<Approval> approval) {

  /** Open around the clock, every day. */
  public static final Map<DayOfWeek, List<Hours>> ALWAYS = Map.of();

  private static final Duration MINUTE = Duration.ofMinutes(1);

  public MachineRules {
    require(grain.compareTo(MINUTE) >= 0, "a grain is at least a minute, not " + grain);
    require(
        grain.toSeconds() % 60 == 0 && grain.getNano() == 0,
        "a grain is whole minutes, not " + grain);
    require(minLength.compareTo(Duration.ZERO) > 0, "a least length is more than nothing");
    require(maxLength.compareTo(minLength) >= 0, "a greatest length is no less than the least");
    require(!setup.isNegative() && !cleanup.isNegative(), "a buffer is no less than nothing");
    require(!horizon.isNegative(), "a horizon lies ahead");
    opening = Map.copyOf(opening);
  }

  /** Rules of a machine whose windows nobody has to approve. */
  public MachineRules(
      ZoneId zone,
      Duration grain,
      Duration minLength,
      Duration maxLength,
      Duration setup,
      Duration cleanup,
      Duration horizon,
      Map<DayOfWeek, List<Hours>> opening) {
    this(zone, grain, minLength, maxLength, setup, cleanup, horizon, opening, Optional.empty());
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /** The same, with this approval asked for, or none. */
  public MachineRules with(Optional<Approval> asked) {
    return new MachineRules(
        zone, grain, minLength, maxLength, setup, cleanup, horizon, opening, asked);
  }

  /** What a window occupies: with the set-up before it and the clean-up after it. */
  Window occupied(Window window) {
    return window.widened(setup, cleanup);
  }

  /**
   * One stretch of opening hours on a local day. Buffers may lie outside: they are the technician's
   * time, not the visitor's.
   *
   * @param opens local time from which a window may begin
   * @param closes local time by which it must end; midnight (00:00) means the end of the day, and
   *     any other time that is not later than {@code opens} is of the following day
   */
  public record Hours(LocalTime opens, LocalTime closes) {}
}
