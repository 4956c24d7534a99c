/**
 * Recordings played as live machines: a table read from a CSV file or made up, which row is now,
 * and the profile that fits. This room touches the JDK, {@code machine} and {@code mqtt}. What a
 * real machine does never enters.
 */
@NullMarked
package fucina.simulators.replay;

import org.jspecify.annotations.NullMarked;
