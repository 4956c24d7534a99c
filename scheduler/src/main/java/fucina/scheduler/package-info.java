/**
 * Who holds a machine, when, and under which rules: requests, decisions, refusals, leases. Pure:
 * this room touches the JDK, {@code fucina.profiles} and Vert.x futures only. SQL, sockets and the
 * system clock never enter; {@code fucina.scheduler.postgres} is the one room with a database in
 * it.
 */
@NullMarked
package fucina.scheduler;

import org.jspecify.annotations.NullMarked;
