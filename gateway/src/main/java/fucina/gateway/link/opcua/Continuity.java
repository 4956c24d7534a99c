package fucina.gateway.link.opcua;

import fucina.gateway.link.opcua.OpcUaDecoder.Judged;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which stretches of which signals were not heard, over all connections of one link. A break opens
 * a stretch at the last instant known to be whole; the signal's next value closes it. Thread-safe.
 */
final class Continuity {
  private final Owed owed;
  private final Map<String, Open> open = new HashMap<>();
  private final List<Missed> missed = new ArrayList<>();
  private int underWay;

  Continuity(Owed owed) {
    this.owed = owed;
  }

  private record Open(Instant from, String reason) {}

  /**
   * A stretch of one signal in which values may be missing.
   *
   * @param signal the signal
   * @param from last instant known to be whole
   * @param to first instant known to be whole again
   * @param before the last reading before it
   * @param after the machine's own stamp of the first value after it
   * @param reason as in {@link fucina.gateway.telemetry.Gap}
   */
  record Missed(
      Signal signal,
      Instant from,
      Instant to,
      Optional<Reading> before,
      Instant after,
      String reason) {}

  /** Nothing was heard of a signal from here on; a stretch already open stays as it is. */
  synchronized void interrupted(String signal, Instant from, String reason) {
    if (open.putIfAbsent(signal, new Open(from, reason)) == null) {
      owed.from(from);
    }
  }

  /**
   * The machine itself says that values before this one were lost, since a reading of which it is
   * certain; said of several after the same one, it is one stretch.
   *
   * @param source the machine's own stamp of this one
   * @param time the same in our clock
   */
  synchronized void overflowed(
      Signal signal, Optional<Reading> before, Instant source, Instant time) {
    before
        .filter(last -> last.time().isBefore(time))
        .ifPresent(
            last -> {
              owed.from(last.time());
              missed.removeIf(
                  other ->
                      other.signal().name().equals(signal.name())
                          && other.reason().equals("overflow")
                          && other.from().equals(last.time()));
              missed.add(new Missed(signal, last.time(), time, before, source, "overflow"));
            });
  }

  /**
   * A signal was heard.
   *
   * @param before its reading before that one
   * @param now the new reading; empty where the value was too like the one before
   * @param judged the value
   */
  synchronized void heard(
      Signal signal, Optional<Reading> before, Optional<Reading> now, Judged judged) {
    Open stretch = open.remove(signal.name());
    if (stretch == null
        || now.filter(reading -> before.filter(l -> same(l, reading)).isPresent()).isPresent()) {
      // Still the very value it showed before the break: nothing happened in between.
      return;
    }
    Instant to = judged.time();
    Instant from =
        before
            .map(Reading::time)
            .filter(last -> last.isAfter(stretch.from()) || !to.isAfter(stretch.from()))
            .orElse(stretch.from());
    if (from.isBefore(to)) {
      missed.add(new Missed(signal, from, to, before, judged.source(), stretch.reason()));
    }
  }

  private static boolean same(Reading one, Reading other) {
    return one.time().equals(other.time()) && one.content() == other.content();
  }

  /** The stretches closed since the last time. */
  synchronized List<Missed> take() {
    List<Missed> taken = List.copyOf(missed);
    missed.clear();
    return taken;
  }

  /**
   * All that was taken is made good, or declared.
   *
   * @param watched the signals that are subscribed to; what is missed of another one begins at its
   *     own last reading, however long it is away
   */
  synchronized void madeGood(Set<String> watched) {
    if (missed.isEmpty() && open.keySet().stream().noneMatch(watched::contains)) {
      owed.nothing();
    }
  }

  /** Readings are on their way to the store. */
  synchronized void offered() {
    underWay++;
  }

  /** They are on disk, or a gap is in their place. */
  synchronized void landed() {
    underWay--;
  }

  /**
   * All signals are whole until then, and on disk where nothing is on its way there: so a process
   * after this one need not begin the gap of a quiet signal at its last reading.
   *
   * @param until found before this is called
   */
  synchronized void whole(Instant until) {
    if (open.isEmpty() && missed.isEmpty() && underWay == 0) {
      owed.whole(until);
    }
  }

  /** Whether a stretch is still open. */
  synchronized boolean waiting() {
    return !open.isEmpty();
  }
}
