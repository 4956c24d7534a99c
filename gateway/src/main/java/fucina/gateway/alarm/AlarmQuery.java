package fucina.gateway.alarm;

import fucina.scheduler.Window;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which alarms are asked for, newest first.
 *
 * @param centre only of this centre's machines; empty for all
 * @param within only of these machines, and only what was there in their windows; empty for all
 * @param state empty for all
 * @param from only what was there then or later
 * @param to only what had come before then
 * @param limit how many at most
 * @param after id of the last one of the page before
 */
public record AlarmQuery(
    Optional<String> centre,
    Optional<List<Within>> within,
    Optional<Which> state,
    Optional<Instant> from,
    Optional<Instant> to,
    int limit,
    Optional<String> after) {

  /** A machine, and when it counts. */
  public record Within(String machine, Window window) {}

  /** Where the alarms wanted stand. */
  public enum Which {
    /** To be looked at: active, or over and nobody has taken note. */
    STANDING,
    /** Active, and nobody has taken note. */
    ACTIVE,
    /** Active, and somebody has taken note. */
    ACKNOWLEDGED,
    /** Over. */
    CLEARED
  }
}
