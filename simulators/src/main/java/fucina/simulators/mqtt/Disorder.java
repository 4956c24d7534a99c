package fucina.simulators.mqtt;

import fucina.simulators.machine.Fault;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What goes wrong with messages between a device and its broker: they come twice, late, or after
 * the next one. Told nothing, it sends at once. Safe for several threads.
 */
final class Disorder implements AutoCloseable {
  private static final long LONGEST_WAIT_MILLIS = 2_000;

  private final SplittableRandom chance;
  private final Predicate<WireMessage> wire;
  private final ScheduledExecutorService later;
  private boolean twice;
  private boolean swapped;
  private Duration late = Duration.ZERO;
  private Optional<WireMessage> waiting = Optional.empty();

  /**
   * In front of a wire.
   *
   * @param seed of the chance by which a message waits for the next
   * @param wire sends, and says whether it did
   * @param name of the device, for its thread
   */
  Disorder(long seed, Predicate<WireMessage> wire, String name) {
    this.chance = new SplittableRandom(seed);
    this.wire = wire;
    this.later =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, "late-" + name);
              made.setDaemon(true);
              return made;
            });
  }

  synchronized boolean suffer(Fault fault) {
    if (fault instanceof Fault.Duplicates duplicates) {
      twice = duplicates.on();
    } else if (fault instanceof Fault.OutOfOrder disorder) {
      swapped = disorder.on();
      letGo();
    } else if (fault instanceof Fault.LateMessages delay) {
      late = delay.by();
    } else {
      return false;
    }
    return true;
  }

  /** Sends a message, or will; whether it is on its way. */
  synchronized boolean send(WireMessage message) {
    if (!late.isZero()) {
      later.schedule(() -> inOrder(message), late.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    }
    return inOrder(message);
  }

  private synchronized boolean inOrder(WireMessage message) {
    if (swapped && waiting.isEmpty() && chance.nextBoolean()) {
      waiting = Optional.of(message);
      later.schedule(this::letGo, LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    }
    boolean sent = once(message);
    letGo();
    return sent;
  }

  /** The one that waited goes, too. */
  private synchronized void letGo() {
    Optional<WireMessage> held = waiting;
    waiting = Optional.empty();
    held.ifPresent(this::once);
  }

  private boolean once(WireMessage message) {
    return wire.test(message) & (!twice || wire.test(message));
  }

  @Override
  public void close() {
    later.shutdownNow();
  }
}
