/**
 * The MQTT broker inside the process: its journal, its users, and who of them may read and write
 * which topic. This room touches the JDK, slf4j, password4j and, as the only one, Artemis with its
 * Netty. Machines, readings, bookings and MQTT clients never enter.
 */
@NullMarked
package fucina.gateway.broker;

import org.jspecify.annotations.NullMarked;
