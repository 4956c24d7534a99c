package fucina.gateway.store.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.store.StoreFault;
import fucina.gateway.store.TimeSeriesStore;
import fucina.gateway.store.TimeSeriesStoreContract;
import fucina.gateway.store.questdb.QuestDbStore;
import fucina.gateway.telemetry.Commits;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every store keeps to, kept by the whole way through InfluxDB: committed to the embedded
 * store, carried on, and read back from InfluxDB alone.
 */
@Timeout(400)
class HistoryInfluxIT extends TimeSeriesStoreContract {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static Influxd influxd;

  @BeforeAll
  static void startInflux(@TempDir Path folder) throws IOException {
    influxd = new Influxd(folder);
  }

  @AfterAll
  static void stopInflux() throws InterruptedException {
    if (influxd != null) {
      influxd.close();
    }
  }

  @Override
  protected TimeSeriesStore open(Path dir) {
    return new CarriedStore(dir, influxd.settings("b" + Integer.toHexString(dir.hashCode())));
  }

  @Test
  void aPageThatEndsInTheMiddleOfAnInstantLosesNothing() {
    List<Reading> readings = new ArrayList<>();
    List<String> signals = new ArrayList<>();
    Instant nine = Instant.parse("2026-11-22T09:00:00Z");
    for (int signal = 0; signal < 7; signal++) {
      signals.add("s" + signal);
      for (int i = 0; i < 3_000; i++) {
        readings.add(reading("s" + signal, nine.plusMillis(i), Value.of(i)));
      }
    }
    store().commit(readings);
    List<Reading> raw = new ArrayList<>();
    store().raw("robot-1", signals, nine, nine.plusSeconds(60), raw::add);
    assertThat(raw).hasSize(readings.size());
    assertThat(new HashSet<>(raw)).isEqualTo(new HashSet<>(readings));
    assertThat(raw).isSortedAccordingTo((a, b) -> a.time().compareTo(b.time()));
  }

  /** The embedded store, InfluxDB behind it, and only InfluxDB asked. */
  private static final class CarriedStore implements TimeSeriesStore {
    private final QuestDbStore embedded;
    private final InfluxForwarder forwarder;
    private final InfluxHistory history;
    private boolean closed;

    CarriedStore(Path dir, InfluxSettings settings) {
      embedded =
          new QuestDbStore(dir.resolve("questdb"), new QuestDbStore.Settings(Optional.empty(), 0));
      forwarder =
          new InfluxForwarder(
              settings,
              dir.resolve("influx"),
              embedded,
              embedded.outflow(),
              InstantSource.system());
      history = new InfluxHistory(settings, InstantSource.system());
    }

    private Commits commits() {
      if (closed) {
        throw new StoreFault("the time-series store is closed");
      }
      return forwarder.commits();
    }

    @Override
    public void commit(List<Reading> readings) {
      commits().commit(readings);
    }

    @Override
    public void gap(Gap gap) {
      commits().gap(gap);
    }

    /** InfluxDB, once all that was committed before is there: a round may be under way now. */
    private InfluxHistory carried() {
      long now = forwarder.caughtUp();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> closed || forwarder.caughtUp() >= now + 2);
      return history;
    }

    @Override
    public List<Reading> latest(String machine, Instant since) {
      return carried().latest(machine, since);
    }

    @Override
    public List<Reading> newest(String machine, List<String> signals, Instant from, Instant to) {
      return carried().newest(machine, signals, from, to);
    }

    @Override
    public List<Bucket> buckets(
        String machine, String signal, Instant from, Instant to, Duration width) {
      return carried().buckets(machine, signal, from, to, width);
    }

    @Override
    public void raw(
        String machine, List<String> signals, Instant from, Instant to, Consumer<Reading> sink) {
      carried().raw(machine, signals, from, to, sink);
    }

    @Override
    public List<Gap> gaps(String machine, Instant from, Instant to) {
      return carried().gaps(machine, from, to);
    }

    @Override
    public boolean awaitVisible(Duration atMost) {
      return embedded.awaitVisible(atMost);
    }

    @Override
    public boolean healthy() {
      return embedded.healthy();
    }

    @Override
    public Optional<String> ailment() {
      return embedded.ailment();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        history.close();
        forwarder.close();
        embedded.close();
      }
    }
  }
}
