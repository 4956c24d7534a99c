package fucina.gateway.link;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How one signal of a link fares, as a technician sees it beside the machine.
 *
 * @param signal its name in the profile
 * @param state whether its values come
 * @param detail the last status in words, e.g. {@code Good} or why it is set aside and what to do
 * @param sampling how often the machine really looks at it; empty where the wire does not say
 * @param queue how many values the machine keeps between two deliveries; empty where the wire does
 *     not say
 * @param lastHeard when its last value arrived, by our clock; empty where none has
 */
public record SignalStatus(
    String signal,
    State state,
    String detail,
    Optional<Duration> sampling,
    Optional<Long> queue,
    Optional<Instant> lastHeard) {

  /** Whether a signal's values come. */
  public enum State {
    /** Asked for, nothing heard yet. */
    WAITING,
    /** Its values come. */
    FLOWING,
    /** Its values come, but the machine or we call them bad or doubtful. */
    DOUBTFUL,
    /** Set aside alone, and tried again from time to time; the other signals go on. */
    SET_ASIDE
  }
}
