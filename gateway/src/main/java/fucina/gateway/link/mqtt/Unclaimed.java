package fucina.gateway.link.mqtt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Messages nobody listens for. After a start the broker sends at once what it kept for all
 * machines, before the last of them has joined: such a message waits unacknowledged for its
 * listener. What nobody claims in time belongs to a machine that is gone.
 */
final class Unclaimed {
  private final List<Waiting> waiting = new ArrayList<>();

  /**
   * A message that waits.
   *
   * @param done completes when it may be acknowledged
   */
  record Waiting(MqttArrival message, CompletableFuture<Void> done) {}

  synchronized CompletableFuture<Void> keep(MqttArrival message) {
    Waiting one = new Waiting(message, new CompletableFuture<>());
    waiting.add(one);
    return one.done();
  }

  /** Takes out what somebody wants now, in the order it came. */
  synchronized List<Waiting> claim(Predicate<MqttArrival> wanted) {
    List<Waiting> claimed = waiting.stream().filter(one -> wanted.test(one.message())).toList();
    waiting.removeAll(claimed);
    return claimed;
  }

  /** Takes out what came before this instant and was not claimed. */
  List<Waiting> olderThan(Instant instant) {
    return claim(message -> message.at().isBefore(instant));
  }

  /** The connection is over: the broker sends all of it again. */
  synchronized void forget() {
    waiting.clear();
  }
}
