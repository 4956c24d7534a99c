package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.link.LastKnown;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineClock;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.Notebook;
import fucina.gateway.link.SignalStatus;
import fucina.gateway.link.SomeProfiles;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Deadband;
import fucina.profiles.Monitoring;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.OpcUaNode;
import fucina.profiles.StorePolicy;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What single signals of a server of another stack ask of the link. */
@Timeout(240)
class OpcUaSignalsIT {
  @TempDir private Path folder;
  private ForeignBench bench;
  private Optional<MachineLink> link = Optional.empty();

  @BeforeEach
  void open() throws Exception {
    bench = new ForeignBench(folder);
  }

  @AfterEach
  void close() {
    link.ifPresent(MachineLink::close);
    bench.close();
  }

  private MachineLink online(Signal... signals) {
    MachineLink online = bench.online(bench.settings(signals));
    link = Optional.of(online);
    return online;
  }

  @Test
  void fieldsOfAMakersOwnStructureAreSignals() throws Exception {
    bench.server.start("accept");
    MachineLink online = online(field("height", ValueType.NUMBER), field("tool", ValueType.STRING));
    bench.hear("height");
    assertThat(bench.intake.of("height")).extracting(ForeignBench::value).doesNotHaveDuplicates();
    await().until(() -> bench.intake.lastIs("tool", r -> r.value().equals(Value.of("T1"))));
    assertThat(online.status().detail()).isEmpty();
  }

  @Test
  void aPercentDeadbandIsOfTheServersRange() throws Exception {
    bench.server.start("accept");
    online(percent("Level"), ForeignBench.number("Plain"));
    // Level counts with Plain, up to 99: five percent of 0 to 200 are ten.
    await().until(() -> bench.intake.lastIs("Plain", r -> ForeignBench.value(r) > 50));
    assertThat(steps("Level")).isNotEmpty().allMatch(step -> Math.abs(step) > 10);
  }

  @Test
  void aPercentDeadbandIsAppliedHereWhereTheServerKnowsNoFilters() throws Exception {
    bench.server.start("accept", "nofilter");
    MachineLink online = online(percent("Level"), ForeignBench.number("Plain"));
    await().until(() -> bench.intake.lastIs("Plain", r -> ForeignBench.value(r) > 50));
    assertThat(steps("Level")).isNotEmpty().allMatch(step -> Math.abs(step) > 10);
    assertThat(ForeignBench.status(online, "Level").state()).isEqualTo(SignalStatus.State.FLOWING);
  }

  @Test
  void whatAnOverflowedQueueLostIsReadFromTheHistoryOrDeclared() throws Exception {
    bench.server.start("accept");
    online(narrow("Counter"), narrow("Plain"));
    await().until(() -> bench.intake.lastIs("Counter", r -> ForeignBench.value(r) > 40));
    await().untilAsserted(() -> assertThat(bench.unexplained("Counter")).isEmpty());
    await().untilAsserted(() -> assertThat(bench.unexplained("Plain")).isEmpty());
    assertThat(bench.intake.gaps())
        .isNotEmpty()
        .allSatisfy(gap -> assertThat(gap.signal()).isEqualTo("Plain"))
        .extracting(Gap::reason)
        .containsOnly("overflow");
    // Read from the history, the values between those that were notified are there too.
    assertThat(bench.intake.of("Counter").size())
        .isGreaterThan(2 * bench.intake.of("Plain").size());
  }

  @Test
  void aServerThatTakesFewItemsAtOnceWithoutSayingSoGetsAllOfThem() throws Exception {
    bench.server.start("accept", "unsaid");
    List<Signal> signals = new ArrayList<>();
    for (String name :
        List.of("Counter", "Plain", "Mode", "Celsius", "Level", "SetInt32", "SetDouble")) {
      signals.add(ForeignBench.number(name));
    }
    signals.add(ForeignBench.number("NoSuchThing"));
    MachineLink online = online(signals.toArray(Signal[]::new));
    for (Signal signal : signals.subList(0, 7)) {
      await().until(() -> bench.intake.last(signal.name()).isPresent());
    }
    assertThat(ForeignBench.status(online, "NoSuchThing").state())
        .isEqualTo(SignalStatus.State.SET_ASIDE);
  }

