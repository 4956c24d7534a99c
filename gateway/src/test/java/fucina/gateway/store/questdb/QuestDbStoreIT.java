package fucina.gateway.store.questdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.store.StoreFault;
import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.store.TimeSeriesStoreContract;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestDbStoreIT extends TimeSeriesStoreContract {
  private static final QuestDbStore.Settings NO_FLOOR =
      new QuestDbStore.Settings(Optional.empty(), 0);

  @Override
  protected TimeSeriesStore open(Path dir) {
    return new QuestDbStore(dir, NO_FLOOR);
  }

  @Test
  void aFolderInUseIsRefusedInOneSentence(@TempDir Path folder) {
    try (TimeSeriesStore first = open(folder)) {
      assertThatThrownBy(() -> open(folder))
          .isInstanceOf(StoreFault.class)
          .hasMessage("The data folder " + folder + " is in use by another process.");
      assertThat(first.healthy()).isTrue();
    }
    open(folder).close();
  }

  @Test
  void belowTheDiskFloorNothingIsCommitted(@TempDir Path folder) {
    try (TimeSeriesStore store =
        new QuestDbStore(folder, new QuestDbStore.Settings(Optional.empty(), Long.MAX_VALUE))) {
      assertThatThrownBy(() -> store.commit(java.util.List.of()))
          .isInstanceOf(StoreFault.class)
          .hasMessageContaining("disk");
      assertThat(store.healthy()).isFalse();
      assertThat(store.troubled()).as("the reason of a gap").isEqualTo("disk-floor");
    }
  }

  @Test
  void whatNoRowCanHoldIsAFlaw() {
    Instant now = Instant.parse("2026-11-22T09:00:00Z");
    assertThat(store().flaw(reading("a", now, Value.of(1)))).isEmpty();
    assertThat(store().flaw(reading("a", Instant.parse("1969-12-31T23:59:59Z"), Value.of(1))))
        .isPresent();
    assertThat(store().flaw(reading("a", Instant.MAX, Value.of(1)))).isPresent();
    assertThat(store().flaw(reading("a", now, Value.of("x".repeat(40_000))))).isPresent();
    assertThat(store().flaw(new Reading("a/b", "c", now, now, Value.of(1), Quality.GOOD)))
        .isPresent();
    assertThat(store().flaw(new Reading("a", "c", Instant.MIN, now, Value.of(1), Quality.GOOD)))
        .isPresent();
  }
}
