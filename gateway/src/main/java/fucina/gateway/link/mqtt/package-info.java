/**
 * Links to machines over MQTT: one connection per broker and user, shared by its machines, and JSON
 * payloads decoded by pointer. The only room that touches Eclipse Paho, besides {@code link},
 * {@code telemetry} and {@code fucina.profiles}. What Sparkplug means never enters.
 */
@NullMarked
package fucina.gateway.link.mqtt;

import org.jspecify.annotations.NullMarked;
