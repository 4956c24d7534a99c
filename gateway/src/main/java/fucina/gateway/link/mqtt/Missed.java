package fucina.gateway.link.mqtt;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Since when messages of one machine may be missing. A broker keeps what is sent with QoS 1 while
 * we are away; what is sent with QoS 0 it does not, nor anything where it lost our session. Counted
 * by the messages' own times: what comes late was sent before. Thread-safe.
 */
final class Missed {
  private Optional<Instant> heard;
  private Optional<Instant> heardOnce;
  private Optional<Instant> sinceSession = Optional.empty();
  private Optional<Instant> sinceOnce;

  /** Nothing was ever heard. */
  Missed() {
    this(Optional.empty(), false);
  }

  /**
   * After a restart.
   *
   * @param stored time of the newest value that an earlier process stored
   * @param once whether some messages came with QoS 0 then
   */
  Missed(Optional<Instant> stored, boolean once) {
    this.heard = stored;
    this.heardOnce = stored.filter(any -> once);
    this.sinceOnce = heardOnce;
  }

  /** The connection is gone. */
  synchronized void away() {
    sinceOnce = sinceOnce.or(() -> heardOnce);
  }

  /** The broker lost our session. */
  synchronized void sessionLost() {
    sinceSession = sinceSession.or(() -> heard);
  }

  /**
   * A message came.
   *
   * @param time of its values
   * @return where some before it may be missing, since when
   */
  synchronized Optional<Instant> heard(MqttArrival message, Instant time) {
    if (message.retained()) {
      return Optional.empty();
    }
    heard = Optional.of(time);
    Optional<Instant> from = sinceSession;
    sinceSession = Optional.empty();
    if (!message.again()) {
      from = Stream.of(from, sinceOnce).flatMap(Optional::stream).min(Instant::compareTo);
      heardOnce = heard;
      sinceOnce = Optional.empty();
    }
    return from.filter(time::isAfter);
  }
}
