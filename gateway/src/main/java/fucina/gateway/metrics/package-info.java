/**
 * Every meter and its name, bound to the counts the other rooms expose. This room touches
 * Micrometer, Vert.x's binding of it, {@code telemetry}, {@code store} and {@code link}'s port; it
 * is the only one that touches Micrometer. No decision is ever made here, and no tag takes values
 * without bound.
 */
@NullMarked
package fucina.gateway.metrics;

import org.jspecify.annotations.NullMarked;
