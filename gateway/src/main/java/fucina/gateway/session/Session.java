package fucina.gateway.session;

import fucina.scheduler.Booking;
import fucina.scheduler.Due;
import fucina.scheduler.Lease;
import fucina.scheduler.Party;
import fucina.scheduler.Scheduler;
import fucina.scheduler.Window;
import java.time.Instant;
import java.util.Optional;

/**
 * One machine of one booking, at work.
 *
 * @param id the session's id, the same as its allocation's
 * @param booking the booking's id
 * @param machine the machine's id
 * @param party who holds the booking
 * @param window when the machine may be worked
 * @param state where the session stands
 * @param operator person who commands; empty until somebody joins
 * @param consent the technician's consent to remote motion; empty while there is none
 * @param withdrawal who took the last consent back and when; the gateway itself where a fault ended
 *     it; empty where nobody did or it was given anew
 * @param fencing number of the lease in force; 0 before the first
 * @param startedAt when it became active
 * @param endedAt when it ended
 * @param endReason window-ended, ended-by-operator, cancelled, consent-withdrawn, revoked, no-show;
 *     empty while it runs
 * @param endOutcome how the machine was left: idle, confirmed-safe, left-running, unconfirmed;
 *     empty while it runs
 */
public record Session(
    String id,
    String booking,
    String machine,
    Party party,
    Window window,
    State state,
    Optional<String> operator,
    Optional<Consent> consent,
    Optional<Consent> withdrawal,
    long fencing,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<String> endReason,
    Optional<String> endOutcome) {

  /** A session whose window has opened; whoever booked has control until it is handed over. */
  static Session begun(Due due, Lease lease, Instant now) {
    Booking booking = due.booking();
    return new Session(
        due.allocation().session(),
        booking.id(),
        due.allocation().machine(),
        booking.party(),
        due.allocation().window(),
        State.ACTIVE,
        Optional.of(booking.party().person()),
        Optional.empty(),
        Optional.empty(),
        lease.fencing(),
        Optional.of(now),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A session whose window passed while no process could open it. */
  static Session missed(Due due) {
    Booking booking = due.booking();
    Window window = due.allocation().window();
    return new Session(
        due.allocation().session(),
        booking.id(),
        due.allocation().machine(),
        booking.party(),
        window,
        State.ENDED,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.of(window.to()),
        Optional.of(Scheduler.MISSED),
        Optional.of(SafeEnd.Outcome.IDLE.word()));
  }

  /** Under a new lease: its window and its fencing number. */
  Session leased(Lease lease) {
    return new Session(
        id,
        booking,
        machine,
        party,
        lease.window(),
        state,
        operator,
        consent,
        withdrawal,
        lease.fencing(),
        startedAt,
        endedAt,
        endReason,
        endOutcome);
  }

  Session operatedBy(String person) {
    return new Session(
        id,
        booking,
        machine,
        party,
        window,
        state,
        Optional.of(person),
        consent,
        withdrawal,
        fencing,
        startedAt,
        endedAt,
        endReason,
        endOutcome);
  }

  Session consented(Consent given) {
    return consent(Optional.of(given), Optional.empty());
  }

  /** Without the consent it had, and who took it back. */
  Session withdrawn(Consent by) {
    return consent(Optional.empty(), consent.map(had -> by).or(() -> withdrawal));
  }

  private Session consent(Optional<Consent> next, Optional<Consent> back) {
    return new Session(
        id,
        booking,
        machine,
        party,
        window,
        state,
        operator,
        next,
        back,
        fencing,
        startedAt,
        endedAt,
        endReason,
        endOutcome);
  }

  Session ending(String reason) {
    return new Session(
        id,
        booking,
        machine,
        party,
        window,
        State.ENDING,
        operator,
        consent,
        withdrawal,
        fencing,
        startedAt,
        endedAt,
        Optional.of(reason),
        endOutcome);
  }

  Session ended(SafeEnd.Outcome outcome, Instant at) {
    State last = outcome == SafeEnd.Outcome.UNCONFIRMED ? State.QUARANTINED : State.ENDED;
    return new Session(
        id,
        booking,
        machine,
        party,
        window,
        last,
        operator,
        consent,
        withdrawal,
        fencing,
        startedAt,
        Optional.of(at),
        endReason,
        Optional.of(outcome.word()));
  }

  /** Where a session stands. */
  public enum State {
    /** Its window has not begun. */
    SCHEDULED,
    /** Its window is open; commands may be given. */
    ACTIVE,
    /** Control is over; the machine is being brought to its safe end. */
    ENDING,
    /** Over, and the machine was left as its end says. */
    ENDED,
    /**
     * Over, and the machine could not be confirmed safe: out of service until a technician says
     * otherwise.
     */
    QUARANTINED
  }

  /**
   * A technician's consent to remote motion in this session, given or taken back.
   *
   * @param technician id of the person
   * @param at when
   */
  public record Consent(String technician, Instant at) {}
}
