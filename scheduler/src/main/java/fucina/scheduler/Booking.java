package fucina.scheduler;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A granted window on one or several machines.
 *
 * @param id the booking's id
 * @param party who holds it
 * @param window what was asked for, without buffers
 * @param purpose what it is for
 * @param state where it stands
 * @param version grows by one at each change; the ETag of the API
 * @param allocations one for each machine
 * @param createdAt when it was asked for
 * @param reason why it was rejected or displaced; empty where it was not
 * @param claimedUntil while it is only claimed: the instant from which its window is free again
 * @param series id of the series it is an occurrence of; empty where it stands alone
 */
public record Booking(
    String id,
    Party party,
    Window window,
    String purpose,
    State state,
    long version,
    List<Allocation> allocations,
    Instant createdAt,
    Optional<String> reason,
    Optional<Instant> claimedUntil,
    Optional<String> series) {
  public Booking {
    allocations = List.copyOf(allocations);
  }

  /** The instant from which it can no longer be approved; empty where nothing waits for that. */
  public Optional<Instant> approveBy() {
    return allocations.stream()
        .flatMap(each -> each.approveBy().stream())
        .min(Comparator.naturalOrder());
  }

  /** The instant at which it lapses unless somebody acts: confirms it, or approves it. */
  Optional<Instant> lapses() {
    return state == State.CLAIMED ? claimedUntil : approveBy();
  }

  /** Whether nobody acted in time. */
  boolean lapsed(Instant now) {
    boolean waits = state == State.CLAIMED || state == State.PENDING_APPROVAL;
    return waits && lapses().filter(by -> !by.isAfter(now)).isPresent();
  }

  /** The same, for this purpose. */
  Booking meant(String forWhat) {
    return new Booking(
        id,
        party,
        window,
        forWhat,
        state,
        version,
        allocations,
        createdAt,
        reason,
        claimedUntil,
        series);
  }

  /** Where a booking stands. */
  public enum State {
    /** Occupies its machines for a short time, until who asked says that it is meant. */
    CLAIMED,
    /** Occupies its machines, and waits until each technician who is asked approves. */
    PENDING_APPROVAL,
    /** Granted; the window has not been entered. */
    CONFIRMED,
    /** A session of it has begun. */
    IN_USE,
    /** All its sessions have ended. */
    COMPLETED,
    /** Given back before it began. */
    CANCELLED,
    /** Ended by staff. */
    TERMINATED,
    /** A technician did not approve. */
    REJECTED,
    /** Nobody confirmed or approved it in time. */
    EXPIRED,
    /** Its machine was taken out for upkeep. */
    DISPLACED,
    /** Nobody came. */
    NO_SHOW,
    /** The machine was not to be worked in its window. */
    UNFULFILLED;

    /** Whether it occupies its machines and may still be worked, now or later. */
    public boolean stands() {
      return this == CLAIMED || this == PENDING_APPROVAL || this == CONFIRMED || this == IN_USE;
    }
  }

  /**
   * One machine of a booking.
   *
   * @param session id of the session that works this machine in this window
   * @param machine the machine
   * @param window when its holder may work it; ends where the session ended early
   * @param occupied the window with its buffers; no two active ones of a machine overlap
   * @param active whether it occupies the machine; stays true when it has ended, as the clean-up
   *     after it occupies too
   * @param endedAt when it was released; empty while its holder may still work it
   * @param approveBy where it waits for the approval of the machine's technician: the instant from
   *     which it comes too late
   */
  public record Allocation(
      String session,
      String machine,
      Window window,
      Window occupied,
      boolean active,
      Optional<Instant> endedAt,
      Optional<Instant> approveBy) {

    /** An allocation that has not ended and waits for nobody. */
    public Allocation(
        String session, String machine, Window window, Window occupied, boolean active) {
      this(session, machine, window, occupied, active, Optional.empty(), Optional.empty());
    }

    /** The same, to be approved by an instant; empty where it waits no more. */
    Allocation approvedBy(Optional<Instant> by) {
      return new Allocation(session, machine, window, occupied, active, endedAt, by);
    }

    /** The same, given back: it occupies nothing. */
    Allocation givenBack(Instant now) {
      Optional<Instant> ended = Optional.of(endedAt.orElse(now));
      return new Allocation(session, machine, window, occupied, false, ended, Optional.empty());
    }

    /** Whether its holder may work the machine, now or later. */
    public boolean open() {
      return active && endedAt.isEmpty();
    }
  }
}
