package fucina.gateway.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * What somebody found wrong with a machine.
 *
 * @param text in their words
 * @param person who reported it
 * @param organisation theirs
 * @param photo whether there is one
 * @param resolved empty while it is open
 */
public record ProblemReport(
    String id,
    String machine,
    String text,
    Severity severity,
    Instant at,
    String person,
    String organisation,
    boolean photo,
    Optional<Resolved> resolved) {

  /** How much a problem matters, the gravest last. */
  public enum Severity {
    /** Still as good. */
    MINOR,
    /** Works, but not all of it. */
    LIMITS,
    /** Must not be used: out of service until it is resolved. */
    STOPS
  }

  /** How it ended. */
  public record Resolved(Instant at, String person, String note) {}

  boolean stops() {
    return severity == Severity.STOPS && resolved.isEmpty();
  }
}
