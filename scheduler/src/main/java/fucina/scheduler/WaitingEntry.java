package fucina.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody's place in the waiting list.
 *
 * @param id the place's id
 * @param party who waits
 * @param wanted any machine of these will do
 * @param length how long the machine is needed
 * @param window the offered window lies inside it
 * @param purpose what it is for
 * @param state where it stands
 * @param booking id of the booking that was offered; empty before
 * @param createdAt since when; who came first is offered first
 */
public record WaitingEntry(
    String id,
    Party party,
    MachineFilter wanted,
    Duration length,
    Window window,
    String purpose,
    State state,
    Optional<String> booking,
    Instant createdAt) {

  /** Where a place in the waiting list stands. */
  public enum State {
    /** Nothing has come free yet. */
    WAITING,
    /** A window is claimed for it: confirm its booking, or give it back. */
    OFFERED,
    /** The offer was taken. */
    ACCEPTED,
    /** The offer was given back. */
    DECLINED,
    /** The offer was not taken in time. */
    LAPSED,
    /** Its time is over. */
    OUTDATED,
    /** Taken back by who waited. */
    WITHDRAWN
  }

  /** Whether a machine would do. */
  boolean wants(BookableMachine machine) {
    return wanted.machine().map(machine.machine()::equals).orElse(true)
        && wanted.family().map(machine.family()::equals).orElse(true)
        && wanted.capability().map(machine.capabilities()::contains).orElse(true)
        && wanted.centre().map(machine.centre()::equals).orElse(true);
  }

  /** The part of its window that is still ahead; empty where its length finds no room there. */
  Optional<Window> ahead(Instant now) {
    return Stretches.common(now, window.to(), window)
        .filter(left -> left.length().compareTo(length) >= 0);
  }
}
