package fucina.gateway.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One command of a session, or one stop by a technician outside any, and what became of it.
 *
 * @param id the command's id
 * @param session id of the session; empty for a stop outside any
 * @param machine the machine's id
 * @param command the command's name in the profile
 * @param arguments what was asked, by argument name, plain JSON values
 * @param person who asked
 * @param step the last step reached
 * @param steps all steps, in order
 */
public record CommandRecord(
    String id,
    String session,
    String machine,
    String command,
    Map<String, Object> arguments,
    String person,
    Step step,
    List<Stepped> steps) {

  public CommandRecord {
    arguments = Map.copyOf(arguments);
    steps = List.copyOf(steps);
  }

  /** The steps a person sees; the last one is CONFIRMED or FAILED. */
  public enum Step {
    /** The people in the room are being warned; it is not sent yet. */
    WARNING,
    SENT,
    ACCEPTED,
    EXECUTING,
    CONFIRMED,
    FAILED
  }

  /**
   * A step reached.
   *
   * @param step which
   * @param at when
   * @param detail what the machine said or measured, in words
   */
  public record Stepped(Step step, Instant at, String detail) {}

  /** Whether it is over and nothing has been added since. */
  public boolean justOver() {
    return over()
        && steps.stream()
                .filter(each -> each.step() == Step.CONFIRMED || each.step() == Step.FAILED)
                .count()
            == 1;
  }

  public boolean over() {
    return step == Step.CONFIRMED || step == Step.FAILED;
  }
}
