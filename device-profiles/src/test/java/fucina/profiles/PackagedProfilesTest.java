package fucina.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The packaged profiles keep to more than the reader asks of any profile. */
final class PackagedProfilesTest {
  private static final Catalogue CATALOGUE = Catalogue.builtIn();

  static Stream<Profile> packaged() {
    return CATALOGUE.profiles().stream();
  }

  private static Profile profile(String id) {
    return CATALOGUE.profile(id).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void everyTitleStandsInBothLanguages(Profile profile) {
    Draft draft = new Draft(PartReader.read(profile.source(), new Flaws()).orElseThrow());
    Stream<Part> titled =
        Stream.of(
                Stream.of(draft.root()),
                draft.signals().values().stream().map(DraftSignal::part),
                draft.commands().values().stream().map(DraftCommand::part),
                draft.commands().values().stream()
                    .flatMap(c -> c.argumentParts().values().stream()))
            .flatMap(parts -> parts);

    assertThat(titled)
        .allSatisfy(
            part ->
                assertThat(part.block("titles").flatMap(titles -> titles.text("it"))).isPresent());
  }

  /** Those that can be started from here; the others are only watched. */
  static Stream<Profile> started() {
    return packaged()
        .filter(
            profile -> profile.commands().stream().anyMatch(c -> c.kind() == Command.Kind.MOTION));
  }

  /** Those that a simulated machine of the demo plays. */
  static Stream<Profile> simulated() {
    return Stream.of("line-packml", "line-sparkplug", "printer-fff-klipper", "robot-arm-6axis")
        .map(PackagedProfilesTest::profile);
  }

  @Test
  void aMachineThatIsOnlyWatchedHasNothingToStartIt() {
    assertThat(packaged().filter(profile -> started().noneMatch(profile::equals)))
        .extracting(Profile::id)
        .containsExactly(
            "energy-meter-opcua",
            "lab-device-lads",
            "printer-fff-octoprint",
            "robot-arm-monitored",
            "sensor-mqtt");
  }

  @ParameterizedTest
  @MethodSource("started")
  void everyMotionAsksConsentAndIsConfirmedByMeasuredState(Profile profile) {
    assertThat(profile.commands().stream().filter(c -> c.kind() == Command.Kind.MOTION))
        .isNotEmpty()
        .allSatisfy(
            command -> {
              assertThat(command.consentRequired()).isTrue();
              assertThat(command.preconditions()).isNotEmpty();
              assertThat(command.confirmation()).isPresent();
            });
    assertThat(profile.end()).isPresent();
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void everyStopIsConfirmedByMeasuredStateAndHeldBackByNothing(Profile profile) {
    assertThat(profile.commands().stream().filter(c -> c.kind() == Command.Kind.STOP))
        .allSatisfy(
            command -> {
              assertThat(command.consentRequired()).isFalse();
              assertThat(command.preconditions()).isEmpty();
              assertThat(command.confirmation()).isPresent();
            });
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void statesAndCountersKeepEveryChange(Profile profile) {
    assertThat(profile.signals().stream().filter(signal -> signal.deadband() > 0))
        .allSatisfy(
            signal -> {
              assertThat(signal.type()).isEqualTo(ValueType.NUMBER);
              assertThat(signal.role()).isNotEqualTo(Signal.Role.ENERGY_COUNTER);
            });
  }

  @ParameterizedTest
  @MethodSource("started")
  void everyStartHasAStop(Profile profile) {
    assertThat(profile.commands()).anyMatch(c -> c.kind() == Command.Kind.STOP);
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void whatARegistrationMayFillInFitsTheNodesAndTopics(Profile profile) {
    Map<String, String> examples = new TreeMap<>();
    profile.variables().forEach(variable -> examples.put(variable.name(), variable.example()));
    Profile filled = profile.filled(examples);

    assertThat(filled.signals())
        .extracting(Signal::address)
        .filteredOn(SignalAddress.OpcUaNode.class::isInstance)
        .allSatisfy(address -> assertThat(address.toString()).doesNotContain("{{"));
    assertThat(filled.lock().map(NodeAddress::browsePath).toString()).doesNotContain("{{");
  }

  @Test
  void theMonitoredRobotIsFoundByTheSpecificationsBrowsePaths() {
    Profile robot =
        profile("robot-arm-monitored")
            .filled(
                Map.of(
                    "INSTANCES", "urn:maker:r7", "SYSTEM", "R1", "ROBOT", "M1", "AXIS", "Axis_"));
    SignalAddress.OpcUaNode axis =
        (SignalAddress.OpcUaNode) robot.signal("axis3.position").orElseThrow().address();

    assertThat(axis.node().nodeId()).isEmpty();
    assertThat(axis.node())
        .hasToString(
            "/Objects/DeviceSet/R1/MotionDevices/M1/Axes/Axis_3/ParameterSet/ActualPosition");
    assertThat(axis.node().browsePath().get(2))
        .isEqualTo(new NodeAddress.Step("urn:maker:r7", "R1"));
    assertThat(axis.node().browsePath().get(3).namespace())
        .isEqualTo("http://opcfoundation.org/UA/Robotics/");
  }

  @ParameterizedTest
  @MethodSource("simulated")
  void everyProfileMetersEnergyAndKnowsItsStates(Profile profile) {
    Set<Signal.Role> roles =
        profile.signals().stream().map(Signal::role).collect(Collectors.toSet());

    assertThat(roles)
        .contains(Signal.Role.STATE, Signal.Role.ENERGY_POWER, Signal.Role.ENERGY_COUNTER);
    assertThat(profile.states()).isPresent();
  }

  @Test
  void theRobotHasTheNodesOfTheSimulatedOne() {
    Map<String, String> nodes = new TreeMap<>();
    for (Signal signal : profile("robot-arm-6axis").signals()) {
      String nodeId = ((SignalAddress.OpcUaNode) signal.address()).node().nodeId().orElseThrow();
      assertThat(nodeId).startsWith("nsu=urn:fucina:sim:robot;s=R1.");
      nodes.put(signal.name(), nodeId.substring("nsu=urn:fucina:sim:robot;s=R1.".length()));
    }

    assertThat(nodes)
        .hasSize(29)
        .containsEntry("robot.mode", "SafetyStates.S1.ParameterSet.OperationalMode")
        .containsEntry("axis6.position", "MotionDevices.M1.Axes.A6.ParameterSet.ActualPosition")
        .containsEntry("axis1.speed", "MotionDevices.M1.Axes.A1.ParameterSet.ActualSpeed")
        .containsEntry(
            "motor3.temperature",
            "MotionDevices.M1.PowerTrains.P3.Motor3.ParameterSet.MotorTemperature")
        .containsEntry("energy.import", "Energy.AcActiveEnergyTotalImportHp")
        .containsEntry("cycle.count", "Controllers.C1.TaskControls.T1.ParameterSet.CycleCount");
  }

  @Test
  void theRobotStartsOnlyInExternalModeWithoutAnyStopOnFreshValues() {
    Command start = profile("robot-arm-6axis").command("start").orElseThrow();
    Duration age = Duration.ofSeconds(2);

    assertThat(start.preconditions())
        .containsExactly(
            new Command.Precondition("robot.mode", List.of(Value.of(4)), age),
            new Command.Precondition("robot.emergencyStop", List.of(Value.of(false)), age),
            new Command.Precondition("robot.protectiveStop", List.of(Value.of(false)), age),
            new Command.Precondition("task.state", List.of(Value.of("Ready")), age));
    assertThat(start.confirmation())
        .contains(
            new Command.Confirmation(
                "task.state", List.of(Value.of("Executing")), Duration.ofSeconds(3)));
    assertThat(start.statusWords()).containsEntry(1, "E_SystemState").hasSize(5);
  }

  @Test
  void theRobotsStopSendsItsModeAsTheMethodWantsIt() {
    Command stop = profile("robot-arm-6axis").command("stop").orElseThrow();

    assertThat(stop.arguments().get(0).uaType()).contains("Int64");
    assertThat(ArgumentCheck.of(stop, Map.of()))
        .isEqualTo(new ArgumentCheck.Fitting(Map.of("StopMode", Value.of(0))));
  }

  @Test
  void thePrinterFinishesByItselfAndTheRobotStopsItself() {
    assertThat(profile("printer-fff-klipper").end().orElseThrow().linkLoss())
        .isEqualTo(End.LinkLoss.FINISHES);
    assertThat(profile("robot-arm-6axis").end().orElseThrow().linkLoss())
        .isEqualTo(End.LinkLoss.STOPS_ITSELF);
    assertThat(profile("robot-arm-6axis").watchdog()).isPresent();
    assertThat(profile("line-packml").watchdog()).isPresent();
  }

  @Test
  void thePrinterTakesFileNamesAndNothingElse() {
    Command start = profile("printer-fff-klipper").command("start").orElseThrow();

    assertThat(ArgumentCheck.of(start, Map.of("filename", "calibration_cube.gcode")))
        .isInstanceOf(ArgumentCheck.Fitting.class);
    for (String wrong : List.of("../x.gcode", "a/b.gcode", "x.sh", "x.gcode\n", "M112")) {
      assertThat(ArgumentCheck.of(start, Map.of("filename", wrong)))
          .as(wrong)
          .isInstanceOf(ArgumentCheck.Unfit.class);
    }
  }

  @Test
  void thePrintersErrorAndTheLinesEmergencyStopAreFaults() {
    assertThat(state("printer-fff-klipper", Map.of("job.state", Value.of("error"))))
        .isEqualTo(MachineState.FAULT);
    assertThat(
            state(
                "line-packml",
                Map.of("line.state", Value.of(6), "line.emergencyStop", Value.of(true))))
        .isEqualTo(MachineState.FAULT);
    assertThat(state("line-sparkplug", Map.of("line.state", Value.of(11))))
        .isEqualTo(MachineState.HELD);
  }

  private static MachineState state(String id, Map<String, Value> values) {
    return profile(id)
        .states()
        .orElseThrow()
        .state(signal -> Optional.ofNullable(values.get(signal)));
  }

  @Test
  void bothLinesShareTheirWords() {
    Profile packml = profile("line-packml");
    Profile sparkplug = profile("line-sparkplug");

    assertThat(names(packml)).containsAll(names(sparkplug));
    assertThat(sparkplug.commands())
        .extracting(Command::name)
        .containsExactly("reset", "start", "hold", "unhold", "stop");
    assertThat(packml.commands())
        .extracting(Command::name)
        .containsExactly("reset", "start", "hold", "unhold", "stop", "clear");
    assertThat(packml.command("start").flatMap(Command::confirmation).orElseThrow().in())
        .containsExactly(Value.of(3), Value.of(6));
    assertThat(packml.end().orElseThrow().confirmation().in())
        .containsExactly(Value.of(2), Value.of(4), Value.of(9), Value.of(17));
  }

  private static List<String> names(Profile profile) {
    return profile.signals().stream().map(Signal::name).toList();
  }
}
