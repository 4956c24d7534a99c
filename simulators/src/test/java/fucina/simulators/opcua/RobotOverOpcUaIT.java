package fucina.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import fucina.simulators.machine.Fault;
import fucina.simulators.machine.MachineUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RobotOverOpcUaIT {
  private static final String NAMESPACE = "urn:fucina:sim:robot";
  private static final String TASK = "R1.Controllers.C1.TaskControls.T1.";
  private static final String MACHINE = TASK + "TaskControlOperation.TaskControlStateMachine.";
  private static final String STATE = MACHINE + "CurrentState";
  private static final String MODE = "R1.SafetyStates.S1.ParameterSet.OperationalMode";
  private static final String AXIS_1 = "R1.MotionDevices.M1.Axes.A1.ParameterSet.ActualPosition";
  private static final String HEARTBEAT = "R1.Controllers.C1.Watchdog.Heartbeat";
  private static final String ENERGY = "R1.Energy.AcActiveEnergyTotalImportHp";

  @TempDir static Path keptKeys;
  private static TestClient.Keys keys;

  @TempDir Path folder;
  private OpcUaMachine robot;

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = TestClient.Keys.made();
    try (OpcUaMachine once = machine(keptKeys, 0)) {
      once.certificate();
    }
  }

  @BeforeEach
  void start() throws Exception {
    Files.copy(keptKeys.resolve("server.pem"), folder.resolve("server.pem"));
    robot = machine(folder, 0);
    robot.trust(keys.certificate());
    robot.start();
  }

  @AfterEach
  void close() {
    robot.close();
  }

  private static OpcUaMachine machine(Path folder, int port) {
    OpcUaSettings settings = new OpcUaSettings(port, folder, "gateway", "right", false);
    return OpcUaMachine.robot(settings, InstantSource.system(), 7);
  }

  private TestClient connect() throws UaException {
    return connect(keys, TestClient.user("gateway", "right"));
  }

  private TestClient connect(TestClient.Keys with, IdentityProvider who) throws UaException {
    return TestClient.connect(robot.endpoint(), NAMESPACE, with, who);
  }

  @Test
  void itOffersOneEndpointWithEncryptionAndPassword() throws Exception {
    List<EndpointDescription> endpoints = DiscoveryClient.getEndpoints(robot.endpoint()).get();

    assertThat(endpoints).hasSize(1);
    EndpointDescription only = endpoints.get(0);
    assertThat(only.getEndpointUrl()).isEqualTo(robot.endpoint()).endsWith("/robot-1");
    assertThat(only.getSecurityMode()).isEqualTo(MessageSecurityMode.SignAndEncrypt);
    assertThat(only.getSecurityPolicyUri()).isEqualTo(SecurityPolicy.Basic256Sha256.getUri());
    assertThat(only.getUserIdentityTokens())
        .extracting(token -> token.getTokenType())
        .containsExactly(UserTokenType.UserName);
  }

  @Test
  void itsCertificateNamesItsApplicationAndItsHost() throws Exception {
    X509Certificate certificate = robot.certificate();

    assertThat(CertificateUtil.getSanUri(certificate)).contains("urn:fucina:simulator:robot-1");
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .contains("localhost", "127.0.0.1");
  }

  @Test
  void aCertificateNobodyTrustsIsRefusedAndKeptForTheTechnician() throws Exception {
    TestClient.Keys stranger = TestClient.Keys.made();

    assertThatThrownBy(() -> connect(stranger, TestClient.user("gateway", "right")))
        .isInstanceOfSatisfying(
            UaException.class,
            refusal ->
                assertThat(refusal.getStatusCode())
                    .isEqualTo(new StatusCode(StatusCodes.Bad_SecurityChecksFailed)));
    assertThat(folder.resolve("rejected"))
        .isDirectoryContaining(file -> file.toString().endsWith(".der"));

    robot.trust(stranger.certificate());
    try (TestClient now = connect(stranger, TestClient.user("gateway", "right"))) {
      assertThat(now.value(MODE)).isEqualTo(4);
    }
  }

  @Test
  void aWrongPasswordAWrongUserAndNobodyAreRefused() {
    assertRefused(TestClient.user("gateway", "wrong"), StatusCodes.Bad_UserAccessDenied);
    assertRefused(TestClient.user("intruder", "right"), StatusCodes.Bad_UserAccessDenied);
    assertThatThrownBy(() -> connect(keys, TestClient.nobody())).isInstanceOf(UaException.class);
  }

  private void assertRefused(IdentityProvider who, long status) {
    assertThatThrownBy(() -> connect(keys, who))
        .isInstanceOfSatisfying(
            UaException.class,
            refusal -> assertThat(refusal.getStatusCode()).isEqualTo(new StatusCode(status)));
  }

  @Test
  void anUnsecuredSessionIsRefusedThoughDiscoveryIsNot() throws Exception {
    EndpointDescription secure = DiscoveryClient.getEndpoints(robot.endpoint()).get().get(0);
    EndpointDescription forged =
        new EndpointDescription(
            secure.getEndpointUrl(),
            secure.getServer(),
            secure.getServerCertificate(),
            MessageSecurityMode.None,
            SecurityPolicy.None.getUri(),
            new UserTokenPolicy[] {OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS},
            secure.getTransportProfileUri(),
            secure.getSecurityLevel());
    OpcUaClient client =
        OpcUaClient.create(OpcUaClientConfig.builder().setEndpoint(forged).build());

    assertThatThrownBy(client::connect).isInstanceOf(UaException.class);
    client.disconnect();
  }

  @Test
  void positionsArriveTenTimesASecondWithNoneMissing() throws Exception {
    try (TestClient client = connect()) {
      client.call(MACHINE + "LoadByName", "PickAndPlace_demo");
      client.call(MACHINE + "Start");
      List<DataValue> received = client.watch(AXIS_1, 100, Optional.of(everyTimestamp()));
      await().until(() -> received.size() > 60);

      List<Long> steps = new ArrayList<>();
      // What a client believes it missed is sent again: some may come twice, or late.
      List<Long> times =
          TestClient.sourceMillis(received).stream().skip(1).distinct().sorted().toList();
      for (int i = 1; i < times.size(); i++) {
        steps.add(times.get(i) - times.get(i - 1));
      }
      assertThat(steps).containsOnly(100L);
      assertThat(received).allMatch(value -> value.statusCode().isGood());
    }
  }

  private static DataChangeFilter everyTimestamp() {
    return new DataChangeFilter(DataChangeTrigger.StatusValueTimestamp, UInteger.valueOf(0), 0.0);
  }

  @Test
  void anItemThatAsksForLessGetsEveryTenthValue() throws Exception {
    try (TestClient client = connect()) {
      client.call(MACHINE + "LoadByName", "PickAndPlace_demo");
      client.call(MACHINE + "Start");
      List<DataValue> received = client.watch(AXIS_1, 1000, Optional.of(everyTimestamp()));
      await().until(() -> received.size() > 4);

      List<Long> times = TestClient.sourceMillis(received);
      assertThat(times.subList(1, times.size())).allMatch(time -> time % 1000 == 0);
    }
  }

  @Test
  void aStateIsToldOnceByDefaultAndStampedEverySecondForThoseWhoAsk() throws Exception {
    try (TestClient client = connect()) {
      List<DataValue> changes = client.watch(MODE, 250, Optional.empty());
      List<DataValue> stamps = client.watch(MODE, 250, Optional.of(everyTimestamp()));
      await().until(() -> stamps.size() > 3 && !changes.isEmpty());
      assertThat(changes).hasSize(1);

      robot.suffer(new Fault.OperatingMode(1));
      await().until(() -> changes.size() == 2);
      assertThat(changes.get(1).value().value()).isEqualTo(1);
    }
  }

  @Test
  void aProgramIsLoadedStartedAndStoppedByRealCalls() throws Exception {
    try (TestClient client = connect()) {
      assertThat(client.value(STATE)).isEqualTo("Idle");
      assertThat(client.call(MACHINE + "Start")).contains(1);
      assertThat(client.call(MACHINE + "LoadByName", "Nowhere")).contains(2);
      assertThat(client.call(MACHINE + "LoadByName", "Weld_dry_run")).contains(0);
      assertThat(client.value(STATE)).isEqualTo("Ready");
      assertThat(client.value(TASK + "ParameterSet.TaskProgramName")).isEqualTo("Weld_dry_run");
      assertThat(client.value(TASK + "ParameterSet.TaskProgramLoaded")).isEqualTo(true);

      assertThat(client.call(MACHINE + "Start")).contains(0);
      assertThat(client.value(STATE)).isEqualTo("Executing");
      assertThat(client.call(MACHINE + "UnloadProgram")).contains(1);
      double before = (Double) client.value(AXIS_1);
      await().until(() -> Math.abs((Double) client.value(AXIS_1) - before) > 1);

      assertThat(client.call(MACHINE + "Stop", 0L)).contains(0);
      await().until(() -> client.value(STATE).equals("Ready"));
      assertThat(client.call(MACHINE + "UnloadProgram")).contains(0);
      assertThat(client.value(STATE)).isEqualTo("Idle");
    }
  }

  @Test
  void argumentsTheMethodsDoNotKnowAreRefusedByTheCall() throws Exception {
    try (TestClient client = connect()) {
      assertThat(client.statusOfCall(MACHINE + "Stop", 17L))
          .isEqualTo(new StatusCode(StatusCodes.Bad_InvalidArgument));
      assertThat(client.statusOfCall(MACHINE + "Stop"))
          .isEqualTo(new StatusCode(StatusCodes.Bad_ArgumentsMissing));
      assertThat(client.statusOfCall(MACHINE + "Start", "now"))
          .isEqualTo(new StatusCode(StatusCodes.Bad_TooManyArguments));
      assertThat(client.statusOfCall(MACHINE + "LoadByName", 5))
          .isEqualTo(new StatusCode(StatusCodes.Bad_InvalidArgument));
    }
  }

  @Test
  void onlyTheHeartbeatMayBeWritten() throws Exception {
    try (TestClient client = connect()) {
      assertThat(client.write(HEARTBEAT, true)).isEqualTo(StatusCode.GOOD);
      assertThat(client.write(MODE, 1).isBad()).isTrue();
      assertThat(client.write(STATE, "Executing").isBad()).isTrue();
      assertThat(client.value(MODE)).isEqualTo(4);
    }
  }

  @Test
  void anEmergencyStopIsToldAtOnceAndRefusesAStart() throws Exception {
    try (TestClient client = connect()) {
      client.call(MACHINE + "LoadByName", "PickAndPlace_demo");
      client.call(MACHINE + "Start");

      assertThat(robot.suffer(new Fault.EmergencyStop(true))).isTrue();
      assertThat(client.value("R1.SafetyStates.S1.ParameterSet.EmergencyStop")).isEqualTo(true);
      await().until(() -> client.value(STATE).equals("Ready"));
      assertThat(client.call(MACHINE + "Start")).contains(3);

      robot.suffer(new Fault.EmergencyStop(false));
      assertThat(client.value(STATE)).isEqualTo("Ready");
      assertThat(client.call(MACHINE + "Start")).contains(0);
    }
  }

  @Test
  void aSilentHeartbeatStopsTheProgram() throws Exception {
    try (TestClient client = connect()) {
      client.call(MACHINE + "LoadByName", "PickAndPlace_demo");
      client.call(MACHINE + "Start");
      List<DataValue> states = client.watch(STATE, 0, Optional.empty());
      List<DataValue> beats = client.watch(AXIS_1, 100, Optional.of(everyTimestamp()));
      Instant fed = Instant.MIN;
      for (int beat = 1; beat < 50; beat++) {
        fed = Instant.now();
        client.write(HEARTBEAT, beat % 2 == 0);
        int seen = beat;
        await().until(() -> beats.size() > seen);
        assertThat(client.value(STATE)).isEqualTo("Executing");
      }

      await().until(() -> "Ready".equals(states.get(states.size() - 1).value().value()));
      Instant stopped =
          Instant.ofEpochMilli(TestClient.sourceMillis(states).get(states.size() - 1));
      assertThat(Duration.between(fed, stopped))
          .isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(10));
      assertThat(client.value(MACHINE + "LastTransitionReason")).isEqualTo((short) 1);
    }
  }

  @Test
  void aFrozenRobotAnswersWithValuesThatGrowOld() throws Exception {
    try (TestClient client = connect()) {
      robot.suffer(new Fault.Frozen(true));
      DataValue before = client.read(ENERGY);
      List<DataValue> received = client.watch(ENERGY, 1000, Optional.empty());
      await().during(Duration.ofMillis(2200)).until(() -> received.size() <= 1);
      assertThat(client.read(ENERGY).sourceTime()).isEqualTo(before.sourceTime());

      robot.suffer(new Fault.Frozen(false));
      await().until(() -> received.size() > 1);
    }
  }

  @Test
  void itsServerGoesAndComesBackOnTheSamePortWithTheSameCertificate() throws Exception {
    String endpoint = robot.endpoint();
    X509Certificate certificate = robot.certificate();
    try (TestClient client = connect()) {
      client.call(MACHINE + "LoadByName", "PickAndPlace_demo");
    }

    robot.suffer(new Fault.Offline(true));
    assertThatThrownBy(this::connect).isInstanceOf(Exception.class);
    robot.suffer(new Fault.Offline(false));

    assertThat(robot.endpoint()).isEqualTo(endpoint);
    assertThat(robot.certificate()).isEqualTo(certificate);
    try (TestClient client = connect()) {
      assertThat(client.value(STATE)).isEqualTo("Ready");
    }
  }

  @Test
  void aRestartedProgramKeepsPortKeysTrustAndCounters() throws Exception {
    X509Certificate certificate = robot.certificate();
    double energy;
    try (TestClient client = connect()) {
      energy = (Double) client.value(ENERGY);
    }
    int port = Integer.parseInt(robot.endpoint().replaceAll(".*:(\\d+)/.*", "$1"));
    robot.close();

    robot = machine(folder, port);
    robot.start();

    assertThat(robot.certificate()).isEqualTo(certificate);
    try (TestClient client = connect()) {
      assertThat((Double) client.value(ENERGY)).isGreaterThanOrEqualTo(energy);
    }
  }

  @Test
  void aTakenPortIsSaidInOneSentence() {
    int port = Integer.parseInt(robot.endpoint().replaceAll(".*:(\\d+)/.*", "$1"));
    OpcUaMachine second = machine(folder.resolve("second"), port);

    assertThatThrownBy(second::start)
        .isInstanceOf(MachineUnavailable.class)
        .hasMessage("robot-1 cannot listen on 127.0.0.1:" + port + "; is the port taken?");
  }
}
