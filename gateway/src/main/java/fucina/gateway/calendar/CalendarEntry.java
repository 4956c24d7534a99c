package fucina.gateway.calendar;

import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;

/**
 * One window in a calendar (VEVENT, RFC 5545 §3.6.1).
 *
 * @param uid the same as long as the window is the same booking (§3.8.4.7)
 * @param sequence grows with each change (§3.8.7.4)
 * @param zone the wall clock of the machine
 * @param status how far it is agreed
 * @param link where it is worked
 */
public record CalendarEntry(
    String uid,
    int sequence,
    Instant from,
    Instant to,
    ZoneId zone,
    String summary,
    String location,
    String description,
    Status status,
    URI link) {

  /** How far a window is agreed (§3.8.1.11). */
  public enum Status {
    /** Asked for; somebody must approve it. */
    TENTATIVE,
    /** Granted. */
    CONFIRMED,
    /** Given back: shown so rather than left out, so that calendars take it away. */
    CANCELLED
  }
}
