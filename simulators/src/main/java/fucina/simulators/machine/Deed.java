package fucina.simulators.machine;

import java.time.Instant;

/**
 * Something a machine was made to do.
 *
 * @param at when, by the machine's clock
 * @param what in one or two words, as {@code beacon on}
 */
public record Deed(Instant at, String what) {}
