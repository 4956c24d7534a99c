package fucina.gateway.access;

import fucina.scheduler.Actor.Capacity;
import java.util.Optional;

/**
 * Somebody to be let in.
 *
 * @param id short, never changes, e.g. {@code anna}
 * @param email what they sign in with
 * @param name what others read
 * @param organisation id of an organisation that exists
 * @param capacity what they are there
 * @param centre id of the centre, for its technicians and coordinators, and only for them
 * @param password hashed before it is kept, and shown nowhere
 */
public record NewPerson(
    String id,
    String email,
    String name,
    String organisation,
    Capacity capacity,
    Optional<String> centre,
    String password) {
  @Override
  public String toString() {
    return capacity + " " + email + " of " + organisation;
  }
}
