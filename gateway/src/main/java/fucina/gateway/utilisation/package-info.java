/**
 * How well machines are used: what was open, booked and worked, by machine, centre or organisation.
 * Only reads: the scheduler's tables and the sessions'. Names of people and things never enter.
 */
@NullMarked
package fucina.gateway.utilisation;

import org.jspecify.annotations.NullMarked;
