package fucina.gateway.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells readings that can be stored from those that never can. Thread-safe. */
final class SoundReadings {
  private static final Logger LOG = LoggerFactory.getLogger(SoundReadings.class);

  /** So many different flaws are logged, the rest only counted. */
  private static final int MANY_FLAWS = 1_000;

  private static final int LONGEST_NAME = 255;

  private final Commits store;
  private final IntakeCounts counts;
  private final Set<String> flawed = ConcurrentHashMap.newKeySet();

  SoundReadings(Commits store, IntakeCounts counts) {
    this.store = store;
    this.counts = counts;
  }

  /** Those that can be stored; the rest is logged and counted. */
  List<Reading> of(List<Reading> readings) {
    List<Reading> storable = new ArrayList<>(readings.size());
    for (Reading reading : readings) {
      Optional<String> flaw = flaw(reading);
      if (flaw.isEmpty()) {
        storable.add(reading);
      } else {
        deadLetter(reading, flaw.get());
      }
    }
    return storable;
  }

  private Optional<String> flaw(Reading reading) {
    if (badName(reading.machine()) || badName(reading.signal())) {
      return Optional.of("its machine or signal has no name, or one too long");
    }
    if (reading.time().isBefore(Instant.EPOCH) || reading.sourceTime().isBefore(Instant.EPOCH)) {
      return Optional.of("its time lies before 1970");
    }
    return store.flaw(reading);
  }

  private static boolean badName(String name) {
    return name.isEmpty() || name.length() > LONGEST_NAME;
  }

  private void deadLetter(Reading reading, String flaw) {
    counts.unstorable.increment();
    String what = reading.machine() + "/" + reading.signal() + ": " + flaw;
    if (flawed.size() < MANY_FLAWS && flawed.add(what)) {
      LOG.warn("a reading can never be stored and is left out (said once): {}", what);
    }
  }
}
