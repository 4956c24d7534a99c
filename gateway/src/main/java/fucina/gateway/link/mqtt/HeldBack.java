package fucina.gateway.link.mqtt;

import fucina.gateway.telemetry.Intake;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Messages of one connection that found no room in the intake: they wait here in their order, and
 * all that come after them, until there is room. A new connection would bring them again too, a
 * thousand at once into the same narrow place. How many wait the receive maximum bounds, how large
 * they are {@link #MOST_BYTES}; beyond it a message fails.
 */
final class HeldBack {
  private static final long MOST_BYTES = 32L << 20;

  private final Function<MqttArrival, CompletableFuture<Void>> intake;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long bytes;

  /**
   * Holds nothing yet.
   *
   * @param intake takes a message in; asked for one message at a time
   */
  HeldBack(Function<MqttArrival, CompletableFuture<Void>> intake) {
    this.intake = intake;
  }

  private record Waiting(MqttArrival message, CompletableFuture<Void> done) {}

  /** Takes a message in, as soon as all before it are; completes when it is durable. */
  synchronized CompletableFuture<Void> take(MqttArrival message) {
    Optional<CompletableFuture<Void>> taken = waiting.isEmpty() ? offer(message) : Optional.empty();
    if (taken.isPresent()) {
      return taken.get();
    }
    if (bytes + message.payload().length > MOST_BYTES) {
      return CompletableFuture.failedFuture(
          new Intake.Overloaded(bytes + " bytes of messages wait for room already"));
    }
    Waiting last = new Waiting(message, new CompletableFuture<>());
    waiting.addLast(last);
    bytes += message.payload().length;
    return last.done();
  }

  /** Tries again with those that wait; whether some still do. */
  synchronized boolean again() {
    while (!waiting.isEmpty()) {
      Waiting first = waiting.getFirst();
      Optional<CompletableFuture<Void>> taken = offer(first.message());
      if (taken.isEmpty()) {
        return true;
      }
      waiting.removeFirst();
      bytes -= first.message().payload().length;
      taken.get().whenComplete((done, failure) -> settle(first.done(), failure));
    }
    return false;
  }

  private static void settle(
      CompletableFuture<Void> done, @org.jspecify.annotations.Nullable Throwable failure) {
    if (failure == null) {
      done.complete(null);
    } else {
      done.completeExceptionally(failure);
    }
  }

  /** The connection is over: the broker sends again what waits. */
  synchronized void forget() {
    waiting.clear();
    bytes = 0;
  }

  /** Empty where there was no room. */
  private Optional<CompletableFuture<Void>> offer(MqttArrival message) {
    CompletableFuture<Void> taken = intake.apply(message);
    return foundNoRoom(taken) ? Optional.empty() : Optional.of(taken);
  }

  private static boolean foundNoRoom(CompletableFuture<Void> taken) {
    if (!taken.isCompletedExceptionally()) {
      return false;
    }
    try {
      taken.join();
      return false;
    } catch (CompletionException e) {
      return e.getCause() instanceof Intake.Overloaded;
    }
  }
}
