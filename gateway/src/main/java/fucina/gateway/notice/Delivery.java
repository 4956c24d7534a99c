package fucina.gateway.notice;

import java.time.Instant;
import java.util.Optional;

/**
 * One telling of one happening to one recipient.
 *
 * @param id the same at every attempt, so that the other side knows it again
 * @param event what it tells of, e.g. {@code booking.granted}
 * @param at when that happened
 * @param attempts how many were begun
 * @param dueAt when the next one is; empty where there is none
 * @param doneAt when it arrived or was given up
 * @param lastError why the last attempt did not arrive
 */
public record Delivery(
    String id,
    String event,
    String booking,
    Instant at,
    State state,
    int attempts,
    Optional<Instant> dueAt,
    Optional<Instant> doneAt,
    Optional<String> lastError) {

  /** How far it has come. */
  public enum State {
    /** To be tried, or tried again. */
    WAITING,
    /** The other side has taken it. */
    DELIVERED,
    /** Given up. */
    FAILED
  }
}
