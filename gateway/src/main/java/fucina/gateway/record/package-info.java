/**
 * What is left of a session: its dataset, sealed once and never changed, and the facts of its
 * report. This room touches sessions, alarms, the audit and stored values, reads only, and keeps
 * one file and one row a session. Names of people and HTTP never enter: people are ids here.
 */
@NullMarked
package fucina.gateway.record;

import org.jspecify.annotations.NullMarked;
