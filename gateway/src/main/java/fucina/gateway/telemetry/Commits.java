package fucina.gateway.telemetry;

import java.util.List;
import java.util.Optional;

/** Where readings and gaps become durable; a store is one. Called by one thread at a time. */
public interface Commits {

  /**
   * Makes readings durable: after it returns they survive {@code kill -9} and loss of power.
   * Idempotent: a reading that is stored already (machine, signal, time, content) lands on itself.
   *
   * @throws RuntimeException if they could not be made durable; the caller tries the same readings
   *     again
   */
  void commit(List<Reading> readings);

  /** Makes a gap durable; fails and repeats as {@link #commit} does. */
  void gap(Gap gap);

  /** What a gap is to say where nothing can be stored just now, as {@link Gap#reason}. */
  default String troubled() {
    return Gap.OVERFLOW;
  }

  /**
   * Why a reading can never be stored, however often it is tried; empty where it can. Answers at
   * once, without touching the store, on any thread.
   */
  default Optional<String> flaw(Reading reading) {
    return Optional.empty();
  }
}
