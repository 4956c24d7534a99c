package fucina.scheduler;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stretch in which machines of a centre are out for upkeep: they occupy it as a booking would,
 * without buffers.
 *
 * @param id the blackout's id
 * @param centre id of the centre that owns its machines
 * @param machines ids, sorted
 * @param window when they are out; of one lifted after it began, as long as it lasted
 * @param reason what is done; everybody reads it
 * @param madeBy id of the person who laid it
 * @param madeAt when it was laid
 * @param liftedAt when it was lifted; empty where it was not
 * @param version grows by one at each change; the ETag of the API
 */
public record Blackout(
    String id,
    String centre,
    List<String> machines,
    Window window,
    String reason,
    String madeBy,
    Instant madeAt,
    Optional<Instant> liftedAt,
    long version) {
  public Blackout {
    machines = machines.stream().sorted().toList();
  }

  /** Whether it keeps its machines, or kept them: not where it was lifted before it began. */
  public boolean occupies() {
    return liftedAt.filter(at -> !at.isAfter(window.from())).isEmpty();
  }

  boolean begun(Instant now) {
    return !window.from().isAfter(now);
  }

  /** Whether it changes no more. */
  boolean over(Instant now) {
    return liftedAt.isPresent() || !window.to().isAfter(now);
  }

  Blackout with(Window other, String why) {
    return new Blackout(id, centre, machines, other, why, madeBy, madeAt, liftedAt, version + 1);
  }

  Blackout lifted(Instant now) {
    Window kept =
        begun(now) && window.from().isBefore(now) ? new Window(window.from(), now) : window;
    return new Blackout(
        id, centre, machines, kept, reason, madeBy, madeAt, Optional.of(now), version + 1);
  }
}
