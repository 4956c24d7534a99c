package fucina.scheduler;

import java.util.List;

/** The answer to what is asked of a series. */
public sealed interface SeriesDecision {

  /**
   * Done.
   *
   * @param occurrences all of the series, in the order of its rule
   * @param replayed true where it had been done before: nothing changed
   */
  record Done(Series series, List<Occurrence> occurrences, boolean replayed)
      implements SeriesDecision {
    public Done {
      occurrences = List.copyOf(occurrences);
    }
  }

  /**
   * What would become of it; nothing changed.
   *
   * @param occurrences all that were asked about; those without refusals can be had
   */
  record Judged(List<Occurrence> occurrences) implements SeriesDecision {
    public Judged {
      occurrences = List.copyOf(occurrences);
    }
  }

  /**
   * Refused as a whole; nothing changed.
   *
   * @param occurrences all that were asked about; those without refusals stood in nobody's way
   */
  record Refused(List<Occurrence> occurrences) implements SeriesDecision {
    public Refused {
      occurrences = List.copyOf(occurrences);
    }
  }

  /** The request names machines that do not exist. */
  record UnknownMachines(List<String> machines) implements SeriesDecision {
    public UnknownMachines {
      machines = List.copyOf(machines);
    }
  }

  /** The idempotency key was used before with another request. */
  record KeyReused(String key) implements SeriesDecision {}

  /** No such series. */
  record NotFound() implements SeriesDecision {}
}
