package fucina.gateway.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Offers and gaps that wait for the writer. Bounded in readings: an offer's room is given back when
 * it was acknowledged and shown, not when the writer took it.
 *
 * <p>Two lanes: what is live, and what comes late, as the record of a machine that was away or the
 * queue a broker kept. Late ones leave a quarter of the room to live ones, and live ones go first
 * into every group; but a quarter of a group is for late ones, so that they come to an end.
 */
final class Backlog {
  /** Beyond so many waiting gaps, gaps of one machine, signal and reason are joined. */
  private static final int MANY_GAPS = 1_000;

  /** One part in so many of a group is for late offers, and of the room for live ones. */
  private static final int SHARE = 4;

  /** Company that does not come within this part of the patience does not come. */
  private static final int SLICES = 5;

  /** The writer is not left longer than this without work. */
  private static final long IDLE_NANOS = 1_000_000_000;

  private static final long CLOSED_PAUSE_NANOS = 20_000_000;

  /**
   * Readings that were offered together.
   *
   * @param readings those that can be stored
   * @param arrived when, by the gateway's clock
   * @param nanos when, by {@link System#nanoTime}
   * @param done completes when they are durable
   */
  record Offer(List<Reading> readings, Instant arrived, long nanos, CompletableFuture<Void> done) {
    /** Beyond this age, by its newest reading, what arrives is late. */
    private static final Duration LIVE = Duration.ofSeconds(10);

    boolean late() {
      Instant since = arrived.minus(LIVE);
      return readings.stream().allMatch(reading -> reading.time().isBefore(since));
    }
  }

  /**
   * What the writer does next: commit the offers, then note the gaps; both are empty where nothing
   * came for a while.
   *
   * @param noted completes when the gaps are durable
   * @param over whether nothing follows
   */
  record Work(List<Offer> offers, List<Gap> gaps, CompletableFuture<Void> noted, boolean over) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Offer> live = new ArrayDeque<>();
  private final ArrayDeque<Offer> late = new ArrayDeque<>();
  private final List<Gap> gaps = new ArrayList<>();
  private CompletableFuture<Void> noted = new CompletableFuture<>();
  private final int capacity;
  private int waiting;

  /**
   * The writer is woken when so many readings wait: one while it is idle, many while it gathers.
   */
  private int wanted = 1;

  private int held;
  private long inHand;
  private boolean handsFull;
  private boolean closed;

  Backlog(int capacity) {
    this.capacity = capacity;
  }

  /** Takes an offer in where there is room; one larger than all room only while nothing else is. */
  boolean put(Offer offer) {
    int size = offer.readings().size();
    boolean behind = offer.late();
    int room = behind ? capacity - capacity / SHARE : capacity;
    lock.lock();
    try {
      if (closed || (held > 0 && held + size > room)) {
        return false;
      }
      held += size;
      waiting += size;
      (behind ? late : live).add(offer);
      if (waiting >= wanted) {
        changed.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Completes when the gap is durable. */
  CompletableFuture<Void> put(Gap gap) {
    lock.lock();
    try {
      if (gaps.size() < MANY_GAPS || !joined(gap)) {
        gaps.add(gap);
      }
      changed.signal();
      return noted;
    } finally {
      lock.unlock();
    }
  }

  private boolean joined(Gap gap) {
    for (int i = 0; i < gaps.size(); i++) {
      Gap other = gaps.get(i);
      if (other.machine().equals(gap.machine())
          && other.signal().equals(gap.signal())
          && other.reason().equals(gap.reason())) {
        Instant from = other.from().isBefore(gap.from()) ? other.from() : gap.from();
        Instant to = other.to().isAfter(gap.to()) ? other.to() : gap.to();
        gaps.set(i, new Gap(gap.machine(), gap.signal(), from, to, gap.reason()));
        return true;
      }
    }
    return false;
  }

  /**
   * Waits for work.
   *
   * @param patience how long the oldest offer may wait for company, as long as company keeps
   *     coming; zero to take what is there
   * @param maxRows no more readings than this at once, unless one offer alone has more
   */
  Work take(Duration patience, int maxRows) throws InterruptedException {
    lock.lock();
    try {
      wanted = 1;
      long idle = IDLE_NANOS;
      while (noOffers() && gaps.isEmpty() && !closed && idle > 0) {
        idle = changed.awaitNanos(idle);
      }
      wanted = maxRows;
      gather(patience.toNanos(), maxRows);
      List<Offer> taken = takeOffers(maxRows);
      List<Gap> missing = List.copyOf(gaps);
      CompletableFuture<Void> durable = noted;
      gaps.clear();
      noted = new CompletableFuture<>();
      return new Work(taken, missing, durable, closed && taken.isEmpty() && missing.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits in slices, and no longer once a slice brought nothing: then every sender waits for us.
   */
  private void gather(long patience, int maxRows) throws InterruptedException {
    int before = -1;
    while (!noOffers() && !closed && waiting < maxRows && waiting != before) {
      long left = first() + patience - System.nanoTime();
      if (left <= 0) {
        return;
      }
      before = waiting;
      for (long slice = Math.min(left, patience / SLICES); slice > 0 && waiting < maxRows; ) {
        slice = changed.awaitNanos(slice);
      }
    }
  }

  private List<Offer> takeOffers(int maxRows) {
    List<Offer> taken = new ArrayList<>();
    int rows = takeFrom(live, late.isEmpty() ? maxRows : maxRows - maxRows / SHARE, taken);
    takeFrom(late, Math.max(1, maxRows - rows), taken);
    handsFull = !taken.isEmpty();
    inHand = taken.stream().mapToLong(Offer::nanos).min().orElse(0);
    return taken;
  }

  /** Takes up to so many readings, one offer at least; answers how many they are. */
  private int takeFrom(ArrayDeque<Offer> lane, int maxRows, List<Offer> taken) {
    int rows = 0;
    for (Offer next = lane.peek(); next != null; next = lane.peek()) {
      int size = next.readings().size();
      if (rows > 0 && rows + size > maxRows) {
        break;
      }
      rows += size;
      waiting -= size;
      taken.add(lane.remove());
    }
    return rows;
  }

  private boolean noOffers() {
    return live.isEmpty() && late.isEmpty();
  }

  /** When the oldest offer came; only where there is one. */
  private long first() {
    return Math.min(
        live.isEmpty() ? Long.MAX_VALUE : live.getFirst().nanos(),
        late.isEmpty() ? Long.MAX_VALUE : late.getFirst().nanos());
  }

  /** The offers last taken are durable. */
  void committed() {
    lock.lock();
    try {
      handsFull = false;
    } finally {
      lock.unlock();
    }
  }

  /** Room for so many readings is free again. */
  void free(int readings) {
    lock.lock();
    try {
      held -= readings;
    } finally {
      lock.unlock();
    }
  }

  /** Waits; not for long once the backlog is closed. */
  void pause(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (left > 0) {
        left = changed.awaitNanos(closed ? Math.min(left, CLOSED_PAUSE_NANOS) : left);
        left = closed ? 0 : left;
      }
    } finally {
      lock.unlock();
    }
  }

  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  int held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  /** Age of the oldest offer that is not durable; zero where all are. */
  Duration oldest() {
    lock.lock();
    try {
      if (!handsFull && noOffers()) {
        return Duration.ZERO;
      }
      long since = handsFull ? inHand : first();
      return Duration.ofNanos(Math.max(0, System.nanoTime() - since));
    } finally {
      lock.unlock();
    }
  }
}
