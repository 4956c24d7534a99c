/**
 * Alarms: profile rules judged on stored readings, and what machines raise themselves, in one list
 * with one life (OPC 10000-9). This room touches the readings, what machines report, the registry,
 * the database and {@code io.vertx.core}; it is told of readings after their commit, so nothing
 * here can hold them up. No protocol, no HTTP and no session ever enters.
 */
@NullMarked
package fucina.gateway.alarm;

import org.jspecify.annotations.NullMarked;
