package fucina.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.simulators.machine.Fault;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.nodes.UaNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LineOverOpcUaIT {
  private static final String STATE = "L1.Status.StateCurrent";
  private static final String MACHINE = "L1.Status.StateMachine.";

  @TempDir static Path folder;
  private static OpcUaMachine line;
  private static TestClient client;

  @BeforeAll
  static void start() throws Exception {
    TestClient.Keys keys = TestClient.Keys.made();
    OpcUaSettings settings = new OpcUaSettings(0, folder, "gateway", "right", false);
    line = OpcUaMachine.line(settings, InstantSource.system(), 3);
    line.trust(keys.certificate());
    line.start();
    client =
        TestClient.connect(
            line.endpoint(), "urn:fucina:sim:line", keys, TestClient.user("gateway", "right"));
  }

  @AfterAll
  static void close() throws Exception {
    client.close();
    line.close();
  }

  @Test
  void itRunsThroughItsStatesByRealCallsAndTellsEachOne() throws Exception {
    List<DataValue> states = client.watch(STATE, 0, Optional.empty());
    assertThat(client.call(MACHINE + "Start")).contains(1);
    assertThat(client.call(MACHINE + "Reset")).contains(0);
    awaitState(4);
    assertThat(client.call(MACHINE + "Start")).contains(0);
    awaitState(6);
    await().until(() -> (Float) client.value("L1.Status.CurMachSpeed") > 10);
    assertThat(client.call(MACHINE + "Hold")).contains(0);
    awaitState(11);
    assertThat(client.call(MACHINE + "Unhold")).contains(0);
    awaitState(6);

    line.suffer(new Fault.EmergencyStop(true));
    awaitState(9);
    assertThat(client.value("L1.Safety.EmergencyStop")).isEqualTo(true);
    assertThat(client.call(MACHINE + "Clear")).contains(1);
    line.suffer(new Fault.EmergencyStop(false));
    assertThat(client.call(MACHINE + "Clear")).contains(0);
    awaitState(2);

    // A read overtakes the subscription's next publish: the notification is waited for, too.
    await()
        .untilAsserted(
            () ->
                assertThat(states)
                    .extracting(value -> value.value().value())
                    .containsExactly(2, 15, 4, 3, 6, 10, 11, 12, 6, 8, 9, 1, 2));
  }

  private static void awaitState(int number) {
    await().until(() -> client.value(STATE).equals(number));
  }

  @Test
  void airAndEnergyArriveEverySecond() throws Exception {
    List<DataValue> power = client.watch("L1.Energy.AcActivePowerTotal", 1000, Optional.empty());
    List<DataValue> air = client.watch("L1.Utilities.AirPressure", 1000, Optional.empty());
    await().until(() -> power.size() > 3 && air.size() > 1);
    assertThat((Double) client.value("L1.Utilities.AirFlow")).isNotNegative();
  }

  @Test
  void aClientThatBrowsesFindsTheLineAndItsUnits() throws Exception {
    OpcUaClient milo = client.milo();

    UaNode machines =
        child(milo, milo.getAddressSpace().getNode(NodeIds.ObjectsFolder), "Machines");
    UaNode machine = child(milo, machines, "L1");
    UaNode status = child(milo, machine, "Status");
    UaNode speed = child(milo, status, "CurMachSpeed");
    UaNode unit = child(milo, speed, "EngineeringUnits");

    assertThat(machine.getNodeId()).isEqualTo(client.node("L1"));
    assertThat(child(milo, status, "StateMachine").getNodeId())
        .isEqualTo(client.node("L1.Status.StateMachine"));
    ExtensionObject value =
        (ExtensionObject)
            Objects.requireNonNull(
                milo.readValue(0, TimestampsToReturn.Both, unit.getNodeId()).value().value());
    EUInformation information = (EUInformation) value.decode(milo.getStaticEncodingContext());
    assertThat(information.getUnitId()).isEqualTo(4405556);
  }

  private static UaNode child(OpcUaClient milo, UaNode parent, String name) throws Exception {
    return milo.getAddressSpace().browseNodes(parent).stream()
        .filter(node -> name.equals(node.getBrowseName().name()))
        .findFirst()
        .orElseThrow();
  }
}
