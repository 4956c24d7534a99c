package fucina.gateway.store.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is carried on to a real InfluxDB (1.6, as Debian has it) that is killed and that refuses.
 */
@Timeout(400)
class ForwarderInfluxIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static Influxd influxd;

  @TempDir private Path folder;
  private final KeptReadings kept = new KeptReadings();
  private final List<Reading> sent = new ArrayList<>();
  private final Instant begin =
      InstantSource.system().instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
  private InfluxSettings settings;
  private InfluxForwarder forwarder;

  @BeforeAll
  static void startInflux(@TempDir Path data) throws IOException {
    influxd = new Influxd(data);
  }

  @AfterAll
  static void stopInflux() throws InterruptedException {
    if (influxd != null) {
      influxd.close();
    }
  }

  @BeforeEach
  void start(TestInfo test) {
    settings = influxd.settings(test.getTestMethod().orElseThrow().getName());
    forwarder = forwarding();
  }

  @AfterEach
  void stop() {
    forwarder.close();
  }

  private InfluxForwarder forwarding() {
    return new InfluxForwarder(
        settings, folder.resolve("influx"), kept, kept, InstantSource.system());
  }

  private Reading number(Instant time, double value) {
    return new Reading("robot-1", "a", time, time, Value.of(value), Quality.GOOD);
  }

  private void commit(Reading... readings) {
    forwarder.commits().commit(List.of(readings));
    sent.addAll(List.of(readings));
  }

  private static void eventually(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  private void caughtUp() {
    long now = forwarder.caughtUp();
    eventually(() -> forwarder.caughtUp() >= now + 2);
  }

  private List<Reading> held() {
    List<Reading> held = new ArrayList<>();
    try (InfluxHistory history = new InfluxHistory(settings, InstantSource.system())) {
      history.raw(
          "robot-1", List.of("a", "b"), Instant.EPOCH, begin.plusSeconds(86_400), held::add);
    }
    return held;
  }

  @Test
  void anInfluxKilledInTheMiddleGetsAllOnceItIsBack() throws Exception {
    for (int i = 0; i < 300; i++) {
      commit(number(begin.minusSeconds(60).plusMillis(i), i));
      if (i == 100) {
        eventually(() -> forwarder.written() > 0);
        influxd.kill();
      }
      if (i == 200) {
        eventually(() -> forwarder.failures() > 0);
      }
    }
    // What came while it was away, some of it hours late.
    commit(number(begin.minusSeconds(7_200), -1), number(begin.minusSeconds(86_400), -2));
    influxd.start();
    caughtUp();
    assertThat(held()).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(forwarder.answering()).isTrue();
  }

  @Test
  void aForwarderThatEndsInTheMiddleIsTakenUpByTheNext() throws Exception {
    commit(number(begin.minusSeconds(30), 1));
    caughtUp();
    influxd.kill();
    commit(number(begin.minusSeconds(20), 2), number(begin.minusSeconds(3_000), 3));
    // The mark is past these: without the note on the disk nobody would look for them again.
    forwarder.close();
    influxd.start();
    forwarder = forwarding();
    caughtUp();
    assertThat(held()).containsExactlyInAnyOrderElementsOf(sent);
  }

  @Test
  void whatAShardRefusesIsSetAsideAndTheRestOfItIsNot() throws Exception {
    Instant old = begin.minusSeconds(40 * 86_400L);
    influxd.command("CREATE DATABASE \"" + settings.database() + "\"");
    // Somebody wrote a number into the text field weeks ago: that shard takes no text any more.
    long nanos = Micros.of(old.plusSeconds(1)) * Micros.NANOS;
    influxd.write(settings.database(), "telemetry,machine=x,signal=y text=1 " + nanos);
    for (int i = 0; i < 200; i++) {
      commit(number(old.plusMillis(i), i));
    }
    Reading text =
        new Reading(
            "robot-1", "b", old.plusMillis(70), old.plusMillis(70), Value.of("x"), Quality.GOOD);
    forwarder.commits().commit(List.of(text));
    caughtUp();
    assertThat(held()).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(forwarder.setAside()).isGreaterThanOrEqualTo(1);
    assertThat(Files.readString(folder.resolve("influx/set-aside.ndjson")))
        .contains("field type conflict", "signal=b");
    commit(number(begin.minusSeconds(9), 9));
    caughtUp();
    assertThat(held()).hasSize(201);
  }

  @Test
  void whatIsOlderThanItKeepsIsCounted() throws Exception {
    influxd.command("CREATE DATABASE \"" + settings.database() + "\" WITH DURATION 1h");
    forwarder.commits().commit(List.of(number(begin.minusSeconds(90_000), 1)));
    commit(number(begin.minusSeconds(10), 2));
    caughtUp();
    assertThat(held()).containsExactlyElementsOf(sent);
    assertThat(forwarder.tooOld()).isGreaterThanOrEqualTo(1);
    assertThat(forwarder.setAside()).isZero();
  }

  @Test
  void twoValuesOfOneTickThatComeApartAreBothThereAndStayOnce() {
    Instant tick = begin.minusSeconds(40);
    commit(number(tick, 2));
    caughtUp();
    commit(number(tick, 1));
    caughtUp();
    commit(new Reading("robot-1", "a", tick, tick, Value.of("one"), Quality.BAD));
    commit(new Reading("robot-1", "a", tick.minusSeconds(9), tick, Value.of(1), Quality.GOOD));
    caughtUp();
    assertThat(new HashSet<>(held())).isEqualTo(new HashSet<>(sent));
    List<Map<String, String>> counted =
        influxd.ask(settings.bucket(), "SELECT count(value), count(text) FROM telemetry");
    assertThat(counted).singleElement().extracting(row -> row.get("count")).isEqualTo("3");
  }
}
