package fucina.gateway.link.opcua;

import fucina.profiles.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OperationLimits;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.BrowseDirection;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.eclipse.milo.opcua.stack.core.types.structured.ViewDescription;
import org.eclipse.milo.opcua.stack.core.util.Namespaces;

/**
 * Questions to one server, in requests no larger than it takes, all of them before one deadline.
 * Used by one thread, which waits.
 */
final class Inquiry {
  private static final int AT_ONCE = 500;

  /** All but the type definition, which costs some servers as much as all the rest. */
  private static final UInteger NAMES = Unsigned.uint(31);

  static final ViewDescription WHOLE =
      new ViewDescription(NodeId.NULL_VALUE, DateTime.NULL_VALUE, Unsigned.uint(0));

  private final OpcUaClient client;
  private final long until;
  private final Optional<OperationLimits> limits;

  /**
   * Begins; asks the server for its limits the first time.
   *
   * @param atMost how long all of it may take
   */
  Inquiry(OpcUaClient client, Duration atMost) {
    this.client = client;
    this.until = System.nanoTime() + atMost.toNanos();
    this.limits = limits(client);
  }

  private static Optional<OperationLimits> limits(OpcUaClient client) {
    try {
      return Optional.of(client.getOperationLimits());
    } catch (UaException e) {
      // A server need not have them: then small requests are safe.
      return Optional.empty();
    }
  }

  OpcUaClient client() {
    return client;
  }

  NamespaceTable namespaces() {
    return client.getNamespaceTable();
  }

  /** A node's id by its namespace's URI. */
  String name(NodeId node) {
    return node.getNamespaceIndex().intValue() == 0
        ? "nsu=" + Namespaces.OPC_UA + ";" + node.toParseableString()
        : node.expanded(namespaces()).toParseableString();
  }

  /** Reads, in the order asked. */
  List<DataValue> read(List<ReadValueId> wanted) throws UaException, InterruptedException {
    List<DataValue> values = new ArrayList<>(wanted.size());
    for (List<ReadValueId> part : parts(wanted, OperationLimits::maxNodesPerRead)) {
      DataValue[] got = await(client.readAsync(0, TimestampsToReturn.Both, part)).getResults();
      values.addAll(got == null ? List.of() : Arrays.asList(got));
    }
    return values;
  }

  static ReadValueId attribute(NodeId node, AttributeId attribute) {
    return new ReadValueId(node, attribute.uid(), null, QualifiedName.NULL_VALUE);
  }

  /** Browses down hierarchical references, in the order asked. */
  List<BrowseResult> browse(List<NodeId> nodes, long references)
      throws UaException, InterruptedException {
    List<BrowseResult> results = new ArrayList<>(nodes.size());
    for (List<NodeId> part : parts(nodes, OperationLimits::maxNodesPerBrowse)) {
      BrowseResult[] got =
          await(
                  client.browseAsync(
                      WHOLE,
                      Unsigned.uint(references),
                      down(part, NodeIds.HierarchicalReferences, NAMES)))
              .getResults();
      results.addAll(got == null ? List.of() : Arrays.asList(got));
    }
    return results;
  }

  /** The type definitions of nodes, in the order asked. */
  List<Optional<NodeId>> types(List<NodeId> nodes) throws UaException, InterruptedException {
    List<Optional<NodeId>> types = new ArrayList<>(nodes.size());
    for (List<NodeId> part : parts(nodes, OperationLimits::maxNodesPerBrowse)) {
      BrowseResult[] got =
          await(
                  client.browseAsync(
                      WHOLE,
                      Unsigned.uint(1),
                      down(part, NodeIds.HasTypeDefinition, Unsigned.uint(0))))
              .getResults();
      for (BrowseResult result : got == null ? new BrowseResult[0] : got) {
        ReferenceDescription[] references = result.getReferences();
        types.add(
            references == null || references.length == 0
                ? Optional.empty()
                : references[0].getNodeId().toNodeId(namespaces()));
      }
    }
    return types;
  }

  static List<BrowseDescription> down(List<NodeId> nodes, NodeId references, UInteger mask) {
    return nodes.stream()
        .map(
            node ->
                new BrowseDescription(
                    node, BrowseDirection.Forward, references, true, Unsigned.uint(0), mask))
        .toList();
  }

  /** The next references of a browse that was cut. */
  BrowseResult browseNext(ByteString point) throws UaException, InterruptedException {
    BrowseResult[] got = await(client.browseNextAsync(false, List.of(point))).getResults();
    if (got == null || got.length == 0) {
      throw new UaException(StatusCodes.Bad_ContinuationPointInvalid);
    }
    return got[0];
  }

  /** Gives continuation points back; what the server thinks of it does not matter. */
  void release(List<ByteString> points) throws InterruptedException {
    List<ByteString> real =
        points.stream().filter(point -> point != null && point.isNotNull()).toList();
    if (real.isEmpty()) {
      return;
    }
    try {
      await(client.browseNextAsync(true, real));
    } catch (UaException e) {
      // It forgets them with the session, at the latest.
    }
  }

  /** One step from a node to the child of that name. */
  static BrowsePath step(NodeId from, QualifiedName... names) {
    return new BrowsePath(
        from,
        new RelativePath(
            Stream.of(names)
                .map(
                    name ->
                        new RelativePathElement(NodeIds.HierarchicalReferences, false, true, name))
                .toArray(RelativePathElement[]::new)));
  }

  /** Where paths lead, in the order asked; empty where they lead nowhere. */
  List<Optional<NodeId>> translate(List<BrowsePath> paths)
      throws UaException, InterruptedException {
    List<Optional<NodeId>> nodes = new ArrayList<>(paths.size());
    for (List<BrowsePath> part :
        parts(paths, OperationLimits::maxNodesPerTranslateBrowsePathsToNodeIds)) {
      BrowsePathResult[] got = await(client.translateBrowsePathsAsync(part)).getResults();
      for (BrowsePathResult result : got == null ? new BrowsePathResult[0] : got) {
        nodes.add(target(result));
      }
    }
    return nodes;
  }

  private Optional<NodeId> target(BrowsePathResult result) {
    return result.getStatusCode().isBad()
            || result.getTargets() == null
            || result.getTargets().length == 0
        ? Optional.empty()
        : result.getTargets()[0].getTargetId().toNodeId(namespaces());
  }

  /** The node at an address, by its browse path; empty where there is no such path. */
  Optional<NodeId> byPath(NodeAddress address) throws UaException, InterruptedException {
    List<QualifiedName> names = new ArrayList<>();
    for (NodeAddress.Step step : address.browsePath()) {
      var index = namespaces().getIndex(step.namespace());
      if (index == null) {
        return Optional.empty();
      }
      names.add(new QualifiedName(index, step.name()));
    }
    return names.isEmpty()
        ? Optional.empty()
        : translate(List.of(step(NodeIds.RootFolder, names.toArray(QualifiedName[]::new)))).get(0);
  }

  private <T> List<List<T>> parts(
      List<T> all, Function<OperationLimits, Optional<UInteger>> limit) {
    long most =
        limits
            .flatMap(limit)
            .map(UInteger::longValue)
            .filter(count -> count > 0)
            .orElse((long) AT_ONCE);
    int size = (int) Math.min(AT_ONCE, most);
    List<List<T>> parts = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      parts.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return parts;
  }

  private <T> T await(CompletableFuture<T> answer) throws UaException, InterruptedException {
    try {
      return answer.get(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw UaException.extract(e).orElseGet(() -> new UaException(e));
    } catch (TimeoutException e) {
      throw new UaException(StatusCodes.Bad_Timeout, e);
    }
  }
}
