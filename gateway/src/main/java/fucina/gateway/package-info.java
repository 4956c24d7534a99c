/**
 * The product put together: the command line, the settings, the wiring, the demo lab. This room may
 * touch every other; no other may touch it. No rule of booking, session or telemetry ever enters.
 */
@NullMarked
package fucina.gateway;

import org.jspecify.annotations.NullMarked;
