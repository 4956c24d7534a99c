/**
 * A packaging line behind a Sparkplug B edge node: its births, data, deaths and commands. This room
 * touches the JDK, slf4j, Jackson, {@code machine}, {@code mqtt}, {@code line} and, as the only one
 * here, Tahu. How the line behaves, and Paho, never enter.
 */
@NullMarked
package fucina.simulators.sparkplug;

import org.jspecify.annotations.NullMarked;
