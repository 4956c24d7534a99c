/**
 * How a six-axis robot behaves: its programs, its motion, its heat and its energy, in the words of
 * OPC 40010-1. Pure and stepped by a time handed in: this room touches the JDK only. No wire, no
 * thread, no clock of its own and no file ever enters.
 */
@NullMarked
package fucina.simulators.robot;

import org.jspecify.annotations.NullMarked;
