package fucina.gateway.telemetry;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The one door by which readings enter; bounded in readings. */
public interface Intake {

  /**
   * Takes readings in; never blocks and never throws.
   *
   * @return completes when they are durable (then, and only then, the sender may be told so); fails
   *     with {@link Overloaded} when there was no room, in which case nothing was taken and the
   *     sender must not be told anything
   */
  CompletableFuture<Void> offer(List<Reading> readings);

  /**
   * As {@link #offer}, from a sender who sends nothing again: where there is no room, it is also
   * noted that these are missing.
   */
  default CompletableFuture<Void> offerOnce(List<Reading> readings) {
    return offer(readings);
  }

  /**
   * Notes that readings may be missing; never blocks and never throws.
   *
   * @return completes when that is durable; not where the intake closes before
   */
  CompletableFuture<Void> gap(Gap gap);

  /** There was no room. */
  final class Overloaded extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Overloaded(String message) {
      super(message, null, false, false);
    }
  }
}
