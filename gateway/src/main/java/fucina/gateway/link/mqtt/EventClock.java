package fucina.gateway.link.mqtt;

import fucina.gateway.link.Notebook;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a machine's monotonic seconds ({@code eventtime}, as Klipper counts them since its host
 * started) into wall time by an anchor: the wall time at which they were zero. The anchor is kept,
 * so that a message the broker sends again, even after our restart, gets the same time.
 *
 * <p>A new anchor is set only where the old one cannot be: the machine's count fell back (its host
 * restarted), a message would lie in our future, is older than a broker keeps messages, or every
 * message of a minute was late by more than 2 s (the clocks drift).
 */
final class EventClock {
  private static final Logger LOG = LoggerFactory.getLogger(EventClock.class);
  private static final Duration AHEAD = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofSeconds(2);
  private static final Duration LATE_FOR = Duration.ofMinutes(1);
  private static final Duration OLDEST = Duration.ofDays(1);
  private static final double FALLEN_BACK_SECONDS = 600;

  private final String machine;
  private final Notebook notebook;
  private Optional<Instant> anchor;
  private double newest = Double.NEGATIVE_INFINITY;
  private Duration leastLate = Duration.ZERO;
  private Instant lateSince = Instant.EPOCH;

  EventClock(String machine, Notebook notebook) {
    this.machine = machine;
    this.notebook = notebook;
    this.anchor = notebook.read(key()).map(Instant::parse);
  }

  /**
   * The wall time of an event.
   *
   * @param eventtime the machine's monotonic seconds
   * @param retained whether it is an old value the broker kept; such a one never moves the anchor
   */
  synchronized Instant time(double eventtime, Instant arrived, boolean retained) {
    Optional<Instant> placed = anchor.map(zero -> after(zero, eventtime));
    if (retained) {
      return placed.filter(at -> plausible(at, arrived)).orElse(arrived);
    }
    boolean fallenBack = eventtime < newest - FALLEN_BACK_SECONDS;
    if (placed.isEmpty()
        || fallenBack
        || !plausible(placed.get(), arrived)
        || drifted(placed.get(), arrived)) {
      newest = eventtime;
      return anchored(eventtime, arrived);
    }
    newest = Math.max(newest, eventtime);
    return placed.get();
  }

  private static boolean plausible(Instant at, Instant arrived) {
    return !at.isAfter(arrived.plus(AHEAD)) && !at.isBefore(arrived.minus(OLDEST));
  }

  private boolean drifted(Instant at, Instant arrived) {
    Duration late = Duration.between(at, arrived);
    if (late.compareTo(LATE) <= 0 || lateSince.equals(Instant.EPOCH)) {
      lateSince = arrived;
      leastLate = late;
      return false;
    }
    leastLate = late.compareTo(leastLate) < 0 ? late : leastLate;
    return leastLate.compareTo(LATE) > 0
        && Duration.between(lateSince, arrived).compareTo(LATE_FOR) > 0;
  }

  private Instant anchored(double eventtime, Instant arrived) {
    Instant zero = after(arrived, -eventtime).truncatedTo(ChronoUnit.MILLIS);
    LOG.info("the monotonic clock of {} was zero at {}", machine, zero);
    anchor = Optional.of(zero);
    lateSince = Instant.EPOCH;
    try {
      notebook.write(key(), zero.toString());
    } catch (UncheckedIOException e) {
      LOG.error("the anchor of {} is not on disk", machine, e);
    }
    return after(zero, eventtime);
  }

  private static Instant after(Instant zero, double seconds) {
    return zero.plus(Math.round(seconds * 1e6), ChronoUnit.MICROS);
  }

  private String key() {
    return "eventtime." + machine;
  }
}
