package fucina.gateway.link.opcua;

import fucina.gateway.link.NodeBrowser.Node;
import fucina.gateway.link.NodeBrowser.Variable;
import fucina.gateway.telemetry.Quality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.EUInformation;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * What a technician wants to know of nodes: whether there is more below, and for variables type,
 * value, unit and access. All nodes of a page are asked for together.
 */
final class NodeDetails {
  private static final List<AttributeId> OF_VARIABLES =
      List.of(
          AttributeId.Value,
          AttributeId.DataType,
          AttributeId.ValueRank,
          AttributeId.UserAccessLevel);
  private static final Duration GLIMPSE = Duration.ofMillis(250);
  private static final int READABLE = 1;
  private static final int WRITABLE = 2;

  private final Inquiry inquiry;

  NodeDetails(Inquiry inquiry) {
    this.inquiry = inquiry;
  }

  /**
   * Nodes in the order of their references.
   *
   * @param below whether to look if there is more below each
   */
  List<Node> of(List<ReferenceDescription> references, boolean below)
      throws UaException, InterruptedException {
    List<Optional<NodeId>> ids =
        references.stream()
            .map(reference -> reference.getNodeId().toNodeId(inquiry.namespaces()))
            .toList();
    Map<NodeId, Boolean> children =
        below
            ? Glimpse.below(ids.stream().flatMap(Optional::stream).toList(), inquiry, GLIMPSE)
            : Map.of();
    Map<NodeId, NodeId> types = types(ids);
    Map<NodeId, Variable> variables = variables(references, ids);
    List<Node> nodes = new ArrayList<>(references.size());
    for (int i = 0; i < references.size(); i++) {
      nodes.add(node(references.get(i), ids.get(i), new Known(children, types, variables)));
    }
    return nodes;
  }

  /** What was learnt of a page's nodes. */
  private record Known(
      Map<NodeId, Boolean> children, Map<NodeId, NodeId> types, Map<NodeId, Variable> variables) {}

  private Map<NodeId, NodeId> types(List<Optional<NodeId>> ids)
      throws UaException, InterruptedException {
    List<NodeId> nodes = ids.stream().flatMap(Optional::stream).distinct().toList();
    List<Optional<NodeId>> found = inquiry.types(nodes);
    Map<NodeId, NodeId> types = new HashMap<>();
    for (int i = 0; i < Math.min(nodes.size(), found.size()); i++) {
      NodeId node = nodes.get(i);
      found.get(i).ifPresent(type -> types.put(node, type));
    }
    return types;
  }

  private Node node(ReferenceDescription reference, Optional<NodeId> id, Known known) {
    QualifiedName name = reference.getBrowseName();
    NodeClass kind = reference.getNodeClass();
    return new Node(
        id.map(inquiry::name).orElseGet(() -> reference.getNodeId().toParseableString()),
        name.namespaceIndex() + ":" + Optional.ofNullable(name.name()).orElse(""),
        Optional.ofNullable(reference.getDisplayName().text())
            .or(() -> Optional.ofNullable(name.name()))
            .orElse(""),
        kind == null ? "Unspecified" : kind.name(),
        id.map(known.types()::get).map(inquiry::name),
        id.map(known.children()::get),
        id.map(known.variables()::get));
  }

  private Map<NodeId, Variable> variables(
      List<ReferenceDescription> references, List<Optional<NodeId>> ids)
      throws UaException, InterruptedException {
    Set<NodeId> distinct = new LinkedHashSet<>();
    for (int i = 0; i < references.size(); i++) {
      if (references.get(i).getNodeClass() == NodeClass.Variable) {
        ids.get(i).ifPresent(distinct::add);
      }
    }
    List<NodeId> nodes = List.copyOf(distinct);
    if (nodes.isEmpty()) {
      return Map.of();
    }
    List<ReadValueId> wanted = new ArrayList<>();
    nodes.forEach(node -> OF_VARIABLES.forEach(part -> wanted.add(Inquiry.attribute(node, part))));
    List<DataValue> values = inquiry.read(wanted);
    List<Optional<EUInformation>> units = Units.of(nodes, inquiry);
    Map<NodeId, String> types = typeNames(values);
    Map<NodeId, Variable> variables = new HashMap<>();
    int width = OF_VARIABLES.size();
    for (int i = 0; i < nodes.size() && (i + 1) * width <= values.size(); i++) {
      List<DataValue> own = values.subList(i * width, (i + 1) * width);
      variables.put(
          nodes.get(i), variable(own, i < units.size() ? units.get(i) : Optional.empty(), types));
    }
    return variables;
  }

  private static Variable variable(
      List<DataValue> own, Optional<EUInformation> unit, Map<NodeId, String> types) {
    DataValue value = own.get(0);
    StatusCode status = value.statusCode();
    int access = own.get(3).value().value() instanceof UByte level ? level.intValue() : READABLE;
    boolean array =
        own.get(2).value().value() instanceof Integer rank
            ? rank >= 0
            : OpcUaParts.type(value.value()).endsWith("[]");
    return new Variable(
        own.get(1).value().value() instanceof NodeId type
            ? types.getOrDefault(type, type.toParseableString())
            : OpcUaParts.type(value.value()),
        array,
        status.isBad() ? Optional.empty() : OpcUaParts.shown(value.value()),
        status.isGood() ? Quality.GOOD : status.isBad() ? Quality.BAD : Quality.UNCERTAIN,
        OpcUaValues.instant(value.sourceTime()),
        unit.flatMap(Units::symbol),
        unit.flatMap(Units::unece),
        (access & READABLE) != 0,
        (access & WRITABLE) != 0);
  }

  /** The names of all data types there are among these values, each asked for once. */
  private Map<NodeId, String> typeNames(List<DataValue> values)
      throws UaException, InterruptedException {
    List<NodeId> types =
        values.stream()
            .map(value -> value.value().value())
            .filter(NodeId.class::isInstance)
            .map(NodeId.class::cast)
            .distinct()
            .toList();
    List<DataValue> names =
        inquiry.read(
            types.stream().map(type -> Inquiry.attribute(type, AttributeId.BrowseName)).toList());
    Map<NodeId, String> byType = new HashMap<>();
    for (int i = 0; i < Math.min(types.size(), names.size()); i++) {
      if (names.get(i).value().value() instanceof QualifiedName name && name.name() != null) {
        byType.put(types.get(i), name.name());
      }
    }
    return byType;
  }
}
