package fucina.gateway.telemetry;

import fucina.gateway.telemetry.Backlog.Offer;
import fucina.gateway.telemetry.Backlog.Work;
import fucina.profiles.Signal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes readings durable in groups: commit, then acknowledge, then show. What a signal's store
 * policy leaves out is acknowledged and shown like the rest.
 *
 * <p>Two threads. The <em>writer</em> takes what was offered, commits it as one group, and repeats
 * a commit that failed until it succeeds: nothing is dropped, the backlog fills and then refuses,
 * so the senders hold what they have. While groups are small it commits at once; after a group of
 * many offers it waits a moment for company, because many small commits cost more than they save.
 * The <em>acknowledger</em> completes the offers' futures in order and publishes to the {@link
 * LiveHub}; whatever hangs on a future runs there. Code that is slow there delays acknowledgements,
 * holds room in the backlog and in the end refuses offers, but never delays a commit that is under
 * way.
 *
 * <p>What is live goes before what comes late, see {@link Backlog}.
 */
public final class CommitGroups implements Intake, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CommitGroups.class);

  /** So many offers in a group are few: the next group need not wait for company. */
  private static final int FEW_OFFERS = 16;

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final Duration FIRST_RETRY = Duration.ofMillis(50);
  private static final Duration LAST_RETRY = Duration.ofSeconds(2);

  /**
   * How groups are made.
   *
   * @param capacity how many readings may wait or be unacknowledged; above it offers are refused
   * @param maxRows how many readings a group has at most, unless one offer alone has more
   * @param maxWait how long an offer waits for company
   * @param closing how long {@link #close} waits for what was taken in to become durable
   */
  public record Settings(int capacity, int maxRows, Duration maxWait, Duration closing) {
    /** 100,000 readings, groups of 5,000, 5 ms, 8 s. */
    public static Settings usual() {
      return new Settings(100_000, 5_000, Duration.ofMillis(5), Duration.ofSeconds(8));
    }
  }

  /** Told of every commit, on the writer thread; must be quick. */
  public interface CommitListener {
    void committed(int readings, Duration took);
  }

  private final Settings settings;
  private final Commits store;
  private final LiveHub hub;
  private final InstantSource clock;
  private final Backlog backlog;
  private final IntakeCounts counts = new IntakeCounts();
  private final Thread writer = daemon(this::write, "fucina-commit");
  private final ExecutorService acknowledger =
      Executors.newSingleThreadExecutor(task -> daemon(task, "fucina-acknowledge"));
  private final SoundReadings sound;
  private final Thinning thinning = new Thinning();
  private final Losses losses = new Losses();
  private long lookedForSilence = System.nanoTime();
  private long notedLosses = System.nanoTime() - LOOK_NANOS;
  private volatile CommitListener listener = (readings, took) -> {};
  private volatile long giveUpAt;

  /** Starts its threads; {@link #close} ends them. */
  public CommitGroups(Settings settings, Commits store, LiveHub hub, InstantSource clock) {
    this.settings = settings;
    this.store = store;
    this.hub = hub;
    this.clock = clock;
    this.backlog = new Backlog(settings.capacity());
    this.sound = new SoundReadings(store, counts);
    writer.start();
  }

  /** Sets who is told of commits. */
  public void onCommit(CommitListener listener) {
    this.listener = listener;
  }

  /**
   * Sets what tells a signal by machine and name, so that its store policy is obeyed; of signals it
   * does not know, every reading is stored.
   */
  public void policies(BiFunction<String, String, Optional<Signal>> signals) {
    thinning.policies(signals);
  }

  /** Asks for the signals of a machine anew: its profile may be another now. */
  public void policiesChanged(String machine) {
    thinning.changed(machine);
  }

  public IntakeCounts counts() {
    return counts;
  }

  /** How many readings were taken in and are not acknowledged and shown yet. */
  public int unacknowledged() {
    return backlog.held();
  }

  /** Age of the oldest reading that was taken in and is not durable; zero where all are. */
  public Duration oldestUncommitted() {
    return backlog.oldest();
  }

  @Override
  public CompletableFuture<Void> offer(List<Reading> readings) {
    List<Reading> storable = sound.of(readings);
    if (storable.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    if (backlog.put(new Offer(storable, clock.instant(), System.nanoTime(), done))) {
      counts.received.add(storable.size());
    } else {
      counts.refused.add(storable.size());
      done.completeExceptionally(
          new Overloaded(
              backlog.closed()
                  ? "the intake is closed"
                  : "the intake holds " + backlog.held() + " readings and has no room"));
    }
    return done;
  }

  @Override
  public CompletableFuture<Void> offerOnce(List<Reading> readings) {
    CompletableFuture<Void> done = offer(readings);
    if (done.isCompletedExceptionally() && !backlog.closed()) {
      losses.add(readings, store.troubled());
    }
    return done;
  }

  @Override
  public CompletableFuture<Void> gap(Gap gap) {
    return backlog.put(gap);
  }

  private void write() {
    try {
      Duration patience = Duration.ZERO;
      Work work = backlog.take(patience, settings.maxRows());
      while (!work.over()) {
        handle(work);
        patience = work.offers().size() <= FEW_OFFERS ? Duration.ZERO : settings.maxWait();
        work = backlog.take(patience, settings.maxRows());
      }
      durably(thinning.end());
      note(losses.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      LOG.error("the commit thread was interrupted; nothing is acknowledged any more", e);
    }
  }

  private void handle(Work work) throws InterruptedException {
    // First what is missing, then what came after it: a kill in between must not hide the gap.
    note(work);
    noteLosses();
    if (!work.offers().isEmpty()) {
      List<Reading> readings = new ArrayList<>();
      work.offers().forEach(offer -> readings.addAll(offer.readings()));
      List<Reading> kept = thinning.keep(readings, System.nanoTime());
      boolean durable = durably(kept);
      backlog.committed();
      counts.leftOut.add(Math.max(0, readings.size() - kept.size()));
      acknowledger.execute(() -> acknowledge(work.offers(), durable));
    }
    if (System.nanoTime() - lookedForSilence > LOOK_NANOS) {
      lookedForSilence = System.nanoTime();
      durably(thinning.silent(lookedForSilence));
    }
  }

  private void note(Work work) throws InterruptedException {
    if (!work.gaps().isEmpty()) {
      boolean durable = note(work.gaps());
      acknowledger.execute(() -> settle(work.noted(), durable));
    }
  }

  /** One gap a second where much is refused, not thousands. */
  private void noteLosses() throws InterruptedException {
    List<Gap> refused = System.nanoTime() - notedLosses > LOOK_NANOS ? losses.take() : List.of();
    if (!refused.isEmpty()) {
      note(refused);
      notedLosses = System.nanoTime();
    }
  }

  private boolean note(List<Gap> gaps) throws InterruptedException {
    boolean all = true;
    for (Gap gap : gaps) {
      boolean durable = untilDurable(() -> store.gap(gap));
      if (durable) {
        counts.gaps.increment();
      }
      all &= durable;
    }
    return all;
  }

  private static void settle(CompletableFuture<Void> done, boolean durable) {
    if (durable) {
      done.complete(null);
    } else {
      done.completeExceptionally(new Overloaded("the intake closed before it was stored"));
    }
  }

  private boolean durably(List<Reading> readings) throws InterruptedException {
    return readings.isEmpty() || untilDurable(() -> commit(readings));
  }

  private void commit(List<Reading> readings) {
    long start = System.nanoTime();
    store.commit(readings);
    counts.committed.add(readings.size());
    listener.committed(readings.size(), Duration.ofNanos(System.nanoTime() - start));
  }

  /** Repeats what fails, for ever while open; false where it was given up at the end. */
  private boolean untilDurable(Runnable commit) throws InterruptedException {
    Duration pause = FIRST_RETRY;
    for (int failed = 0; ; failed++) {
      try {
        commit.run();
        if (failed > 0) {
          LOG.info("the store takes readings again after {} failures", failed);
        }
        return true;
      } catch (RuntimeException | Error e) {
        counts.failures.increment();
        if (failed == 0) {
          LOG.error("the store failed to commit; trying again until it does", e);
        }
      }
      if (backlog.closed() && System.nanoTime() - giveUpAt > 0) {
        LOG.error("closing without having stored all; what is left was never acknowledged");
        return false;
      }
      backlog.pause(pause);
      pause = pause.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? pause.multipliedBy(2) : LAST_RETRY;
    }
  }

  private void acknowledge(List<Offer> offers, boolean durable) {
    offers.forEach(offer -> settle(offer.done(), durable));
    for (Offer offer : offers) {
      try {
        if (durable) {
          hub.publish(offer.readings(), offer.arrived());
        }
      } finally {
        backlog.free(offer.readings().size());
      }
    }
  }

  /** Takes nothing more in, waits until what was taken in is durable, and ends. */
  @Override
  public void close() {
    giveUpAt = System.nanoTime() + settings.closing().toNanos();
    backlog.close();
    try {
      writer.join(settings.closing().plusSeconds(1).toMillis());
      acknowledger.shutdown();
      if (writer.isAlive() || !acknowledger.awaitTermination(1, TimeUnit.SECONDS)) {
        LOG.warn("the intake did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
