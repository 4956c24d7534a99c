package fucina.scheduler;

/**
 * An allocation whose window has begun, or is over, and which nobody has released yet.
 *
 * @param booking the booking it belongs to
 * @param allocation the machine, its window and its session
 */
public record Due(Booking booking, Booking.Allocation allocation) {}
