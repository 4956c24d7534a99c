package fucina.gateway.link;

import fucina.gateway.link.SignalStatus.State;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How each signal of one machine fares. Thread-safe. */
public final class SignalBoard {
  private final List<Signal> signals;
  private final String waiting;
  private final Map<String, SignalStatus> statuses = new ConcurrentHashMap<>();

  /**
   * @param signals all of the machine's, in the profile's order
   * @param waiting what to say of a signal of which nothing was heard yet
   */
  public SignalBoard(List<Signal> signals, String waiting) {
    this.signals = List.copyOf(signals);
    this.waiting = waiting;
  }

  /**
   * A value came.
   *
   * @param kept whether its broker had kept it
   * @param doubt why it is doubtful, where that is known
   */
  public void heard(Signal signal, Instant at, Quality quality, boolean kept, String doubt) {
    if (quality == Quality.GOOD) {
      put(signal.name(), State.FLOWING, "Good", Optional.of(at));
    } else if (kept) {
      put(
          signal.name(),
          State.DOUBTFUL,
          "An old value that the broker had kept; waiting for a fresh one.",
          Optional.of(at));
    } else {
      put(
          signal.name(),
          State.DOUBTFUL,
          doubt.isEmpty() ? "The value is not one such a machine can have." : doubt,
          Optional.of(at));
    }
  }

  /** What came is no value. */
  public void flawed(Signal signal, Instant at, String reason) {
    put(signal.name(), State.DOUBTFUL, reason, Optional.of(at));
  }

  /** What was heard of all of them no longer holds. */
  public void stale(String reason) {
    statuses.replaceAll(
        (name, status) ->
            status.state() == State.SET_ASIDE
                ? status
                : new SignalStatus(
                    name,
                    State.DOUBTFUL,
                    reason,
                    Optional.empty(),
                    Optional.empty(),
                    status.lastHeard()));
  }

  /** It cannot be read, alone of all. */
  public void refused(String signal, String reason) {
    put(signal, State.SET_ASIDE, reason, Optional.empty());
  }

  /** What could not be read may be read again. */
  public void granted() {
    statuses.values().removeIf(status -> status.state() == State.SET_ASIDE);
  }

  private void put(String signal, State state, String detail, Optional<Instant> at) {
    statuses.put(
        signal, new SignalStatus(signal, state, detail, Optional.empty(), Optional.empty(), at));
  }

  /** All, in the profile's order. */
  public List<SignalStatus> list() {
    return signals.stream()
        .map(
            signal ->
                Optional.ofNullable(statuses.get(signal.name()))
                    .orElseGet(
                        () ->
                            new SignalStatus(
                                signal.name(),
                                State.WAITING,
                                waiting,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())))
        .toList();
  }
}
