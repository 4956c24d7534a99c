package fucina.gateway.telemetry;

import java.time.Instant;

/**
 * A stretch in which readings of a machine may be missing.
 *
 * @param machine the machine's id
 * @param signal the signal's name; empty for every signal of the machine
 * @param from the last instant known to be whole
 * @param to the first instant known to be whole again
 * @param reason link-lost, overflow, data-lost, sequence or disk-floor
 */
public record Gap(String machine, String signal, Instant from, Instant to, String reason) {
  public static final String LINK_LOST = "link-lost";

  /** The numbers its source gives its messages leave some out. */
  public static final String SEQUENCE = "sequence";

  /** There was no room: readings came faster than they could be stored. */
  public static final String OVERFLOW = "overflow";

  /** The disk was full to its floor, so nothing could be stored. */
  public static final String DISK_FLOOR = "disk-floor";

  /** Whether readings of a signal may be missing in it. */
  public boolean concerns(String one) {
    return signal.isEmpty() || signal.equals(one);
  }
}
