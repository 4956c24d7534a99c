package fucina.profiles;

import java.time.Duration;
import java.util.Map;

/**
 * What happens when control of a machine ends: window over, consent withdrawn, presence lost.
 *
 * @param command name of the command to send, of class stop
 * @param arguments its arguments
 * @param confirmation the measured state that proves the machine is safe
 * @param overrun what becomes of a job that outlasts the window
 * @param linkLoss what the machine does when the gateway can no longer reach it
 * @param attended whether a person must be present at the desk, and when
 */
public record End(
    String command,
    Map<String, Value> arguments,
    Command.Confirmation confirmation,
    Overrun overrun,
    LinkLoss linkLoss,
    Attended attended) {

  public End {
    arguments = Map.copyOf(arguments);
    if (linkLoss == LinkLoss.CONTINUES && attended != Attended.ALWAYS) {
      throw new IllegalArgumentException(
          "a machine that continues without its link must be attended always");
    }
  }

  /** How long the confirmation may take. */
  public Duration within() {
    return confirmation.within();
  }

  /** What becomes of a job that outlasts the window. */
  public enum Overrun {
    /** It may finish on its own; nobody can command it any more. */
    FINISH,
    /** It is stopped. */
    ABORT
  }

  /** What the machine does when the gateway can no longer reach it. */
  public enum LinkLoss {
    /** Its own watchdog stops it. */
    STOPS_ITSELF,
    /** It goes on. */
    CONTINUES,
    /** It finishes its job and then stops safely by its own supervision, as a printer does. */
    FINISHES
  }

  /** Whether a person must be present at the desk. */
  public enum Attended {
    /** While motion runs. */
    ALWAYS,
    /** Only to give commands. */
    START
  }
}
