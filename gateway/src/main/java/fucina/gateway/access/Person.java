package fucina.gateway.access;

import fucina.scheduler.Actor;
import fucina.scheduler.Actor.Capacity;
import java.util.Optional;

/**
 * Somebody who may sign in.
 *
 * @param id short, never changes
 * @param email what they sign in with
 * @param name what others read
 * @param organisation who they belong to
 * @param capacity what they are there; never {@code GATEWAY}
 * @param centre id of the centre, for its technicians and coordinators
 */
public record Person(
    String id,
    String email,
    String name,
    Organisation organisation,
    Capacity capacity,
    Optional<String> centre) {

  /** This person, doing something. */
  public Actor actor() {
    return new Actor(id, organisation.id(), capacity, centre);
  }
}