  @Test
  void aSignalThatItsSubscriptionForgotIsFoundByComparingAndAskedForAnew() throws Exception {
    bench.server.start("accept");
    LinkSettings settings =
        bench.settings(ForeignBench.number("Plain"), ForeignBench.number("Counter"));
    bench.online(settings).close();
    try (OpcUaConnector.Opened opened = bench.links.connector().open(settings, 3)) {
      OpcUaConnection connection =
          OpcUaConnection.over(opened, settings, decoder(), bench.links.events());
      connection.subscribe();
      bench.hear("Plain");
      bench.server.say("forget Plain");
      // What is late by less than five seconds may still come.
      await().until(() -> time("Counter").isAfter(time("Plain").plusSeconds(8)));
      connection.compare();
      Instant compared = bench.clock.instant();
      await()
          .until(
              () -> {
                connection.tend();
                return time("Plain").isAfter(compared.plusSeconds(1));
              });
      bench.hear("Plain");
    }
  }

  @Test
  void aNodeThatVanishesUntoldIsSetAsideByComparing() throws Exception {
    bench.server.start("accept");
    LinkSettings settings =
        bench.settings(ForeignBench.number("Celsius"), ForeignBench.number("Counter"));
    bench.online(settings).close();
    try (OpcUaConnector.Opened opened = bench.links.connector().open(settings, 3)) {
      OpcUaConnection connection =
          OpcUaConnection.over(opened, settings, decoder(), bench.links.events());
      connection.subscribe();
      bench.hear("Counter");
      bench.server.say("forget Celsius");
      bench.server.say("vanish Celsius");
      await()
          .until(
              () -> {
                connection.compare();
                return connection.signals().get(0).state() == SignalStatus.State.SET_ASIDE;
              });
      assertThat(connection.signals().get(0).detail()).contains("Bad_NodeIdUnknown");
      bench.hear("Counter");
    }
  }

  @Test
  void aTextOfFiveMegabytesCostsItsSignalAndNoOther() throws Exception {
    bench.server.start("accept");
    Signal text =
        SomeProfiles.signal("Text", ValueType.STRING, new OpcUaNode("nsu=urn:test:plc;s=Text"));
    MachineLink online = online(text, ForeignBench.number("Plain"));
    await().until(() -> bench.intake.last("Text").isPresent());
    bench.server.say("text 5000000");
    await().until(() -> bench.intake.lastIs("Text", r -> r.quality() == Quality.BAD));
    bench.hear("Plain");
    assertThat(bench.unexplained("Plain")).isEmpty();
    assertThat(bench.intake.gaps()).isEmpty();
    SignalStatus status = ForeignBench.status(online, "Text");
    assertThat(status.state()).isEqualTo(SignalStatus.State.DOUBTFUL);
    assertThat(status.detail()).contains("Text");
    assertThat(online.status().state()).isEqualTo(LinkState.ONLINE);
  }

  @Test
  void notificationsThatThreadsWouldLetOvertakeEachOtherStayInOrder() throws Exception {
    bench.server.start("accept");
    LinkSettings settings = bench.settings(ForeignBench.number("Plain"));
    bench.online(settings).close();
    int before = bench.intake.durable().size();
    OpcUaConnector plain = bench.links.connector();
    try (Busy busy = new Busy();
        OpcUaConnector.Opened opened =
            new OpcUaConnector(
                    plain.certificates(),
                    plain.cells(),
                    plain.applicationUri(),
                    plain.trust(),
                    busy,
                    plain.clock())
                .open(settings, 3)) {
      OpcUaConnection connection =
          OpcUaConnection.over(opened, settings, decoder(), bench.links.events());
      connection.subscribe();
      busy.upset = true;
      await().atMost(Patience.LONG).until(() -> bench.intake.durable().size() > before + 40);
      connection.compare();
      List<Double> heard =
          bench.intake.durable().subList(before, before + 40).stream()
              .map(ForeignBench::value)
              .toList();
      assertThat(heard)
          .isEqualTo(
              Stream.iterate(heard.get(0), number -> number + 1).limit(heard.size()).toList());
      assertThat(bench.intake.gaps()).isEmpty();
    }
  }

