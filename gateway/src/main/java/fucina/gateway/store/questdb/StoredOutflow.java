package fucina.gateway.store.questdb;

import fucina.gateway.store.Outflow;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What lies in the tables, for those who carry it on. */
record StoredOutflow(QuestDbStore store, QuestDb db, History history) implements Outflow {

  @Override
  public void readings(
      Optional<String> machine, Instant from, Instant to, Predicate<Reading> sink) {
    store.readNow(
        () -> {
          history.all(
              machine, StoredRows.between(Micros.notBefore(from), Micros.notBefore(to)), sink);
          return machine;
        });
  }

  @Override
  public List<Gap> gapsBegun(Optional<String> machine, Instant from, Instant to) {
    return store.readNow(
        () -> StoredGaps.begun(db, machine, Micros.notBefore(from), Micros.notBefore(to)));
  }

  @Override
  public boolean awaitVisible(Duration atMost) {
    return store.awaitVisible(atMost);
  }
}
