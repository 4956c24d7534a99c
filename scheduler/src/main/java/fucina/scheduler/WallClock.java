package fucina.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The clock on a lab's wall and the grid of its grain: an instant is on the grid where the wall
 * shows a multiple of the grain since midnight. In the night an hour is repeated both passes are on
 * the grid, in the night one is left out neither is.
 */
record WallClock(ZoneId zone, Duration grain) {
  private static final long DAY = Duration.ofDays(1).toNanos();

  /** Further from a change of offset than this, plain arithmetic does. */
  private static final Duration AWAY = Duration.ofHours(26);

  static WallClock of(MachineRules rules) {
    return new WallClock(rules.zone(), rules.grain());
  }

  boolean aligned(Instant instant) {
    return sinceMidnight(instant) % grain.toNanos() == 0;
  }

  /** The last instant of the grid that is not after this one. */
  Instant floor(Instant instant) {
    if (farFromChange(instant)) {
      return instant.minusNanos(sinceMidnight(instant) % grain.toNanos());
    }
    Instant found = gridAround(instant).floor(instant);
    return found == null ? instant : found;
  }

  /** The first instant of the grid that is not before this one. */
  Instant ceil(Instant instant) {
    if (farFromChange(instant)) {
      long since = sinceMidnight(instant);
      long over = since % grain.toNanos();
      return over == 0 ? instant : instant.plusNanos(Math.min(grain.toNanos() - over, DAY - since));
    }
    Instant found = gridAround(instant).ceiling(instant);
    return found == null ? instant : found;
  }

  /**
   * The instant the wall shows this; in a repeated hour its first pass, in an hour left out the
   * instant the clock jumps.
   */
  Instant instant(LocalDate date, LocalTime time) {
    LocalDateTime local = date.atTime(time);
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : ZonedDateTime.of(local, zone).toInstant();
  }

  LocalDate date(Instant instant) {
    return instant.atZone(zone).toLocalDate();
  }

  private long sinceMidnight(Instant instant) {
    return instant.atZone(zone).toLocalTime().toNanoOfDay();
  }

  private boolean farFromChange(Instant instant) {
    ZoneOffsetTransition next = zone.getRules().nextTransition(instant.minus(AWAY));
    return next == null || next.getInstant().isAfter(instant.plus(AWAY));
  }

  private NavigableSet<Instant> gridAround(Instant instant) {
    NavigableSet<Instant> grid = new TreeSet<>();
    LocalDate day = date(instant);
    for (LocalDate date = day.minusDays(1);
        !date.isAfter(day.plusDays(1));
        date = date.plusDays(1)) {
      for (long since = 0; since < DAY; since += grain.toNanos()) {
        LocalDateTime local = date.atTime(LocalTime.ofNanoOfDay(since));
        for (ZoneOffset offset : zone.getRules().getValidOffsets(local)) {
          grid.add(local.toInstant(offset));
        }
      }
    }
    return grid;
  }
}
