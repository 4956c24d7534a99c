package fucina.gateway.telemetry;

import fucina.profiles.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** A store in memory whose commits can be held up or made to fail. */
final class FakeStore implements Commits {
  private final List<List<Reading>> groups = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final Semaphore permits = new Semaphore(1_000_000);
  private int failures;
  private int tries;

  /** Holds every commit up from now on. */
  void block() {
    permits.drainPermits();
  }

  void unblock() {
    permits.release(1_000_000);
  }

  /** Whether a commit is being held up. */
  boolean holds() {
    return permits.hasQueuedThreads();
  }

  synchronized void failNext(int times) {
    failures = times;
  }

  @Override
  public void commit(List<Reading> readings) {
    permits.acquireUninterruptibly();
    synchronized (this) {
      tries++;
      if (failures > 0) {
        failures--;
        throw new IllegalStateException("the disk is away");
      }
      groups.add(List.copyOf(readings));
    }
  }

  @Override
  public void gap(Gap gap) {
    permits.acquireUninterruptibly();
    synchronized (this) {
      if (failures > 0) {
        failures--;
        throw new IllegalStateException("the disk is away");
      }
      gaps.add(gap);
    }
  }

  @Override
  public Optional<String> flaw(Reading reading) {
    return reading.value().equals(Value.of("poison"))
        ? Optional.of("it is poison")
        : Optional.empty();
  }

  synchronized List<List<Reading>> groups() {
    return List.copyOf(groups);
  }

  synchronized List<Reading> stored() {
    return groups.stream().flatMap(List::stream).toList();
  }

  synchronized List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  synchronized int tries() {
    return tries;
  }
}
