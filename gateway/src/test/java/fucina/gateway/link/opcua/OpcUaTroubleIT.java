package fucina.gateway.link.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import fucina.gateway.link.FakeIntake;
import fucina.gateway.link.Fingerprint;
import fucina.gateway.link.LinkSettings;
import fucina.gateway.link.LinkState;
import fucina.gateway.link.MachineLink;
import fucina.gateway.link.MachineLink.Answer;
import fucina.gateway.link.MachineLinkContract.Call;
import fucina.gateway.link.SomeProfiles;
import fucina.gateway.link.TrustFolder;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.gateway.telemetry.Reading;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.OpcUaNode;
import fucina.profiles.Value;
import fucina.profiles.ValueType;
import fucina.simulators.machine.Fault;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong between a gateway and an OPC UA server, and what a technician then reads. */
@Timeout(400)
class OpcUaTroubleIT {
  private static final Duration PATIENCE = Patience.LONG;
  private static final String USUAL = "SignAndEncrypt/Basic256Sha256";
  private static final Duration AROUND = Duration.ofSeconds(5);
  private static final String LIVELY = "energy.power";
  private static final Call START = new Call(RobotBench.command("start"), Map.of());

  @TempDir private Path folder;
  private final FakeIntake intake = new FakeIntake();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = toClose.size() - 1; i >= 0; i--) {
      toClose.get(i).close();
    }
  }

  private RobotBench keep(RobotBench bench) {
    toClose.add(bench);
    return bench;
  }

  private MachineLink started(RobotBench bench, LinkSettings settings) {
    MachineLink link = bench.links.link(settings, intake, status -> {});
    toClose.add(link);
    link.start();
    return link;
  }

  private static void awaitState(MachineLink link, LinkState state) {
    await().atMost(PATIENCE).until(() -> link.status().state() == state);
  }

  private static Answer answer(MachineLink link, Call call) throws Exception {
    return link.execute(call.command(), call.arguments(), "job").get(60, TimeUnit.SECONDS);
  }

  @Test
  void strangersMeetOnceEachSideHasTrustedTheOther() {
    RobotBench bench = keep(RobotBench.strangers(folder));
    MachineLink link = started(bench, bench.settings());
    awaitState(link, LinkState.CERTIFICATE_UNTRUSTED);
    assertThat(bench.trust.list())
        .singleElement()
        .satisfies(e -> assertThat(e.machine()).isEqualTo("robot-1"))
        .satisfies(e -> assertThat(e.decision()).isEqualTo(TrustFolder.Decision.PENDING))
        .satisfies(e -> assertThat(link.status().detail()).contains(e.fingerprint()));

    bench.trustRobot();
    awaitState(link, LinkState.WAITING_FOR_TRUST);
    assertThat(link.status().detail())
        .contains("accept")
        .contains(Fingerprint.sha1(bench.links.ownCertificate()));

    bench.robot.trust(bench.links.ownCertificate());
    awaitState(link, LinkState.ONLINE);
    assertThat(link.status().detail()).isEmpty();
  }

  @Test
  void aRejectedCertificateIsNotConnectedTo() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    bench
        .trust
        .entries(Fingerprint.sha256(bench.robot.certificate()))
        .forEach(entry -> bench.trust.decide(entry, TrustFolder.Decision.REJECTED));
    MachineLink link = started(bench, bench.settings());
    awaitState(link, LinkState.CERTIFICATE_UNTRUSTED);
    assertThat(bench.trust.list())
        .extracting(TrustFolder.Entry::decision)
        .containsExactly(TrustFolder.Decision.REJECTED);
  }

  @Test
  void aWrongPasswordIsSaidSoAndNotRepeatedInTheSentence() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    MachineLink link = started(bench, bench.settings(RobotBench.PROFILE, USUAL, "wrong-password"));
    awaitState(link, LinkState.ACCESS_REFUSED);
    assertThat(link.status().detail()).contains("password").doesNotContain("wrong-password");
  }

  @Test
  void securityTheServerDoesNotOfferIsNeverReplacedByAWeakerOne() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    MachineLink link =
        started(bench, bench.settings(RobotBench.PROFILE, "Sign/Basic256Sha256", "secret"));
    awaitState(link, LinkState.MISCONFIGURED);
    assertThat(link.status().detail())
        .contains("does not offer Sign/Basic256Sha256")
        .contains(USUAL);
  }

  @Test
  void securityNobodyKnowsIsToldWithWhatWouldBeRight() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    MachineLink link =
        started(bench, bench.settings(RobotBench.PROFILE, "Encrypt/Rot13", "secret"));
    awaitState(link, LinkState.MISCONFIGURED);
    assertThat(link.status().detail()).contains("Encrypt/Rot13").contains(USUAL);
  }

  @Test
  void anAddressNobodyKnowsIsUnreachable() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    LinkSettings nowhere =
        new LinkSettings(
            "robot-1",
            RobotBench.PROFILE,
            "opc.tcp://robot-1.invalid:4840",
            USUAL,
            Optional.empty(),
            Optional.empty(),
            Map.of());
    MachineLink link = started(bench, nowhere);
    awaitState(link, LinkState.UNREACHABLE);
    assertThat(link.status().detail()).contains("robot-1.invalid").contains("no such host");
  }

  @Test
  void aSignalTheMachineDoesNotHaveIsNamedAndTheOthersGoOn() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    List<Signal> signals = new ArrayList<>(RobotBench.PROFILE.signals());
    signals.add(number("axis7.position", "nsu=urn:fucina:sim:robot;s=R1.NoSuchThing"));
    signals.add(number("gripper.force", "nsu=urn:nobody;s=R1.Gripper"));
    Profile profile = SomeProfiles.with(RobotBench.PROFILE, signals);
    MachineLink link = started(bench, bench.settings(profile, USUAL, "secret"));
    awaitState(link, LinkState.ONLINE);
    assertThat(link.status().detail())
        .contains("axis7.position (Bad_NodeIdUnknown: the machine has no such node)")
        .contains("gripper.force (unknown namespace");
    await().atMost(PATIENCE).until(() -> intake.last("axis1.position").isPresent());
  }

  @Test
  void aMachineWithNoneOfTheSignalsIsMisconfigured() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    Profile profile =
        SomeProfiles.with(
            RobotBench.PROFILE, List.of(number("x", "nsu=urn:fucina:sim:robot;s=Nothing")));
    MachineLink link = started(bench, bench.settings(profile, USUAL, "secret"));
    awaitState(link, LinkState.MISCONFIGURED);
    assertThat(link.status().detail()).contains("None of 1 signals");
  }

  @Test
  void aValueOfAnotherTypeIsADeadLetterAndTheSignalIsBad() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    Signal wrong =
        SomeProfiles.signal(
            "task.program",
            ValueType.NUMBER,
            new OpcUaNode(
                "nsu=urn:fucina:sim:robot;s=R1.Controllers.C1.TaskControls.T1.TaskControlOperation"
                    + ".TaskControlStateMachine.CurrentState"));
    List<Signal> signals = List.of(wrong, RobotBench.PROFILE.signals().get(0));
    Profile profile = SomeProfiles.with(RobotBench.PROFILE, signals);
    MachineLink link = started(bench, bench.settings(profile, USUAL, "secret"));
    awaitState(link, LinkState.ONLINE);
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs("task.program", r -> r.quality() == Quality.BAD));
    assertThat(bench.deadLetters.recent("robot-1").get(0).reason())
        .contains("task.program")
        .contains("sent a text");
  }

  @Test
  void whatWasMissedBetweenTwoSubscriptionsIsAGap() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    MachineLink link = started(bench, bench.settings());
    awaitState(link, LinkState.ONLINE);
    await().atMost(PATIENCE).until(() -> intake.of(LIVELY).size() > 3);
    Instant away = Instant.now();
    bench.robot.suffer(new Fault.Offline(true));
    Instant back = Instant.now();
    bench.robot.suffer(new Fault.Offline(false));
    await().atMost(PATIENCE).until(() -> !intake.gaps().isEmpty());
    assertThat(intake.gaps())
        .singleElement()
        .extracting(Gap::machine, Gap::signal, Gap::reason)
        .containsExactly("robot-1", "", "link-lost");
    assertThat(intake.gaps().get(0).from()).isBefore(away.plusSeconds(1));
    assertThat(intake.gaps().get(0).to()).isAfter(back.minusSeconds(1));
  }

  @Test
  void whatTheServerKeptWhileTheStoreStalledAndLostWithItsLifeIsInTheGap() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    MachineLink link = started(bench, bench.settings());
    awaitState(link, LinkState.ONLINE);
    await().atMost(PATIENCE).until(() -> intake.of(LIVELY).size() > 3);
    intake.hold();
    Patience.holds(Duration.ofSeconds(4), () -> link.status().state() == LinkState.ONLINE);
    bench.wire().goDumb();
    intake.release();
    await().atMost(PATIENCE).until(() -> link.status().state() != LinkState.ONLINE);
    Instant whole = intake.last(LIVELY).orElseThrow().time();
    bench.restart();
    bench.wire().mend();
    await().atMost(PATIENCE).until(() -> !intake.gaps().isEmpty());
    assertThat(intake.gaps().get(0).from()).isBeforeOrEqualTo(whole);
  }

  @Test
  void aStoreThatStallsForTenSecondsCostsGapsButNotTheSession() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    MachineLink link = started(bench, bench.settings());
    awaitState(link, LinkState.ONLINE);
    await().atMost(PATIENCE).until(() -> intake.of(LIVELY).size() > 3);
    intake.hold();
    Patience.holds(
        Duration.ofSeconds(10),
        () -> link.status().state() == LinkState.ONLINE && intake.heldOffers() < 20);
    intake.release();
    int before = intake.of(LIVELY).size();
    await().atMost(PATIENCE).until(() -> intake.of(LIVELY).size() > before + 10);
    assertThat(link.status().state()).isEqualTo(LinkState.ONLINE);
    assertThat(intake.gaps()).extracting(Gap::reason).isSubsetOf("overflow");
  }

  @Test
  void aStoreWithoutRoomForLongerThanItsPatienceLosesAndSaysSo() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    MachineLink link = started(bench, bench.settings());
    awaitState(link, LinkState.ONLINE);
    await().atMost(PATIENCE).until(() -> intake.of(LIVELY).size() > 3);
    intake.overload(true);
    await()
        .atMost(PATIENCE)
        .until(() -> intake.gaps().stream().anyMatch(gap -> gap.reason().equals("data-lost")));
    intake.overload(false);
    int before = intake.of(LIVELY).size();
    await().atMost(PATIENCE).until(() -> intake.of(LIVELY).size() > before + 5);
    assertThat(link.status().state()).isEqualTo(LinkState.ONLINE);
  }

  @Test
  void aProgramIsLoadedStartedFedAndStopsWhenTheFeedingStops() throws Exception {
    RobotBench bench = keep(RobotBench.trusting(folder));
    MachineLink link = started(bench, bench.settings());
    awaitState(link, LinkState.ONLINE);
    assertThat(answer(link, new Call(bench.taken(), bench.arguments())))
        .isInstanceOf(Answer.Accepted.class);
    assertThat(answer(link, START)).isInstanceOf(Answer.Accepted.class);
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs("task.state", r -> r.value().equals(Value.of("Executing"))));
    Patience.holds(
        Duration.ofSeconds(5),
        () -> {
          link.feedWatchdog();
          return intake.lastIs("task.state", r -> r.value().equals(Value.of("Executing")));
        });
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs("task.state", r -> r.value().equals(Value.of("Ready"))));
  }

  @Test
  void anArgumentTheMethodDoesNotTakeIsRejectedByItsName() throws Exception {
    RobotBench bench = keep(RobotBench.trusting(folder));
    MachineLink link = started(bench, bench.settings());
    awaitState(link, LinkState.ONLINE);
    Call stop = new Call(RobotBench.command("stop"), Map.of("StopMode", Value.of(99)));
    assertThat(answer(link, stop))
        .isInstanceOfSatisfying(
            Answer.Rejected.class,
            rejected -> assertThat(rejected.detail()).contains("Bad_InvalidArgument"));
  }

  @Test
  void theEmergencyStopArrivesAtOnceEvenThoughAxesArriveTenTimesASecond() {
    RobotBench bench = keep(RobotBench.trusting(folder));
    MachineLink link = started(bench, bench.settings());
    awaitState(link, LinkState.ONLINE);
    bench.robot.suffer(new Fault.EmergencyStop(true));
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs("robot.emergencyStop", r -> r.value().equals(Value.of(true))));
    // At once: nothing came before it that the robot measured more than a second after it.
    List<Reading> before =
        intake.durable().stream().takeWhile(r -> !tellsOfEmergencyStop(r)).toList();
    Instant pressed = intake.last("robot.emergencyStop").orElseThrow().time();
    assertThat(before).extracting(Reading::time).allMatch(pressed.plusSeconds(1)::isAfter);
  }

  private static boolean tellsOfEmergencyStop(Reading reading) {
    return reading.signal().equals("robot.emergencyStop") && reading.value().equals(Value.of(true));
  }

  @Test
  void aMachineWhoseClockIsAnHourBehindIsPlacedInOurTime() {
    Duration hour = Duration.ofHours(1);
    RobotBench bench = new RobotBench(folder, Clock.offset(Clock.systemUTC(), hour.negated()));
    keep(bench);
    bench.robot.trust(bench.links.ownCertificate());
    bench.trustRobot();
    MachineLink link = started(bench, bench.settings());
    awaitState(link, LinkState.ONLINE);
    // The server's own clock is right here; only what it stamps values with is off.
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                intake.lastIs(
                    LIVELY,
                    r -> Duration.between(r.time(), Instant.now()).abs().compareTo(AROUND) < 0));
    assertThat(intake.last(LIVELY))
        .get()
        .satisfies(
            r -> assertThat(Duration.between(r.sourceTime(), r.time())).isCloseTo(hour, AROUND));
  }

  @Test
  void fiveHundredFailedConnectsLeaveNoThreadAndNoMemoryBehind() throws Exception {
    RobotBench bench = keep(RobotBench.trusting(folder));
    OpcUaConnector connector = bench.links.connector();
    LinkSettings wrong = bench.settings(RobotBench.PROFILE, USUAL, "wrong");
    for (int i = 0; i < 20; i++) {
      attempt(connector, wrong);
    }
    int before = Thread.activeCount();
    long heap = heapMiB();
    for (int i = 0; i < 500; i++) {
      if (i == 40) {
        bench.wire().cut();
      }
      attempt(connector, wrong);
    }
    await().atMost(PATIENCE).until(() -> Thread.activeCount() <= before + 10);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(heapMiB()).isLessThan(heap + 24));
  }

  private static long heapMiB() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }

  private static void attempt(OpcUaConnector connector, LinkSettings settings) throws Exception {
    try {
      connector.open(settings, 2).close();
      throw new AssertionError("it connected");
    } catch (fucina.gateway.link.LinkFault expected) {
      assertThat(expected.state()).isIn(LinkState.ACCESS_REFUSED, LinkState.UNREACHABLE);
    }
  }

  @Test
  void aStartJustBeforeTheWatchdogBitesIsNotBitten() throws Exception {
    RobotBench bench = keep(RobotBench.trusting(folder));
    MachineLink link = started(bench, bench.settings());
    awaitState(link, LinkState.ONLINE);
    answer(link, new Call(bench.taken(), bench.arguments()));
    link.feedWatchdog();
    // The silence of three seconds would be over a moment after the start.
    await().pollDelay(Duration.ofMillis(2_900)).until(() -> true);
    assertThat(answer(link, START)).isInstanceOf(Answer.Accepted.class);
    Value executing = Value.of("Executing");
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs("task.state", r -> r.value().equals(executing)));
    // By the robot's own clock it ran until the silence after the start was over.
    await()
        .atMost(PATIENCE)
        .until(() -> intake.lastIs("task.state", r -> r.value().equals(Value.of("Ready"))));
    Instant ran =
        intake.of("task.state").stream()
            .filter(r -> r.value().equals(executing))
            .map(Reading::time)
            .findFirst()
            .orElseThrow();
    Instant stood =
        intake.of("task.state").stream()
            .filter(r -> r.value().equals(Value.of("Ready")) && r.time().isAfter(ran))
            .map(Reading::time)
            .findFirst()
            .orElseThrow();
    assertThat(Duration.between(ran, stood)).isGreaterThan(Duration.ofMillis(1_500));
  }

  private static Signal number(String name, String nodeId) {
    return SomeProfiles.signal(name, ValueType.NUMBER, new OpcUaNode(nodeId));
  }
}
