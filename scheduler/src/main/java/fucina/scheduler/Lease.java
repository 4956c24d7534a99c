package fucina.scheduler;

import java.time.Instant;

/**
 * Proof in hand that a party holds a machine until an instant. Only the {@link Scheduler} makes
 * one; a command cannot be sent without.
 */
public final class Lease {
  private final String machine;
  private final String session;
  private final String booking;
  private final Party party;
  private final Window window;
  private final long fencing;

  Lease(String machine, String session, String booking, Party party, Window window, long fencing) {
    this.machine = machine;
    this.session = session;
    this.booking = booking;
    this.party = party;
    this.window = window;
    this.fencing = fencing;
  }

  public String machine() {
    return machine;
  }

  public String session() {
    return session;
  }

  public String booking() {
    return booking;
  }

  public Party party() {
    return party;
  }

  public Window window() {
    return window;
  }

  /** Grows with every lease of the machine, never repeats; an older one is void. */
  public long fencing() {
    return fencing;
  }

  /** Whether the machine may be commanded at this instant. */
  public boolean live(Instant now) {
    return window.contains(now);
  }

  @Override
  public String toString() {
    return "lease " + fencing + " of " + machine + " for session " + session + " in " + window;
  }
}
