package fucina.gateway.link.sparkplug;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one edge node in the order of their sequence numbers (Sparkplug 3.0 §6.4.5): one
 * that overtook another waits for it for a moment, and only then counts the other as lost. Not
 * thread-safe.
 */
final class ReorderWindow {
  static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int SEQUENCES = 256;

  /** One so many places behind its turn is late; further behind, the number has gone round. */
  private static final int LATE = 32;

  /** By their place in the life of the node, which goes on where the sequence numbers go round. */
  private final TreeMap<Long, Held> held = new TreeMap<>();

  private final Consumer<Instant> missed;
  private Optional<Long> expected = Optional.empty();

  /**
   * @param missed told when something is lost, before what came behind it is handled: when that
   *     arrived
   */
  ReorderWindow(Consumer<Instant> missed) {
    this.missed = missed;
  }

  private record Held(
      Instant at, Supplier<CompletableFuture<Void>> handling, CompletableFuture<Void> done) {

    void handle() {
      handling
          .get()
          .whenComplete(
              (any, failure) -> {
                if (failure == null) {
                  done.complete(null);
                } else {
                  done.completeExceptionally(failure);
                }
              });
    }
  }

  /** A birth: what was held belongs to an earlier life and is handled; the count begins. */
  void begin(Optional<Integer> birth) {
    release();
    expected = birth.map(sequence -> sequence + 1L);
  }

  /** Nothing is known of the count any more. */
  void stop() {
    release();
    expected = Optional.empty();
  }

  /**
   * Handles a message in its turn.
   *
   * <p>Messages of one topic keep their order on the way, those of two topics do not: a device's
   * birth may come behind hundreds of its data. So data follow the newest data that wait, however
   * many they are, and a birth belongs into the first place that is free for its number.
   *
   * @param birth whether it is a device's birth
   * @return completes when it is handled
   */
  CompletableFuture<Void> take(
      int sequence, boolean birth, Instant at, Supplier<CompletableFuture<Void>> handling) {
    if (expected.isEmpty()) {
      return handling.get();
    }
    long next = expected.get();
    long place = birth && !held.isEmpty() ? firstFree(sequence, next) : nearest(sequence, next);
    if (place < next || held.containsKey(place)) {
      // Late after all, or told twice: its values carry their own time.
      return handling.get();
    }
    if (place > next) {
      Held one = new Held(at, handling, new CompletableFuture<>());
      held.put(place, one);
      return one.done();
    }
    expected = Optional.of(next + 1);
    CompletableFuture<Void> handled = handling.get();
    drain();
    return handled;
  }

  /** The place of that number about where the next message is due. */
  private long nearest(int sequence, long next) {
    long due = held.isEmpty() ? next : held.lastKey() + 1;
    return due - LATE + Math.floorMod(sequence - due + LATE, (long) SEQUENCES);
  }

  private long firstFree(int sequence, long next) {
    long place = next + Math.floorMod(sequence - next, (long) SEQUENCES);
    while (held.containsKey(place)) {
      place += SEQUENCES;
    }
    return place;
  }

  private void drain() {
    for (Held due = due(); due != null; due = due()) {
      expected = expected.map(place -> place + 1);
      due.handle();
    }
  }

  private @Nullable Held due() {
    return expected.map(held::remove).orElse(null);
  }

  /** Since when a message waits for one that is missing, where it has waited long enough. */
  Optional<Instant> overdue(Instant now) {
    return held.values().stream()
        .map(Held::at)
        .min(Comparator.naturalOrder())
        .filter(first -> !now.isBefore(first.plus(PATIENCE)));
  }

  /** What is missing is lost: what waited for it is handled, and the count goes on behind it. */
  void giveUp() {
    Optional<Long> behind = held.isEmpty() ? expected : Optional.of(held.lastKey() + 1);
    release();
    expected = behind;
  }

  private void release() {
    TreeMap<Long, Held> waiting = new TreeMap<>(held);
    held.clear();
    long turn = expected.orElse(0L);
    for (Map.Entry<Long, Held> one : waiting.entrySet()) {
      if (one.getKey() != turn) {
        missed.accept(one.getValue().at());
      }
      turn = one.getKey() + 1;
      one.getValue().handle();
    }
  }
}
