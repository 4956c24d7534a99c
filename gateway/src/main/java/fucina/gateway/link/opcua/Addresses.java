package fucina.gateway.link.opcua;

import fucina.profiles.NodeAddress;
import fucina.profiles.NodeAddress.Step;
import fucina.profiles.Signal;
import fucina.profiles.SignalAddress.OpcUaNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathTarget;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;

/**
 * Where a profile's addresses are on one server, as it numbers its namespaces today. {@link #learn}
 * asks the server and is for the link's thread; {@link #find} is for any thread.
 */
final class Addresses {
  private final OpcUaClient client;
  private final Calls calls;
  private final UnaryOperator<String> fill;
  private final Map<NodeAddress, NodeId> known = new ConcurrentHashMap<>();

  /**
   * Knows nothing yet.
   *
   * @param fill fills the placeholders of an address
   */
  Addresses(OpcUaClient client, Calls calls, UnaryOperator<String> fill) {
    this.client = client;
    this.calls = calls;
    this.fill = fill;
  }

  /**
   * Where a signal is.
   *
   * @param node the variable
   * @param index which element of an array, from 0; empty for all
   * @param field names that lead into a structure; none for all
   */
  record Place(NodeId node, Optional<Integer> index, List<String> field) {}

  /** The node of an address, as far as it was learnt; empty where the server has none. */
  Optional<NodeId> find(NodeAddress address) {
    return Optional.ofNullable(known.get(address));
  }

  /** The place of a signal. */
  Optional<Place> place(Signal signal) {
    return signal.address() instanceof OpcUaNode where
        ? find(where.node()).map(node -> new Place(node, where.index(), where.field()))
        : Optional.empty();
  }

  /** Why an address was not found, in words. */
  String absence(NodeAddress address) {
    boolean path = !address.browsePath().isEmpty();
    try {
      if (!path && byId(address).isEmpty()) {
        return "unknown namespace: the machine's server has none of " + address;
      }
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
    return "Bad_NoMatch: the machine has nothing at " + address;
  }

  /** Finds these on the server, anew; an id is taken as it is where no path stands beside it. */
  void learn(Collection<NodeAddress> wanted) throws UaException {
    Set<NodeAddress> paths = new LinkedHashSet<>();
    Map<NodeAddress, NodeId> doubtful = new java.util.LinkedHashMap<>();
    for (NodeAddress address : wanted) {
      known.remove(address);
      Optional<NodeId> id = safely(address);
      if (!address.browsePath().isEmpty()) {
        paths.add(address);
        id.ifPresent(node -> doubtful.put(address, node));
      } else {
        id.ifPresent(node -> known.put(address, node));
      }
    }
    confirm(doubtful);
    paths.removeIf(known::containsKey);
    follow(List.copyOf(paths));
  }

  private Optional<NodeId> safely(NodeAddress address) {
    try {
      return byId(address);
    } catch (IllegalArgumentException e) {
      // A placeholder the registration does not fill: told by absence().
      return Optional.empty();
    }
  }

  private Optional<NodeId> byId(NodeAddress address) {
    return address.nodeId().map(fill).flatMap(id -> resolve(id, client.getNamespaceTable()));
  }

  /** Keeps the ids that the server still knows. */
  private void confirm(Map<NodeAddress, NodeId> doubtful) throws UaException {
    List<NodeAddress> addresses = List.copyOf(doubtful.keySet());
    List<DataValue> classes =
        calls.read(
            addresses.stream()
                .map(
                    address ->
                        new ReadValueId(
                            doubtful.get(address),
                            AttributeId.NodeClass.uid(),
                            null,
                            QualifiedName.NULL_VALUE))
                .toList());
    for (int i = 0; i < addresses.size(); i++) {
      if (!classes.get(i).statusCode().isBad()) {
        known.put(addresses.get(i), doubtful.get(addresses.get(i)));
      }
    }
  }

  private void follow(List<NodeAddress> addresses) throws UaException {
    List<NodeAddress> asked = new ArrayList<>();
    List<BrowsePath> paths = new ArrayList<>();
    for (NodeAddress address : addresses) {
      relative(address)
          .ifPresent(
              path -> {
                asked.add(address);
                paths.add(new BrowsePath(NodeIds.RootFolder, path));
              });
    }
    List<BrowsePathResult> results = calls.translate(paths);
    for (int i = 0; i < asked.size(); i++) {
      BrowsePathTarget[] targets = results.get(i).getTargets();
      if (results.get(i).getStatusCode().isGood() && targets != null && targets.length > 0) {
        NodeAddress address = asked.get(i);
        targets[0]
            .getTargetId()
            .toNodeId(client.getNamespaceTable())
            .ifPresent(node -> known.put(address, node));
      }
    }
  }

  /** A path of hierarchical references; empty where the server lacks one of its namespaces. */
  private Optional<RelativePath> relative(NodeAddress address) {
    List<RelativePathElement> elements = new ArrayList<>();
    for (Step step : address.browsePath()) {
      UShort index = client.getNamespaceTable().getIndex(step.namespace());
      if (index == null) {
        return Optional.empty();
      }
      String name;
      try {
        name = fill.apply(step.name());
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
      elements.add(
          new RelativePathElement(
              NodeIds.HierarchicalReferences, false, true, new QualifiedName(index, name)));
    }
    return Optional.of(new RelativePath(elements.toArray(new RelativePathElement[0])));
  }

  /** A node id by namespace URI, as this server numbers its namespaces today. */
  static Optional<NodeId> resolve(String nodeId, NamespaceTable namespaces) {
    try {
      return ExpandedNodeId.parse(nodeId).toNodeId(namespaces);
    } catch (UaRuntimeException e) {
      return Optional.empty();
    }
  }
}
