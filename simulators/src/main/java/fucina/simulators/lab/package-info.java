/**
 * A lab of simulated machines told by files: which machines there are, and what goes wrong with
 * which of them when. This room touches the rooms of the machines and SnakeYAML. How a machine
 * behaves and what a wire carries never enters.
 */
@NullMarked
package fucina.simulators.lab;

import org.jspecify.annotations.NullMarked;
