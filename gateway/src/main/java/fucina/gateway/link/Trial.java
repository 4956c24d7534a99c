package fucina.gateway.link;

import java.time.Duration;
import java.util.function.Predicate;

/** Tries out a connection before anybody depends on it; each protocol's room has one. */
public interface Trial {
  /** What is said of a topic that belongs to a machine of another centre. */
  String ANOTHERS = "What is said there is a machine's of another centre: is the topic right?";

  /**
   * Connects as a link would, reads or hears every signal of the profile, and leaves nothing
   * behind. Waits for the machine: at most some 30 s and the time it listens.
   *
   * @param listening how long to hear, where the machine speaks when it likes
   * @param next whether to show the machine our next certificate instead of the one in use
   * @param ours whether what is said on a topic may be told; of the others, which are machines' of
   *     another centre, no value is
   */
  TrialReport run(LinkSettings settings, Duration listening, boolean next, Predicate<String> ours)
      throws InterruptedException;
}
