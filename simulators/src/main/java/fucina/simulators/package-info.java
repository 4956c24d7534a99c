/**
 * The program that runs one simulated machine alone, from its own jar. This room touches the other
 * rooms of the simulators and picocli. Nothing imports it.
 */
@NullMarked
package fucina.simulators;

import org.jspecify.annotations.NullMarked;
