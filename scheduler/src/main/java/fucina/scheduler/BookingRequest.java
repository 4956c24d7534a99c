package fucina.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an SME asks for.
 *
 * @param party who asks
 * @param machines ids of the machines, all or none
 * @param from first instant; empty, or inside the current grain, means now
 * @param to first instant after the window
 * @param purpose what it is for, in a word or a line
 * @param idempotencyKey the caller's key: the same key has one effect; empty where none was given
 * @param claimed how long it is only claimed, to be confirmed in that time; empty where it is meant
 *     at once
 * @param series id of the series it is an occurrence of; empty where it stands alone
 */
public record BookingRequest(
    Party party,
    List<String> machines,
    Optional<Instant> from,
    Instant to,
    String purpose,
    Optional<String> idempotencyKey,
    Optional<Duration> claimed,
    Optional<String> series) {
  public BookingRequest {
    machines = List.copyOf(machines);
  }

  /** A window that stands alone. */
  public BookingRequest(
      Party party,
      List<String> machines,
      Optional<Instant> from,
      Instant to,
      String purpose,
      Optional<String> idempotencyKey) {
    this(party, machines, from, to, purpose, idempotencyKey, Optional.empty(), Optional.empty());
  }

  /** The same, claimed for as long as a form may stay open. */
  public BookingRequest claim() {
    return new BookingRequest(
        party, machines, from, to, purpose, idempotencyKey, Optional.of(Claims.LASTS), series);
  }
}
