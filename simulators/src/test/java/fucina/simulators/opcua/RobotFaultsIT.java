package fucina.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.FaultWords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client of another's making sees of each fault, and that it ends. */
final class RobotFaultsIT {
  private static final String NAMESPACE = "urn:fucina:sim:robot";
  private static final String MACHINE =
      "R1.Controllers.C1.TaskControls.T1.TaskControlOperation.TaskControlStateMachine.";
  private static final String MOTOR_2 =
      "R1.MotionDevices.M1.PowerTrains.P2.Motor2.ParameterSet.MotorTemperature";
  private static final String ON_PATH = "R1.MotionDevices.M1.ParameterSet.OnPath";
  private static final String AXIS_1 = "R1.MotionDevices.M1.Axes.A1.ParameterSet.ActualPosition";
  private static final String POWER = "R1.Energy.AcActivePowerTotal";
  private static final String ENERGY = "R1.Energy.AcActiveEnergyTotalImportHp";

  @TempDir static Path folder;
  private static TestClient.Keys keys;
  private static OpcUaMachine robot;
  private TestClient client;

  @BeforeAll
  static void start() throws Exception {
    keys = TestClient.Keys.made();
    OpcUaSettings settings = new OpcUaSettings(0, folder, "gateway", "right", false);
    robot = OpcUaMachine.robot(settings, InstantSource.system(), 11);
    robot.trust(keys.certificate());
    robot.start();
  }

  @AfterAll
  static void close() {
    robot.close();
  }

  @BeforeEach
  void connect() throws Exception {
    client = connected();
  }

  @AfterEach
  void leave() throws Exception {
    client.close();
  }

  private static TestClient connected() throws UaException {
    return TestClient.connect(
        robot.endpoint(), NAMESPACE, keys, TestClient.user("gateway", "right"));
  }

  private static void suffer(String words) {
    assertThat(robot.suffer(FaultWords.parse(words).orElseThrow())).as(words).isTrue();
  }

  @Test
  void aHotMotorAMissingSensorAndALostPathAreSeen() throws Exception {
    suffer("hot-motor 2 95");
    untilRead(MOTOR_2, value -> Objects.equals(value.value().value(), 95.0));
    suffer("no-temperature on");
    untilRead(MOTOR_2, value -> value.value().value() == null && value.statusCode().isGood());
    suffer("no-temperature off");
    suffer("hot-motor 2 off");
    untilRead(MOTOR_2, value -> value.value().value() instanceof Double hot && hot < 60);
    suffer("off-path on");
    untilRead(ON_PATH, value -> Objects.equals(value.value().value(), false));
    suffer("off-path off");
    untilRead(ON_PATH, value -> Objects.equals(value.value().value(), true));
  }

  @Test
  void aMethodAnswersWithTheStatusToldAndAStopStillStops() throws Exception {
    for (int status : List.of(1, 3, 4)) {
      suffer("answer " + status);
      assertThat(client.call(MACHINE + "LoadByName", "PickAndPlace_demo")).contains(status);
      assertThat(client.call(MACHINE + "Stop", 0L)).contains(0);
    }
    suffer("answer 0");
    assertThat(client.call(MACHINE + "LoadByName", "PickAndPlace_demo")).contains(0);
    assertThat(client.call(MACHINE + "UnloadProgram")).contains(0);
  }

  @Test
  void whileAnotherClientHoldsTheLockNothingCanBeCommanded() throws Exception {
    suffer("locked on");
    assertThat(client.call("R1.Lock.InitLock", "booking 7")).contains(-1);
    assertThat(client.statusOfCall(MACHINE + "Start").value())
        .isEqualTo(StatusCodes.Bad_ResourceUnavailable);
    untilRead("R1.Lock.LockingClient", v -> "urn:another:client".equals(v.value().value()));
    suffer("locked off");
    assertThat(client.call("R1.Lock.InitLock", "booking 7")).contains(0);
    try (TestClient other = connected()) {
      assertThat(other.call("R1.Lock.InitLock", "booking 8")).contains(-1);
      assertThat(other.statusOfCall(MACHINE + "Start").value())
          .isEqualTo(StatusCodes.Bad_ResourceUnavailable);
    }
    assertThat(client.call(MACHINE + "Start")).contains(1);
    assertThat(client.call("R1.Lock.RenewLock")).contains(0);
    assertThat(client.call("R1.Lock.ExitLock")).contains(0);
  }

