package fucina.simulators.opcua;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a machine. It beats on a grid of tenths of a second of the machine's clock and
 * misses no point of it: after a hiccup it beats for each point it owes, and only a halt longer
 * than five seconds, as of a suspended process, is skipped. Between two beats it does what others
 * ask.
 */
final class Pulse implements AutoCloseable {
  static final Duration BEAT = Duration.ofMillis(100);

  private static final Logger log = LoggerFactory.getLogger(Pulse.class);
  private static final Duration LONGEST_DEBT = Duration.ofSeconds(5);
  private static final long ANSWER_SECONDS = 10;

  private final InstantSource clock;
  private final Consumer<Instant> beat;
  private final ScheduledThreadPoolExecutor thread;
  private Instant next;

  /**
   * A pulse that does not beat yet.
   *
   * @param name of the thread
   * @param last the point of the grid the machine already stands at
   * @param beat what to do at each further point
   */
  Pulse(String name, InstantSource clock, Instant last, Consumer<Instant> beat) {
    this.clock = clock;
    this.beat = beat;
    this.next = last.plus(BEAT);
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /** The point of the grid at or before an instant. */
  static Instant onGrid(Instant instant) {
    long millis = instant.toEpochMilli();
    return Instant.ofEpochMilli(millis - Math.floorMod(millis, BEAT.toMillis()));
  }

  void start() {
    schedule(thread);
  }

  private void schedule(ScheduledExecutorService on) {
    long wait = Duration.between(clock.instant(), next).toMillis() + 1;
    on.schedule(
        this::beatAndGoOn, Math.max(1, Math.min(wait, BEAT.toMillis())), TimeUnit.MILLISECONDS);
  }

  private void beatAndGoOn() {
    try {
      catchUp();
    } catch (RuntimeException e) {
      // A machine that dies of one bad beat would look like a frozen one for ever.
      log.error("a beat failed", e);
    }
    if (!thread.isShutdown()) {
      schedule(thread);
    }
  }

  private void catchUp() {
    Instant now = clock.instant();
    if (next.isBefore(now.minus(LONGEST_DEBT))) {
      log.warn("the machine stood still for {}", Duration.between(next, now));
      next = onGrid(now);
    }
    while (!next.isAfter(now)) {
      Instant point = next;
      next = next.plus(BEAT);
      beat.accept(point);
    }
  }

  /**
   * Does something on the machine's thread, at the machine's time, and waits for it.
   *
   * @throws IllegalStateException if it takes too long or the machine is closed
   */
  <T> T call(Callable<T> task) {
    try {
      return thread
          .submit(
              () -> {
                catchUp();
                return task.call();
              })
          .get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("the machine failed", e.getCause());
    } catch (TimeoutException | RejectedExecutionException e) {
      throw new IllegalStateException("the machine does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the machine was asked", e);
    }
  }

  /** Does something on the machine's thread, soon; nothing once it is closed. */
  void run(Runnable task) {
    if (!thread.isShutdown()) {
      thread.execute(task);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        log.warn("the machine's thread did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
