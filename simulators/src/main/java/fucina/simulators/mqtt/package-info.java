/**
 * How a simulated machine holds on to an MQTT broker: one client a connection, its will, and coming
 * back by itself. This room touches the JDK, slf4j, {@code machine} and, as the only one here,
 * Paho. What the messages mean never enters.
 */
@NullMarked
package fucina.simulators.mqtt;

import org.jspecify.annotations.NullMarked;
