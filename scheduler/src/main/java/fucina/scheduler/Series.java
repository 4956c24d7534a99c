package fucina.scheduler;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * Windows that come back by a rule. It says what was asked for and stays as it was; where its
 * occurrences stand, each of them says.
 *
 * @param id the series' id
 * @param party who holds it
 * @param machines ids of the machines of each occurrence, sorted
 * @param first the first window as it was asked for
 * @param zone the wall clock by which it comes back
 * @param rule how it comes back, as it was written; not read here
 * @param exdates beginnings of occurrences that were left out
 * @param purpose what it is for
 * @param createdAt when it was asked for
 */
public record Series(
    String id,
    Party party,
    List<String> machines,
    Window first,
    ZoneId zone,
    String rule,
    List<Instant> exdates,
    String purpose,
    Instant createdAt) {
  public Series {
    machines = List.copyOf(machines);
    exdates = List.copyOf(exdates);
  }
}
