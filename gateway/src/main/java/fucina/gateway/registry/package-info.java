/**
 * Centres, machines and the certificates trusted: what exists and where it is reached. This room
 * touches the scheduler (which must know what can be booked), {@code link}'s port and its own
 * tables. No protocol's library and no HTTP ever enters; credentials leave it only towards a link.
 */
@NullMarked
package fucina.gateway.registry;

import org.jspecify.annotations.NullMarked;
