package fucina.gateway.session;

import fucina.scheduler.Actor;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * What an audit line says of a change, taken down when it happened: it may be written later.
 *
 * @param actor who did it
 * @param action what was done, e.g. {@code consent.given}
 * @param detail what belongs to it
 * @param at when it happened
 */
record Told(Actor actor, String action, JsonObject detail, Instant at) {}
