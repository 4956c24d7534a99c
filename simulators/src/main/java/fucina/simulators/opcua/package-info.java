/**
 * The OPC UA wire of the simulated machines: their servers, keys, trust lists and address spaces.
 * The only room of the simulators that touches Eclipse Milo; beside it {@code machine}, {@code
 * robot} and {@code line}. No physics ever enters, and nothing of MQTT.
 */
@NullMarked
package fucina.simulators.opcua;

import org.jspecify.annotations.NullMarked;
