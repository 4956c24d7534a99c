package fucina.gateway.link;

import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Intake;
import fucina.gateway.telemetry.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** An intake that commits at once, never, or refuses, as the test wants it. */
public final class FakeIntake implements Intake {
  private final List<Reading> durable = new ArrayList<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private boolean holding;
  private boolean overloaded;

  private record Held(List<Reading> readings, CompletableFuture<Void> done) {}

  @Override
  public synchronized CompletableFuture<Void> offer(List<Reading> readings) {
    if (overloaded) {
      return CompletableFuture.failedFuture(new Overloaded("full"));
    }
    if (holding) {
      Held one = new Held(List.copyOf(readings), new CompletableFuture<>());
      held.add(one);
      return one.done();
    }
    durable.addAll(readings);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized CompletableFuture<Void> gap(Gap gap) {
    gaps.add(gap);
    return CompletableFuture.completedFuture(null);
  }

  /** From now on nothing becomes durable. */
  public synchronized void hold() {
    holding = true;
  }

  /** What was held becomes durable, and all that comes. */
  public void release() {
    List<Held> all;
    synchronized (this) {
      holding = false;
      all = List.copyOf(held);
      held.clear();
      all.forEach(one -> durable.addAll(one.readings()));
    }
    all.forEach(one -> one.done().complete(null));
  }

  /** From now on there is no room, or there is again. */
  public synchronized void overload(boolean now) {
    overloaded = now;
  }

  public synchronized int heldOffers() {
    return held.size();
  }

  public synchronized List<Reading> durable() {
    return List.copyOf(durable);
  }

  public synchronized List<Gap> gaps() {
    return List.copyOf(gaps);
  }

  /** The readings of a signal, in the order they came. */
  public List<Reading> of(String signal) {
    return durable().stream().filter(r -> r.signal().equals(signal)).toList();
  }

  public Optional<Reading> last(String signal) {
    List<Reading> all = of(signal);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  public boolean lastIs(String signal, Predicate<Reading> wanted) {
    return last(signal).filter(wanted).isPresent();
  }
}
