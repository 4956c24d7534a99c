package fucina.scheduler;

import java.util.List;

/** The answer to a request: an expected refusal is a value, not an exception. */
public sealed interface Decision {

  /**
   * Granted.
   *
   * @param booking the booking as it stands
   * @param replayed true where the same idempotency key had been granted before
   */
  record Granted(Booking booking, boolean replayed) implements Decision {}

  /**
   * Refused.
   *
   * @param refusals every broken rule, none left out
   * @param alternatives the nearest free windows, nearest first
   */
  record Refused(List<Refusal> refusals, List<Slot> alternatives) implements Decision {
    public Refused {
      refusals = List.copyOf(refusals);
      alternatives = List.copyOf(alternatives);
    }
  }

  /** The request names machines that do not exist. */
  record UnknownMachines(List<String> machines) implements Decision {
    public UnknownMachines {
      machines = List.copyOf(machines);
    }
  }

  /** The idempotency key was used before with another request. */
  record KeyReused(String key) implements Decision {}

  /** No such booking or session. */
  record NotFound() implements Decision {}

  /** The booking has changed since the caller read it. */
  record Stale(long version) implements Decision {}
}
