package fucina.gateway.store.influx;

import fucina.gateway.store.influx.Spans.Span;
import fucina.gateway.telemetry.Commits;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How far readings are carried on: all whose time lies before the mark are, but for late stretches.
 * Both are on disk. A reading that comes for a time before the frontier is late: its stretch is
 * noted on disk before it is committed, so that no crash forgets it.
 *
 * <p>Thread-safe. Commits wait for nothing here but their own note on the disk.
 */
final class Progress implements Commits, AutoCloseable {
  /** Stretches are noted in whole slots, so that a late machine costs a note now and then. */
  private static final long SLOT = 10_000_000;

  private final Commits store;
  private final ProgressFile file;

  /** Held while a commit is under way, so that the frontier never moves past one. */
  private final ReentrantLock gate = new ReentrantLock(true);

  private volatile long frontier;
  private volatile long mark;
  private Spans waiting = new Spans();

  /** Being carried on. */
  private Spans inHand = new Spans();

  /**
   * @param store where readings become durable
   * @param file what is known of an earlier process
   */
  Progress(Commits store, ProgressFile file) {
    this.store = store;
    this.file = file;
    ProgressFile.Known before = file.before();
    this.mark = before.mark();
    this.frontier = mark;
    waiting.add(before.late());
  }

  /**
   * What is to be carried on.
   *
   * @param from the mark
   * @param to what is committed from now on before this is late
   * @param late stretches before {@code to}
   */
  record Work(long from, long to, Spans late) {}

  @Override
  public void commit(List<Reading> readings) {
    gate.lock();
    try {
      Set<Span> late = new HashSet<>();
      for (Reading reading : readings) {
        noteIfLate(reading.machine(), Micros.of(reading.time()), late);
      }
      note(late);
      store.commit(readings);
    } finally {
      gate.unlock();
    }
  }

  @Override
  public void gap(Gap gap) {
    gate.lock();
    try {
      Set<Span> late = new HashSet<>();
      noteIfLate(gap.machine(), Micros.notBefore(gap.from()), late);
      note(late);
      store.gap(gap);
    } finally {
      gate.unlock();
    }
  }

  private void noteIfLate(String machine, long time, Set<Span> late) {
    if (time < frontier) {
      long slot = time - time % SLOT;
      late.add(new Span(machine, slot, slot + SLOT));
    }
  }

  private synchronized void note(Set<Span> late) {
    List<Span> fresh = late.stream().filter(span -> !waiting.covers(span)).toList();
    if (!fresh.isEmpty()) {
      file.note(fresh, () -> known(fresh));
      fresh.forEach(waiting::add);
    }
  }

  private ProgressFile.Known known(List<Span> fresh) {
    Spans all = new Spans(waiting);
    all.add(inHand);
    fresh.forEach(all::add);
    return new ProgressFile.Known(mark, all);
  }

  @Override
  public String troubled() {
    return store.troubled();
  }

  @Override
  public Optional<String> flaw(Reading reading) {
    return store.flaw(reading);
  }

  /** Moves the frontier up to a time and hands out what lies before it: {@link #end} follows. */
  Work begin(long target) {
    gate.lock();
    try {
      frontier = Math.max(frontier, target);
      synchronized (this) {
        inHand = waiting;
        waiting = new Spans();
        return new Work(mark, frontier, new Spans(inHand));
      }
    } finally {
      gate.unlock();
    }
  }

  /**
   * Notes what was done.
   *
   * @param carried the new mark
   * @param left late stretches that wait still
   */
  synchronized void end(long carried, Spans left) {
    waiting.add(left);
    mark = carried;
    inHand = new Spans();
    file.write(new ProgressFile.Known(mark, waiting));
  }

  /** Up to when all of a machine is carried on. */
  synchronized long reach(String machine) {
    return Math.min(mark, Math.min(waiting.begin(machine), inHand.begin(machine)));
  }

  long mark() {
    return mark;
  }

  /** How many late stretches there are. */
  synchronized int late() {
    return waiting.size() + inHand.size();
  }

  @Override
  public synchronized void close() {
    file.close();
  }
}
