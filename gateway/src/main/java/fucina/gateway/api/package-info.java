/**
 * The HTTP face: one class for each resource, wire shapes apart from the domain's, problems, the
 * live socket, the pages, and the operators' door. This room touches every port (registry, session,
 * scheduler, store, telemetry, link states, access) and Vert.x. No rule of booking, session or
 * safety is decided here, and no protocol's or database's library ever enters.
 */
@NullMarked
package fucina.gateway.api;

import org.jspecify.annotations.NullMarked;