  /** Threads that begin what they are given when they get to it, as on a busy machine. */
  private static final class Busy extends ScheduledThreadPoolExecutor implements AutoCloseable {
    private static final int MOST_MILLIS = 300;
    private final Random random = new Random(1);
    private volatile boolean upset;

    Busy() {
      super(16);
    }

    @Override
    public void execute(Runnable work) {
      schedule(work, upset ? random.nextInt(MOST_MILLIS) : 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      shutdownNow();
    }
  }

  @Test
  void aMachineWhoseCertificateComesToItsEndIsToldWhileItGoesOn() throws Exception {
    bench.server.start("accept");
    link = Optional.of(bench.online(bench.settings(ForeignBench.number("Plain"))));
    assertThat(link.orElseThrow().status().detail()).isEmpty();
    link.orElseThrow().close();
    Duration untilItsEnd =
        Duration.between(bench.clock.instant(), bench.trust.list().get(0).notAfter());
    bench.advance(untilItsEnd.minusDays(10));
    link = Optional.of(bench.online(bench.settings(ForeignBench.number("Plain"))));
    await()
        .untilAsserted(
            () ->
                assertThat(link.orElseThrow().status().detail())
                    .contains("certificate expires on"));
    assertThat(link.orElseThrow().status().state()).isEqualTo(LinkState.ONLINE);
    bench.advance(untilItsEnd.plusDays(1));
    await()
        .untilAsserted(
            () ->
                assertThat(link.orElseThrow().status().detail())
                    .contains("certificate expired on"));
    assertThat(link.orElseThrow().status().state()).isEqualTo(LinkState.ONLINE);
  }

  private Instant time(String signal) {
    return bench.intake.last(signal).map(Reading::time).orElse(Instant.MIN);
  }

  private OpcUaDecoder decoder() {
    return new OpcUaDecoder(
        "plc-1",
        new LastKnown("plc-1"),
        new MachineClock("plc-1", new Notebook(folder.resolve("compared"))),
        bench.deadLetters,
        bench.intake,
        bench.clock,
        new SourceSkew(),
        new Continuity(new Owed("m", new Notebook(folder.resolve("owed")))));
  }

  private List<Double> steps(String signal) {
    List<Double> values =
        bench.intake.of(signal).stream().map(ForeignBench::value).distinct().toList();
    List<Double> steps = new ArrayList<>();
    for (int i = 1; i < values.size(); i++) {
      steps.add(values.get(i) - values.get(i - 1));
    }
    return steps;
  }

  private static Signal field(String name, ValueType type) {
    return SomeProfiles.signal(
        name, type, new OpcUaNode(ForeignBench.path("Pose"), Optional.empty(), List.of(name)));
  }

  private static Signal percent(String name) {
    return watched(
        name,
        new Monitoring(
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Optional.empty(),
            new Deadband.Percent(5)));
  }

  /** Five to ten values come in between two publishings, of which the server keeps two. */
  private static Signal narrow(String name) {
    return watched(
        name,
        new Monitoring(
            Duration.ofMillis(50), Duration.ofSeconds(2), Optional.of(2), Deadband.NONE));
  }

  private static Signal watched(String name, Monitoring monitoring) {
    Signal plain = ForeignBench.number(name);
    return new Signal(
        plain.name(),
        plain.title(),
        plain.type(),
        plain.unit(),
        Optional.of(0.0),
        Optional.of(100.0),
        plain.enumeration(),
        plain.texts(),
        plain.role(),
        monitoring,
        StorePolicy.EVERYTHING,
        List.of(),
        plain.address());
  }
}
