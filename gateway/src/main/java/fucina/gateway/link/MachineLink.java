package fucina.gateway.link;

import fucina.profiles.Command;
import fucina.profiles.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The connection to one machine. It delivers readings to the {@code Intake} it was made with, and
 * comes back by itself after the machine, its server, its broker or the network was away.
 */
public interface MachineLink extends AutoCloseable {

  /** Begins to connect; returns at once. */
  void start();

  /** Where it stands now. */
  LinkStatus status();

  /** How each signal fares, in the profile's order; empty where the wire cannot tell them apart. */
  default List<SignalStatus> signals() {
    return List.of();
  }

  /** What is added to the machine's times; empty where its clock is not asked. */
  default Optional<Duration> clockOffset() {
    return Optional.empty();
  }

  /**
   * Sends one command, once; never queued across a disconnect, never repeated by itself.
   *
   * @param command a command of the machine's profile
   * @param arguments values by argument name, already checked against the profile
   * @param reference the caller's reference, passed to machines that take a job or request id
   * @return always completes normally, at the latest after the command's time-out
   */
  CompletableFuture<Answer> execute(
      Command command, Map<String, Value> arguments, String reference);

  /**
   * Wants the machine's own lock from now on: taken, renewed, and taken again after a break, until
   * {@link #releaseLock}. Returns at once; a repeated call changes nothing.
   *
   * @param context told to the machine, for whoever finds it locked
   */
  default void holdLock(String context) {}

  /** Gives the machine's own lock back. Returns at once. */
  default void releaseLock() {}

  /** Who has the machine's own lock. */
  default LockHold lock() {
    return new LockHold.None();
  }

  /** Feeds the machine's watchdog once, where its profile has one. */
  void feedWatchdog();

  /** Ends the connection and frees all it held; returns when done, within 5 s. */
  @Override
  void close();

  /** What the machine answered to a command. */
  sealed interface Answer {
    /**
     * It accepted.
     *
     * @param detail its result in words
     */
    record Accepted(String detail) implements Answer {
      /** What a machine answered, in words also where it only said true; empty for nothing. */
      public static Accepted saying(String result) {
        return new Accepted(
            switch (result) {
              case "" -> "done";
              case "true" -> "the machine says yes";
              case "false" -> "the machine answered no to what it was asked, and no error";
              default -> result;
            });
      }
    }

    /**
     * It refused, and did nothing.
     *
     * @param detail its result in words, with the standard's code
     */
    record Rejected(String detail) implements Answer {}

    /**
     * It did not answer in time, or the link broke: whether it acted is not known.
     *
     * @param detail what happened
     * @param late completes normally with an answer that comes after all, and exceptionally where
     *     none does; may never complete
     */
    record Unanswered(String detail, CompletableFuture<Answer> late) implements Answer {
      /** One to which no late answer can be told apart. */
      public Unanswered(String detail) {
        this(detail, new CompletableFuture<>());
      }
    }

    /**
     * It was never sent: the link is down.
     *
     * @param detail why
     */
    record NotSent(String detail) implements Answer {}
  }
}
