package fucina.gateway.link;

import fucina.gateway.telemetry.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a trial got.
 *
 * @param state where a link would stand
 * @param detail one sentence a technician can act on; empty where all is well
 * @param untrusted SHA-256 of the server's certificate that nobody trusts yet
 * @param signals in the profile's order; none where there was no connection
 * @param filters what was subscribed to; none where nothing is
 */
public record TrialReport(
    LinkState state,
    String detail,
    Optional<String> untrusted,
    List<SignalTrial> signals,
    List<FilterTrial> filters) {

  public TrialReport {
    signals = List.copyOf(signals);
    filters = List.copyOf(filters);
  }

  /** There was no connection. */
  public static TrialReport failed(LinkFault fault, Optional<String> untrusted) {
    return new TrialReport(fault.state(), fault.sentence(), untrusted, List.of(), List.of());
  }

  /** Whether it connected and every signal is well. */
  public boolean well() {
    return state == LinkState.ONLINE && signals.stream().allMatch(SignalTrial::well);
  }

  /** What became of one signal. */
  public enum Outcome {
    /** A value of the signal's type and unit, and good. */
    WELL,
    /** It is there, but the machine has no value just now, such as a layer of no print. */
    EMPTY,
    /** A value that the machine or the profile does not vouch for. */
    DOUBTFUL,
    /** The machine has no such node, topic value or metric. */
    MISSING,
    /** It is there, but our user may not see it. */
    REFUSED,
    /** A value that is not of the signal's type. */
    WRONG_TYPE,
    /** The machine names another unit than the profile. */
    WRONG_UNIT,
    /** Nothing came while we listened. */
    SILENT,
    /** The server did not answer in time. */
    LATE
  }

  /**
   * One signal.
   *
   * @param signal its name
   * @param place where it was looked for, in words: node, topic and pointer, metric
   * @param outcome what became of it
   * @param detail why, in one sentence; empty where it is well
   * @param got what the machine sent; empty where it sent nothing
   * @param latency until the value was there; empty where it never was
   */
  public record SignalTrial(
      String signal,
      String place,
      Outcome outcome,
      String detail,
      Optional<Got> got,
      Optional<Duration> latency) {

    /** Whether there is nothing to see to. */
    public boolean well() {
      return outcome == Outcome.WELL || outcome == Outcome.EMPTY;
    }
  }

  /**
   * A value from the machine.
   *
   * @param value a Number, Boolean or String, as the signal has it where it could be decoded
   * @param type the machine's own word for its type, e.g. {@code Double}
   * @param unit the unit the machine names
   * @param at what the machine says when it was so
   */
  public record Got(
      Optional<Object> value,
      String type,
      Optional<String> unit,
      Quality quality,
      Optional<Instant> at) {}

  /**
   * One topic filter.
   *
   * @param messages how many came while we listened
   * @param detail why it was refused, or what was odd; else empty
   */
  public record FilterTrial(String filter, boolean granted, long messages, String detail) {}
}
