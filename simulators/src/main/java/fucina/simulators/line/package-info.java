/**
 * How a packaging line behaves: its PackML states, its speed, its parts, its air and its energy.
 * Pure and stepped by a time handed in, so that OPC UA and Sparkplug show the same line: this room
 * touches the JDK only. No wire, no thread, no clock of its own and no file ever enters.
 */
@NullMarked
package fucina.simulators.line;

import org.jspecify.annotations.NullMarked;
