/**
 * Links to Sparkplug B edge nodes (Sparkplug 3.0): births, deaths, aliases, sequence numbers and
 * device commands, on the connections of {@code link.mqtt}. The only room that touches Eclipse
 * Tahu, besides {@code link}, {@code telemetry} and {@code fucina.profiles}. JSON payloads never
 * enter.
 */
@NullMarked
package fucina.gateway.link.sparkplug;

import org.jspecify.annotations.NullMarked;
