package fucina.gateway.store.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fucina.gateway.store.StoreFault;
import fucina.gateway.store.TimeSeriesStore.Bucket;
import fucina.gateway.store.questdb.QuestDbStore;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who answers for which stretch: InfluxDB (1.6, real) is given other values than the embedded
 * store, a hundred more, so that an answer says where it comes from.
 */
@Timeout(300)
class DividedHistoryInfluxIT {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
  private static final Instant HALF = NINE.plusSeconds(30);
  private static final Instant END = NINE.plusSeconds(60);

  @TempDir private Path folder;
  private Influxd influxd;
  private QuestDbStore embedded;
  private Instant reached = HALF;
  private ForwardedHistory history;

  @BeforeEach
  void start() throws Exception {
    influxd = new Influxd(folder);
    embedded =
        new QuestDbStore(folder.resolve("questdb"), new QuestDbStore.Settings(Optional.empty(), 0));
    influxd.command("CREATE DATABASE lab");
    List<Reading> here = new ArrayList<>();
    List<Reading> there = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      here.add(number(i, i));
      there.add(number(i, 100 + i));
    }
    embedded.commit(here);
    influxd.write("lab", String.join("\n", new Points((what, why) -> {}).of(there)));
    history =
        new ForwardedHistory(
            embedded,
            new InfluxHistory(influxd.settings("lab"), InstantSource.system()),
            machine -> reached);
  }

  @AfterEach
  void stop() throws Exception {
    if (history != null) {
      history.close();
      embedded.close();
    }
    if (influxd != null) {
      influxd.close();
    }
  }

  private static Reading number(int second, double value) {
    Instant time = NINE.plusSeconds(second);
    return new Reading("robot-1", "a", time, time, Value.of(value), Quality.GOOD);
  }

  private List<Double> raw() {
    List<Double> values = new ArrayList<>();
    history.raw(
        "robot-1",
        List.of("a"),
        NINE,
        END,
        reading -> values.add(((Value.Number) reading.value()).value()));
    return values;
  }

  @Test
  void upToWhereAllIsCarriedOnInfluxAnswersAndFromThereTheEmbeddedStore() {
    assertThat(raw()).hasSize(60).startsWith(100.0, 101.0).contains(129.0, 30.0).endsWith(59.0);
    reached = END;
    assertThat(raw()).hasSize(60).allMatch(value -> value >= 100);
    reached = Instant.EPOCH;
    assertThat(raw()).hasSize(60).allMatch(value -> value < 60);
  }

  @Test
  void aBucketIsAnsweredByOneOfThem() {
    reached = HALF.plusSeconds(5);
    List<Bucket> buckets = history.buckets("robot-1", "a", NINE, END, Duration.ofSeconds(10));
    assertThat(buckets).extracting(Bucket::count).containsOnly(10L).hasSize(6);
    assertThat(buckets)
        .extracting(Bucket::min)
        .containsExactly(100.0, 110.0, 120.0, 30.0, 40.0, 50.0);
    reached = END;
    assertThat(history.buckets("robot-1", "a", NINE, END, Duration.ofMinutes(1)))
        .singleElement()
        .extracting(Bucket::max)
        .isEqualTo(159.0);
  }

  @Test
  void theNewestComesFromWhereItIsAndTheLatestFromTheEmbeddedStore() {
    assertThat(history.newest("robot-1", List.of("a", "b"), NINE, END))
        .containsExactly(number(59, 59));
    assertThat(history.newest("robot-1", List.of("a", "b"), NINE, HALF))
        .containsExactly(number(29, 129));
    assertThat(history.latest("robot-1", NINE)).containsExactly(number(59, 59));
  }

  @Test
  void withoutInfluxWhatIsOlderIsAFaultAndWhatIsNewerIsAnswered() throws Exception {
    influxd.kill();
    assertThatThrownBy(this::raw)
        .isInstanceOf(StoreFault.class)
        .hasMessageContaining("InfluxDB does not answer");
    reached = Instant.EPOCH;
    assertThat(raw()).hasSize(60);
    assertThat(history.healthy()).isTrue();
  }
}
