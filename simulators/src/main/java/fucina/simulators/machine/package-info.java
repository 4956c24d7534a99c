/**
 * What every simulated machine shares, whatever wire it speaks: how it is started and stopped, what
 * can go wrong with it on purpose, its watchdog, and the counters it keeps through a restart. This
 * room touches the JDK and slf4j. No protocol library and no machine's physics ever enters.
 */
@NullMarked
package fucina.simulators.machine;

import org.jspecify.annotations.NullMarked;
