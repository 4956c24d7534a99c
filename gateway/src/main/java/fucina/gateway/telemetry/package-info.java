/**
 * Readings on their way: intake, commit groups, the live hub and each watcher's conflating feed.
 * This room touches the JDK and {@code fucina.profiles}; what makes readings durable it knows as
 * {@link fucina.gateway.telemetry.Commits}. No protocol, no database, no HTTP ever enters.
 */
@NullMarked
package fucina.gateway.telemetry;

import org.jspecify.annotations.NullMarked;
