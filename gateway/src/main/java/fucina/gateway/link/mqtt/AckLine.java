package fucina.gateway.link.mqtt;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * Acknowledgements of one connection in the order their messages came (MQTT 5 §4.6), each as soon
 * as it and all before it are durable. After one failure no more leave: the broker sends everything
 * from there on again on the next connection.
 */
final class AckLine {
  private final IntConsumer acknowledge;
  private final Runnable stuck;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private boolean over;

  /**
   * Makes an empty line.
   *
   * @param acknowledge sends the acknowledgement of a message id
   * @param stuck told once, when a message was not taken
   */
  AckLine(IntConsumer acknowledge, Runnable stuck) {
    this.acknowledge = acknowledge;
    this.stuck = stuck;
  }

  private record Pending(int id, CompletableFuture<Void> durable) {}

  /** A message came; its acknowledgement waits for this. */
  void add(int id, CompletableFuture<Void> durable) {
    synchronized (this) {
      if (over) {
        return;
      }
      pending.addLast(new Pending(id, durable));
    }
    durable.whenComplete((done, failure) -> advance());
  }

  private synchronized void advance() {
    while (!over && !pending.isEmpty() && pending.getFirst().durable().isDone()) {
      if (pending.getFirst().durable().isCompletedExceptionally()) {
        over = true;
        stuck.run();
      } else {
        acknowledge.accept(pending.removeFirst().id());
      }
    }
  }

  /** The connection is over: what waits is never acknowledged. */
  synchronized void end() {
    over = true;
    pending.clear();
  }

  /** How many messages wait to be acknowledged. */
  synchronized int waiting() {
    return pending.size();
  }
}