  @Test
  void valuesOfBadQualityHaveNoValueAndUncertainOnesHave() throws Exception {
    List<DataValue> seen = client.watch(AXIS_1, 100, Optional.empty());
    suffer("quality bad");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> seen.stream().anyMatch(value -> value.statusCode().isBad()));
    suffer("quality uncertain");
    untilRead(AXIS_1, v -> v.statusCode().isUncertain() && v.value().value() instanceof Double);
    suffer("quality good");
    untilRead(AXIS_1, v -> v.statusCode().isGood());
  }

  @Test
  void aMeterThatCannotBeReadIsBadAndOneThatJumpedBackIsLess() throws Exception {
    suffer("energy-jump 1000");
    untilRead(ENERGY, v -> v.value().value() instanceof Double energy && energy >= 1000);
    suffer("energy-lost on");
    untilRead(ENERGY, v -> v.statusCode().isBad());
    suffer("energy-lost off");
    suffer("energy-jump -900");
    untilRead(ENERGY, v -> v.value().value() instanceof Double energy && energy < 1000);
  }

  @Test
  void aServerSamplesNoFasterThanToldAndSaysSo() throws Exception {
    suffer("sampling 3000");
    try {
      List<DataValue> slow = client.watch(POWER, 1000, Optional.empty());
      await().atMost(Duration.ofSeconds(30)).until(() -> slow.size() >= 3);
      List<Long> times = TestClient.sourceMillis(slow);
      assertThat(times.get(2) - times.get(1)).isEqualTo(3000);
    } finally {
      suffer("sampling 0");
    }
  }

  @Test
  void aRestartShufflesTheNamespacesAndTheUriStillFindsTheNode() throws Exception {
    String[] before = client.milo().readNamespaceTable().toArray();
    suffer("restart shuffled");
    try (TestClient again = connected()) {
      String[] after = again.milo().readNamespaceTable().toArray();
      assertThat(after).isNotEqualTo(before);
      assertThat(Arrays.asList(after)).containsExactlyInAnyOrder(before);
      assertThat(again.value(AXIS_1)).isInstanceOf(Double.class);
    }
  }

  @Test
  void lostSubscriptionsAndLostSessionsAreNoticed() throws Exception {
    List<DataValue> seen = client.watch(POWER, 1000, Optional.empty());
    await().atMost(Duration.ofSeconds(30)).until(() -> seen.size() > 2);
    suffer("lose subscriptions");
    assertThat(client.value(AXIS_1)).isInstanceOf(Double.class);
    NodeId session = client.milo().getSession().getSessionId();
    suffer("lose sessions");
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(
            () ->
                client.value(AXIS_1) != null
                    && !client.milo().getSession().getSessionId().equals(session));
  }

  @Test
  void aSlowServerAnswersLaterAndAHungOneNotAtAll() throws Exception {
    suffer("slow 700");
    long asked = System.nanoTime();
    client.read(AXIS_1);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofMillis(650));
    suffer("slow 0");
    suffer("hang on");
    assertThatThrownBy(() -> client.read(AXIS_1)).isInstanceOf(UaException.class);
    suffer("hang off");
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> client.value(AXIS_1) instanceof Double);
  }

  @Test
  void aRobotOfTheOlderEditionCanOnlyBeRead(@TempDir Path own) throws Exception {
    OpcUaSettings settings = new OpcUaSettings(0, own, "gateway", "right", false);
    try (OpcUaMachine old =
        OpcUaMachine.readOnlyRobot("robot-3", settings, InstantSource.system(), 5)) {
      old.trust(keys.certificate());
      old.start();
      assertThat(old.endpoint()).endsWith("/robot-3");
      try (TestClient reader =
          TestClient.connect(
              old.endpoint(), NAMESPACE, keys, TestClient.user("gateway", "right"))) {
        assertThat(reader.value(AXIS_1)).isInstanceOf(Double.class);
        assertThat(reader.statusOfCall(MACHINE + "Start").isBad()).isTrue();
      }
      assertThat(old.suffer(new Fault.NoLayers(true))).isFalse();
    }
  }

  private void untilRead(String node, Predicate<DataValue> as) {
    await().atMost(Duration.ofSeconds(30)).until(() -> as.test(client.read(node)));
  }
}
