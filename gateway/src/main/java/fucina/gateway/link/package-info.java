/**
 * One machine's connection: its states, its retries, and the port each protocol implements in a
 * room of its own ({@code link.opcua}, {@code link.mqtt}, {@code link.sparkplug}). This room
 * touches the JDK, {@code fucina.profiles} and {@code telemetry}. People, bookings, HTTP and
 * databases never enter.
 */
@NullMarked
package fucina.gateway.link;

import org.jspecify.annotations.NullMarked;
