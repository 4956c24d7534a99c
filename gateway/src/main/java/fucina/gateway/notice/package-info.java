/**
 * Who is told what happened to bookings, by mail and by webhook: at least once, each effect once.
 * This room reads the outbox that the scheduler writes, and touches what names people and machines,
 * the calendar room and the mail library. Nothing ever waits for it, and it decides nothing about
 * bookings.
 */
@NullMarked
package fucina.gateway.notice;

import org.jspecify.annotations.NullMarked;
