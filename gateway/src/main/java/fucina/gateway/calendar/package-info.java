/**
 * Windows as iCalendar (RFC 5545), for the calendars people use, and the rules by which windows
 * come back. This room touches ical4j and nothing else; who may read which windows is decided
 * outside.
 */
@NullMarked
package fucina.gateway.calendar;

import org.jspecify.annotations.NullMarked;
