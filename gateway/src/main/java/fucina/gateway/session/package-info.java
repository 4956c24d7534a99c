/**
 * The booked window in action: lease, consent, preconditions, commands, the safe end. This room
 * touches the scheduler, the link's port, live values and its own tables. People's accounts, HTTP
 * and any protocol's library never enter, so that a session runs on when the hub is away.
 */
@NullMarked
package fucina.gateway.session;

import org.jspecify.annotations.NullMarked;
