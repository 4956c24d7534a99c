package fucina.simulators.opcua;

import fucina.profiles.Catalogue;
import fucina.profiles.Command;
import fucina.profiles.CommandAddress.OpcUaMethod;
import fucina.profiles.NodeAddress;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.OpcUaNode;
import fucina.profiles.ValueType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.client.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.client.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the built-in profiles say of robot-1 and line-1 is what a client finds there. */
final class ProfilesFitTreesIT {
  private static TestClient.Keys keys;

  @TempDir Path folder;

  @BeforeAll
  static void makeKeys() throws Exception {
    keys = TestClient.Keys.made();
  }

  @Test
  void theRobotsProfileFitsTheRobotsTree() throws Exception {
    OpcUaSettings settings = new OpcUaSettings(0, folder, "gateway", "right", false);
    assertFits("robot-arm-6axis", OpcUaMachine.robot(settings, InstantSource.system(), 7));
  }

  @Test
  void theLinesProfileFitsTheLinesTree() throws Exception {
    OpcUaSettings settings = new OpcUaSettings(0, folder, "gateway", "right", false);
    assertFits("line-packml", OpcUaMachine.line(settings, InstantSource.system(), 3));
  }

  private static void assertFits(String id, OpcUaMachine started) throws Exception {
    Profile profile =
        Catalogue.builtIn().profiles().stream()
            .filter(known -> known.id().endsWith(id))
            .findFirst()
            .orElseThrow();
    try (OpcUaMachine machine = started) {
      machine.trust(keys.certificate());
      machine.start();
      try (TestClient client =
          TestClient.connect(
              machine.endpoint(),
              "http://opcfoundation.org/UA/",
              keys,
              TestClient.user("gateway", "right"))) {
        SoftAssertions findings = new SoftAssertions();
        for (Signal signal : profile.signals()) {
          check(findings, client.milo(), signal);
        }
        for (Command command : profile.commands()) {
          check(findings, client.milo(), command);
        }
        check(findings, client.milo(), profile.watchdog());
        findings.assertAll();
      }
    }
  }

  private static void check(SoftAssertions findings, OpcUaClient milo, Signal signal)
      throws UaException {
    NodeId node = node(milo, ((OpcUaNode) signal.address()).node().nodeId().orElseThrow());
    DataValue read = milo.readValues(0, TimestampsToReturn.Both, List.of(node)).get(0);
    findings.assertThat(read.statusCode().isGood()).as("%s is good", signal.name()).isTrue();
    findings.assertThat(read.sourceTime()).as("%s is stamped", signal.name()).isNotNull();
    findings
        .assertThat(read.value().value())
        .as("%s is %s", signal.name(), signal.type())
        .isInstanceOf(javaType(signal.type()));
    if (signal.unit().isPresent()) {
      String code = signal.unit().get().unece();
      findings.assertThat(unitId(milo, node)).as("unit of %s", signal.name()).hasValue(id(code));
    }
  }

  private static Class<?> javaType(ValueType type) {
    return switch (type) {
      case NUMBER, INTEGER -> Number.class;
      case BOOLEAN -> Boolean.class;
      case STRING -> String.class;
    };
  }

  private static Optional<Integer> unitId(OpcUaClient milo, NodeId variable) throws UaException {
    for (UaNode part : milo.getAddressSpace().browseNodes(variable)) {
      if ("EngineeringUnits".equals(part.getBrowseName().name())
          && part instanceof UaVariableNode unit
          && unit.getValue().value().value() instanceof ExtensionObject coded) {
        EUInformation information = (EUInformation) coded.decode(milo.getStaticEncodingContext());
        return Optional.of(information.getUnitId());
      }
    }
    return Optional.empty();
  }

  private static int id(String code) {
    int id = 0;
    for (byte letter : code.getBytes(StandardCharsets.US_ASCII)) {
      id = id << 8 | letter;
    }
    return id;
  }

  private static void check(SoftAssertions findings, OpcUaClient milo, Command command)
      throws UaException {
    OpcUaMethod address = (OpcUaMethod) command.address();
    NodeId method = node(milo, address.method().nodeId().orElseThrow());
    UaNode found =
        milo
            .getAddressSpace()
            .browseNodes(node(milo, address.object().nodeId().orElseThrow()))
            .stream()
            .filter(part -> part.getNodeId().equals(method))
            .findFirst()
            .orElseThrow();
    findings.assertThat(found).as(command.name()).isInstanceOf(UaMethodNode.class);
    findings
        .assertThat(inputs(milo, method))
        .as("arguments of %s", command.name())
        .containsExactlyElementsOf(
            command.arguments().stream().map(Command.Argument::name).toList());
  }

  private static List<String> inputs(OpcUaClient milo, NodeId method) throws UaException {
    List<String> names = new ArrayList<>();
    for (UaNode part : milo.getAddressSpace().browseNodes(method)) {
      if ("InputArguments".equals(part.getBrowseName().name())
          && part instanceof UaVariableNode inputs
          && inputs.getValue().value().value() instanceof ExtensionObject[] coded) {
        for (ExtensionObject one : coded) {
          Argument input = (Argument) one.decode(milo.getStaticEncodingContext());
          names.add(Objects.requireNonNull(input.getName()));
        }
      }
    }
    return names;
  }

  private static void check(
      SoftAssertions findings, OpcUaClient milo, Optional<NodeAddress> watchdog)
      throws UaException {
    NodeId heartbeat = node(milo, watchdog.flatMap(NodeAddress::nodeId).orElseThrow());
    DataValue fed = DataValue.valueOnly(Variant.ofBoolean(true));
    findings
        .assertThat(milo.writeValues(List.of(heartbeat), List.of(fed)).get(0).isGood())
        .as("watchdog")
        .isTrue();
  }

  private static NodeId node(OpcUaClient milo, String id) {
    return ExpandedNodeId.parse(id).toNodeId(milo.getNamespaceTable()).orElseThrow();
  }
}
