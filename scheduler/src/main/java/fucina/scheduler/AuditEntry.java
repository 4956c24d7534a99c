package fucina.scheduler;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the audit: who did what to what, when.
 *
 * @param at when
 * @param actor who, and in which capacity
 * @param centre id of the centre it concerns; empty where it concerns none
 * @param action what was done, in two words joined by a dot, e.g. {@code booking.granted}
 * @param subject id of what it was done to
 * @param detail plain JSON values that tell the rest; never a secret
 */
public record AuditEntry(
    Instant at,
    Actor actor,
    Optional<String> centre,
    String action,
    String subject,
    Map<String, Object> detail) {
  public AuditEntry {
    detail = Map.copyOf(detail);
  }
}
