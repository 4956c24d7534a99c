package fucina.gateway.store.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fucina.gateway.store.StoreFault;
import fucina.gateway.store.influx.SomeInflux.Fault;
import fucina.gateway.telemetry.Commits;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each answer an InfluxDB may give, on the paths of 2.x and 3.x as they are documented: {@link
 * SomeInflux} gives them by hand, as neither can be had here. The real 1.6 is tried in {@code
 * ForwarderInfluxIT}.
 */
@Timeout(300)
class InfluxAnswersIT {
  private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final KeptReadings kept = new KeptReadings();
  private SomeInflux influx;

  /** Begun by each test. */
  @SuppressWarnings("NullAway.Init")
  private InfluxForwarder forwarder;

  @BeforeEach
  void start() throws Exception {
    influx = new SomeInflux("v2.7.12");
  }

  @AfterEach
  void stop() {
    if (forwarder != null) {
      forwarder.close();
    }
    influx.close();
  }

  private InfluxSettings settings(Duration answer) {
    InfluxSettings.Pace pace = Influxd.hurried();
    return new InfluxSettings(
        influx.url(),
        Optional.of(folder.resolve("token")).filter(Files::exists),
        "lab",
        "made",
        new InfluxSettings.Pace(
            pace.lag(), pace.pause(), answer, pace.shortest(), pace.longest(), pace.settings()));
  }

  private Commits forwarding(Duration answer) {
    forwarder =
        new InfluxForwarder(
            settings(answer), folder.resolve("influx"), kept, kept, InstantSource.system());
    return forwarder.commits();
  }

  private Commits forwarding() {
    return forwarding(Duration.ofSeconds(30));
  }

