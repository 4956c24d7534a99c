package fucina.gateway.store.influx;

import fucina.gateway.store.Outflow;
import fucina.gateway.telemetry.Commits;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A store in memory: it keeps each reading once and hands them out in order of time. */
final class KeptReadings implements Commits, Outflow {
  private final Set<Reading> readings = new LinkedHashSet<>();
  private final Set<Gap> gaps = new LinkedHashSet<>();

  @Override
  public synchronized void commit(List<Reading> some) {
    readings.addAll(some);
  }

  @Override
  public synchronized void gap(Gap gap) {
    gaps.add(gap);
  }

  private synchronized List<Reading> ordered() {
    List<Reading> all = new ArrayList<>(readings);
    all.sort(Comparator.comparing(Reading::time));
    return all;
  }

  @Override
  public void readings(
      Optional<String> machine, Instant from, Instant to, Predicate<Reading> sink) {
    for (Reading reading : ordered()) {
      boolean wanted = machine.isEmpty() || machine.get().equals(reading.machine());
      if (wanted && within(reading.time(), from, to) && !sink.test(reading)) {
        return;
      }
    }
  }

  @Override
  public synchronized List<Gap> gapsBegun(Optional<String> machine, Instant from, Instant to) {
    return gaps.stream()
        .filter(gap -> machine.isEmpty() || machine.get().equals(gap.machine()))
        .filter(gap -> within(gap.from(), from, to))
        .toList();
  }

  private static boolean within(Instant time, Instant from, Instant to) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  @Override
  public boolean awaitVisible(Duration atMost) {
    return true;
  }
}
