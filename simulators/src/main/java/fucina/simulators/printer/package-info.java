/**
 * The FFF printer: how it heats, prints and draws power, pure and stepped by a time handed in, and
 * the Klipper/Moonraker topics and JSON-RPC it speaks. This room touches the JDK, slf4j, Jackson,
 * {@code machine} and {@code mqtt}. Neither Paho nor a broker ever enters.
 */
@NullMarked
package fucina.simulators.printer;

import org.jspecify.annotations.NullMarked;
