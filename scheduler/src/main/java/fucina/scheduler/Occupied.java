package fucina.scheduler;

import java.util.Optional;

/**
 * A stretch in which a machine cannot be booked, and why in one word.
 *
 * @param machine the machine's id
 * @param window the stretch, cut to what was asked for
 * @param kind why
 * @param organisation id of the organisation that holds it; empty where nobody does
 * @param reason what is done while it is out for upkeep, where somebody said so
 */
public record Occupied(
    String machine,
    Window window,
    Kind kind,
    Optional<String> organisation,
    Optional<String> reason) {

  /** A stretch nobody gave a reason for. */
  public Occupied(String machine, Window window, Kind kind, Optional<String> organisation) {
    this(machine, window, kind, organisation, Optional.empty());
  }

  /** Why a machine cannot be booked. */
  public enum Kind {
    /** Somebody's window. */
    BOOKED,
    /** Set-up before, or clean-up after, somebody's window. */
    BUFFER,
    /** Outside the opening hours. */
    CLOSED,
    /** Out of service, or out for upkeep. */
    UPKEEP
  }
}
