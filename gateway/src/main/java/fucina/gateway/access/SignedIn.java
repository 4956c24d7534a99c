package fucina.gateway.access;

import fucina.scheduler.Actor;
import java.time.Instant;

/**
 * A person who has proved who they are.
 *
 * @param id id of the sign-in or API token; no secret
 * @param kind how they proved it
 * @param scope what they may do with it
 * @param person who
 * @param expiresAt when it is over
 */
public record SignedIn(String id, Kind kind, Scope scope, Person person, Instant expiresAt) {

  /** How somebody proved who they are. */
  public enum Kind {
    /** With a password, not long ago. */
    SIGN_IN,
    /** With an API token. */
    TOKEN
  }

  public Actor actor() {
    return person.actor();
  }
}
