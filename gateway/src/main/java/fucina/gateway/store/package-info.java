/**
 * The port to a time-series store: commit, latest, buckets, raw readings, gaps. This room touches
 * the JDK, {@code fucina.profiles} and {@code telemetry}'s records. No store's own library ever
 * enters; each has a room of its own below.
 */
@NullMarked
package fucina.gateway.store;

import org.jspecify.annotations.NullMarked;