  private static List<Reading> numbers(int count) {
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      readings.add(number("a", NINE.plusMillis(i), i));
    }
    return readings;
  }

  private static Reading number(String signal, Instant time, double value) {
    return new Reading("robot-1", signal, time, time, Value.of(value), Quality.GOOD);
  }

  private static void eventually(Callable<Boolean> condition) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(condition);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2.7.12", "3.1.0", "1.8.10", ""})
  void versionsFromOneEightOnAreWrittenByThePathOfTwo(String version) throws Exception {
    try (SomeInflux other = new SomeInflux(version)) {
      influx.close();
      influx = other;
      forwarding().commit(numbers(3));
      eventually(() -> other.points().size() == 3);
      assertThat(other.points())
          .containsEntry(
              "telemetry,machine=robot-1,signal=a 1795338000002000000",
              "value=2.0,quality=\"good\"");
      assertThat(other.requests()).contains("POST /api/v2/write?org=made&bucket=lab&precision=ns");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504, 409})
  void aServerInTroubleIsAskedAgainAndNothingIsLost(int status) {
    influx.fails(Optional.of(Fault.of(status, "later")));
    Commits commits = forwarding();
    commits.commit(numbers(10));
    eventually(() -> forwarder.failures() >= 2);
    assertThat(forwarder.answering()).isFalse();
    commits.commit(List.of(number("b", NINE, 1)));
    influx.fails(Optional.empty());
    eventually(() -> influx.points().size() == 11);
    eventually(() -> forwarder.answering());
    assertThat(forwarder.setAside()).isZero();
  }

  @Test
  void aServerThatAsksForTimeIsGivenIt() {
    influx.fails(Optional.of(new Fault(429, "{}", Map.of("Retry-After", "3"))));
    forwarding().commit(numbers(1));
    eventually(() -> forwarder.failures() == 1);
    long asked = System.nanoTime();
    influx.fails(Optional.empty());
    eventually(() -> influx.points().size() == 1);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(forwarder.failures()).isEqualTo(1);
  }

  @Test
  void aServerThatNeverAnswersIsGivenUpAndAskedAgainWhileCommitsGoOn() {
    influx.mute(true);
    Commits commits = forwarding(Duration.ofMillis(500));
    commits.commit(numbers(10));
    eventually(() -> forwarder.failures() >= 1);
    commits.commit(List.of(number("b", NINE, 1)));
    influx.mute(false);
    eventually(() -> influx.points().size() == 11);
  }

  @Test
  void commitsWaitForNoAnswer() {
    influx.mute(true);
    Commits commits = forwarding(Duration.ofMinutes(10));
    commits.commit(numbers(1));
    eventually(
        () -> influx.requests().stream().anyMatch(request -> request.contains("/api/v2/write")));
    // The answer never comes: these would stand still for ten minutes.
    for (int i = 0; i < 100; i++) {
      commits.commit(List.of(number("b", NINE.plusSeconds(i), i)));
      commits.gap(new Gap("robot-1", "", NINE, NINE.plusSeconds(i), "link-lost"));
    }
    assertThat(forwarder.written()).isZero();
  }

  @Test
  void aTokenThatIsReplacedIsReadAgain() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "old\n");
    influx.wants("new");
    forwarding().commit(numbers(2));
    eventually(() -> forwarder.failures() >= 2);
    assertThat(influx.points()).isEmpty();
    Files.writeString(token, "new\n");
    eventually(() -> influx.points().size() == 2);
  }

  @Test
  void aBucketThatIsNotThereIsWaitedFor() {
    influx.fails(Optional.of(Fault.of(404, "bucket \\\"lab\\\" not found")));
    forwarding().commit(numbers(2));
    eventually(() -> forwarder.failures() >= 2);
    influx.fails(Optional.empty());
    eventually(() -> influx.points().size() == 2);
  }

  @Test
  void aPoisonedPointIsFoundSetAsideAndCountedAndTheRestGoesOn() throws Exception {
    influx.refuses("value=17.0");
    Commits commits = forwarding();
    commits.commit(numbers(1_000));
    eventually(() -> forwarder.setAside() == 1);
    eventually(
        () -> influx.points().keySet().stream().filter(p -> p.contains("robot-1")).count() == 999);
    assertThat(influx.points().values()).doesNotContain("value=17.0,quality=\"good\"");
    assertThat(Files.readString(folder.resolve("influx/set-aside.ndjson")))
        .contains("unable to parse it", "value=17.0");
    commits.commit(List.of(number("b", NINE, 1)));
    eventually(() -> influx.points().containsValue("value=1.0,quality=\"good\""));
  }

  @Test
  void aServerThatRefusesEvenASoundPointLosesNone() {
    influx.fails(Optional.of(Fault.of(400, "org is unknown")));
    forwarding().commit(numbers(4));
    eventually(() -> forwarder.failures() >= 2);
    assertThat(forwarder.setAside()).isZero();
    influx.fails(Optional.empty());
    eventually(() -> influx.points().size() >= 4);
  }

  @Test
  void tooMuchForOneRequestIsHalved() {
    influx.takesAtMost(300);
    forwarding().commit(numbers(1_000));
    eventually(() -> influx.points().size() == 1_000);
    assertThat(forwarder.setAside()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 422})
  void whatIsOlderThanTheServerKeepsIsCountedAndNotTriedAgain(int status) {
    influx.fails(
        Optional.of(
            Fault.of(
                status,
                "failure writing points to database: partial write: points beyond retention policy dropped=4")));
    forwarding().commit(numbers(10));
    eventually(() -> forwarder.tooOld() == 4);
    eventually(() -> forwarder.reach("robot-1").isAfter(NINE.plusSeconds(60)));
    assertThat(forwarder.written()).isEqualTo(6);
    assertThat(forwarder.setAside()).isZero();
  }

  @Test
  void anErrorInsideAnAnswerIsAnErrorAndANullIsNone() {
    try (InfluxHistory history =
        new InfluxHistory(settings(Duration.ofSeconds(30)), InstantSource.system())) {
      influx.says("{\"results\":[{\"statement_id\":0,\"error\":\"database not found: lab\"}]}");
      assertThatThrownBy(() -> history.latest("robot-1", NINE))
          .isInstanceOf(StoreFault.class)
          .hasMessageContaining("database not found: lab");
      influx.says(
          """
          {"results":[{"statement_id":0,"series":[{"name":"telemetry","tags":{"signal":"a"},
            "columns":["time","value","flag","text","nonfinite","quality","source"],
            "values":[[1795338000000000000,25,null,null,null,"good",null]]}]}]}
          """);
      assertThat(history.latest("robot-1", NINE)).containsExactly(number("a", NINE, 25));
    }
  }
}
