package fucina.gateway.link.opcua;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What Milo does later. Its state machines wait whole seconds before they try a broken connection
 * or a session again, twice as long each time and up to sixteen: all waits of whole seconds are cut
 * to about half a second here, so that a server that is back is found at once. What Milo waits for
 * in milliseconds, as its watchdogs do, is left alone.
 */
final class PromptSchedule extends ScheduledThreadPoolExecutor {
  private static final long LEAST_MILLIS = 250;
  private static final long MOST_MILLIS = 750;

  /** One for the process, as Milo's own. */
  static final PromptSchedule SHARED = new PromptSchedule();

  private PromptSchedule() {
    super(
        2,
        work -> {
          Thread thread = new Thread(work, "opcua schedule");
          thread.setDaemon(true);
          return thread;
        });
    setRemoveOnCancelPolicy(true);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
    long millis = unit.toMillis(delay);
    boolean retry = unit == TimeUnit.SECONDS && millis > MOST_MILLIS;
    // Spread, so that the machines of one broken network do not come back in step.
    return super.schedule(
        work,
        retry ? ThreadLocalRandom.current().nextLong(LEAST_MILLIS, MOST_MILLIS) : millis,
        TimeUnit.MILLISECONDS);
  }
}
