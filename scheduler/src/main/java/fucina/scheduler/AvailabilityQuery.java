package fucina.scheduler;

import java.time.Duration;
import java.util.Optional;

/**
 * Where and when somebody could work.
 *
 * @param window the offered slots lie inside it
 * @param length how long the machine is needed; a slot is never shorter
 * @param family only machines of this family
 * @param capability only machines that can do this
 * @param centre only machines of this centre
 * @param party for whom: only what its quotas allow; empty for nobody in particular
 * @param limit how many slots at most, 1 to 1000
 */
public record AvailabilityQuery(
    Window window,
    Duration length,
    Optional<String> family,
    Optional<String> capability,
    Optional<String> centre,
    Optional<Party> party,
    int limit) {
  public AvailabilityQuery {
    if (limit < 1 || limit > 1000) {
      throw new IllegalArgumentException("an answer has 1 to 1000 slots, not " + limit);
    }
  }

  AvailabilityQuery within(Window other) {
    return new AvailabilityQuery(other, length, family, capability, centre, party, limit);
  }
}
