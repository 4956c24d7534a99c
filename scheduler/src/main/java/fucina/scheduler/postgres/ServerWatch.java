package fucina.scheduler.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the embedded server runs: looks whether its process lives, and starts it again on
 * the same data where it died, for as long as that takes. A thread of its own, as starting blocks.
 */
final class ServerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration LEAVE = Duration.ofSeconds(2);

  private final Path data;
  private final Start start;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "postgres-watch");
  private volatile String trouble = "";

  /** Starts the server; blocks until it answers. */
  @FunctionalInterface
  interface Start {
    void again() throws IOException;
  }

  /** Watches the server that runs on this data. */
  ServerWatch(Path data, Start start) {
    this.data = data;
    this.start = start;
    thread.setDaemon(true);
    thread.start();
  }

  /** What is wrong, in one sentence; empty while the server runs. */
  Optional<String> trouble() {
    return Optional.of(trouble).filter(words -> !words.isEmpty());
  }

  /** Stops watching; the server stays as it is. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(LEAVE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    List<String> note = note();
    while (waited(LOOK)) {
      if (Postmaster.running(data, note).isEmpty()) {
        LOG.error("The embedded PostgreSQL died; it is started again");
        trouble = "The embedded PostgreSQL died and is being started again.";
        startAgain();
        note = note();
      }
    }
  }

  private void startAgain() {
    long began = System.nanoTime();
    Duration wait = LOOK;
    String said = "";
    while (closed.getCount() > 0) {
      try {
        start.again();
        trouble = "";
        LOG.warn(
            "The embedded PostgreSQL runs again, {} ms after it was found dead",
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        return;
      } catch (IOException | RuntimeException e) {
        String why =
            e instanceof IOException io ? Folders.words(io) : String.valueOf(e.getMessage());
        trouble = "The embedded PostgreSQL died and does not start again: " + why + ".";
        if (!why.equals(said)) {
          LOG.error("The embedded PostgreSQL does not start again: {}; it is tried on", why);
          said = why;
        }
      }
      if (!waited(wait)) {
        return;
      }
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
    }
  }

  /** Waits; false where it was closed meanwhile. */
  private boolean waited(Duration time) {
    try {
      return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private List<String> note() {
    try {
      return Files.readAllLines(data.resolve("postmaster.pid"));
    } catch (IOException e) {
      LOG.warn("The number of the embedded PostgreSQL's process cannot be read", e);
      return List.of();
    }
  }
}
