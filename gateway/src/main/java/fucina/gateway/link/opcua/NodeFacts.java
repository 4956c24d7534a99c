package fucina.gateway.link.opcua;

import fucina.profiles.Signal;
import fucina.profiles.Signal.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathTarget;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.Range;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server says of a variable besides its value.
 *
 * @param keepsHistory whether it records values and lets us read them (OPC 10000-3 §5.6.2)
 * @param dataType node id of its data type; empty where it does not say
 * @param unit its engineering unit; empty where it does not say
 * @param range the range a percent deadband refers to; empty where it does not say
 */
record NodeFacts(
    boolean keepsHistory,
    Optional<NodeId> dataType,
    Optional<EUInformation> unit,
    Optional<Range> range) {
  private static final Logger LOG = LoggerFactory.getLogger(NodeFacts.class);

  /** HistoryRead of the AccessLevel (OPC 10000-3 §8.57). */
  private static final int HISTORY_READ = 0x04;

  private static final int ATTRIBUTES = 3;

  /** Nothing is known. */
  static final NodeFacts NONE =
      new NodeFacts(false, Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Asks for the facts of some variables; a server that does not answer such questions leaves them
   * unknown.
   */
  static Map<NodeId, NodeFacts> of(List<NodeId> nodes, Calls calls, OpcUaClient client) {
    try {
      Map<NodeId, NodeFacts> attributes = attributes(nodes, calls);
      Map<NodeId, Object> units = properties(nodes, "EngineeringUnits", calls, client);
      Map<NodeId, Object> ranges = properties(nodes, "EURange", calls, client);
      Map<NodeId, NodeFacts> all = new HashMap<>();
      attributes.forEach(
          (node, known) ->
              all.put(
                  node,
                  new NodeFacts(
                      known.keepsHistory(),
                      known.dataType(),
                      only(EUInformation.class, units.get(node)),
                      only(Range.class, ranges.get(node)))));
      return all;
    } catch (UaException e) {
      LOG.info(
          "the server tells nothing of its variables: {}", OpcUaFaults.name(e.getStatusCode()));
      return Map.of();
    }
  }

  private static <T> Optional<T> only(Class<T> type, @org.jspecify.annotations.Nullable Object it) {
    return Optional.ofNullable(it).filter(type::isInstance).map(type::cast);
  }

  private static Map<NodeId, NodeFacts> attributes(List<NodeId> nodes, Calls calls)
      throws UaException {
    List<ReadValueId> what = new ArrayList<>();
    for (NodeId node : nodes) {
      for (AttributeId id :
          List.of(AttributeId.AccessLevel, AttributeId.Historizing, AttributeId.DataType)) {
        what.add(new ReadValueId(node, id.uid(), null, QualifiedName.NULL_VALUE));
      }
    }
    List<DataValue> values = calls.read(what);
    Map<NodeId, NodeFacts> known = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      Object access = values.get(ATTRIBUTES * i).value().value();
      Object recording = values.get(ATTRIBUTES * i + 1).value().value();
      Object type = values.get(ATTRIBUTES * i + 2).value().value();
      boolean history =
          access instanceof Number level
              && (level.intValue() & HISTORY_READ) != 0
              && Boolean.TRUE.equals(recording);
      known.put(
          nodes.get(i),
          new NodeFacts(history, only(NodeId.class, type), Optional.empty(), Optional.empty()));
    }
    return known;
  }

  private static Map<NodeId, Object> properties(
      List<NodeId> nodes, String name, Calls calls, OpcUaClient client) throws UaException {
    RelativePathElement element =
        new RelativePathElement(NodeIds.HasProperty, false, true, new QualifiedName(0, name));
    RelativePath path = new RelativePath(new RelativePathElement[] {element});
    List<BrowsePathResult> results =
        calls.translate(nodes.stream().map(node -> new BrowsePath(node, path)).toList());
    List<NodeId> owners = new ArrayList<>();
    List<ReadValueId> what = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      BrowsePathTarget[] targets = results.get(i).getTargets();
      if (results.get(i).getStatusCode().isGood() && targets != null && targets.length > 0) {
        NodeId owner = nodes.get(i);
        targets[0]
            .getTargetId()
            .toNodeId(client.getNamespaceTable())
            .ifPresent(
                property -> {
                  owners.add(owner);
                  what.add(
                      new ReadValueId(
                          property, AttributeId.Value.uid(), null, QualifiedName.NULL_VALUE));
                });
      }
    }
    List<DataValue> values = calls.read(what);
    Map<NodeId, Object> found = new HashMap<>();
    for (int i = 0; i < owners.size(); i++) {
      if (values.get(i).value().value() instanceof ExtensionObject structure) {
        found.put(owners.get(i), decoded(structure, client));
      }
    }
    return found;
  }

  private static Object decoded(ExtensionObject structure, OpcUaClient client) {
    try {
      return structure.decode(client.getStaticEncodingContext());
    } catch (UaSerializationException e) {
      return structure;
    }
  }

  /** Why values in the server's unit would be wrong numbers for us; empty where they are right. */
  Optional<String> wrongUnit(Signal signal) {
    return signal
        .unit()
        .filter(Unit::checked)
        .flatMap(
            wanted ->
                unit.filter(told -> Unit.NAMESPACE.equals(told.getNamespaceUri()))
                    .filter(told -> told.getUnitId() > 0)
                    .filter(told -> told.getUnitId() != wanted.unitId())
                    .map(
                        told ->
                            "the machine measures it in "
                                + code(told.getUnitId())
                                + ", the profile says "
                                + wanted.unece()
                                + " ("
                                + wanted.symbol()
                                + ")"));
  }

  private static String code(int unitId) {
    StringBuilder code = new StringBuilder();
    for (int shift = 24; shift >= 0; shift -= 8) {
      int character = unitId >> shift & 0xFF;
      if (character != 0) {
        code.append((char) character);
      }
    }
    return code.toString();
  }

  /** Why its values can be no signal's, whatever the profile says; empty where they can. */
  Optional<String> unfit() {
    return dataType
        .filter(type -> NodeIds.ByteString.equals(type) || imageType(type))
        .map(type -> "its values are raw bytes (ByteString), which a signal does not carry");
  }

  private static boolean imageType(NodeId type) {
    return List.of(
            NodeIds.Image, NodeIds.ImageBMP, NodeIds.ImageGIF, NodeIds.ImageJPG, NodeIds.ImagePNG)
        .contains(type);
  }
}
