/**
 * Bookings, fencing numbers and the audit in PostgreSQL, embedded or not: the one room with a
 * database in it. This room touches {@code fucina.scheduler}, Vert.x's PostgreSQL client, Flyway
 * and the embedded server. A rule about who may book never enters: the database refuses overlap,
 * the rest is decided outside.
 */
@NullMarked
package fucina.scheduler.postgres;

import org.jspecify.annotations.NullMarked;
