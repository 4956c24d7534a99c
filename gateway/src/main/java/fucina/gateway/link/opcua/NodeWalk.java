package fucina.gateway.link.opcua;

import fucina.gateway.link.NodeBrowser.Found;
import fucina.gateway.link.NodeBrowser.Node;
import fucina.gateway.link.NodeBrowser.Walk;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReferenceDescription;

/**
 * Walks down from a node, breadth first, a few dozen nodes a request, until enough nodes were seen
 * or the time is up; properties and the server's own diagnostics are passed by.
 */
final class NodeWalk {
  private static final int AT_ONCE = 50;
  private static final int CHILDREN_AT_ONCE = 500;
  private static final Duration READING = Duration.ofSeconds(5);

  private final Inquiry inquiry;
  private final int atMost;
  private final long until;
  private final Set<NodeId> seen = new HashSet<>();
  private final Deque<Step> ahead = new ArrayDeque<>();
  private final List<ReferenceDescription> variables = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private boolean complete = true;

  /**
   * @param atMost how many nodes to look at
   * @param time after which it ends
   */
  NodeWalk(OpcUaClient client, int atMost, Duration time) {
    // What was found is still to be read when the time is up.
    this.inquiry = new Inquiry(client, time.plus(READING));
    this.until = System.nanoTime() + time.toNanos();
    this.atMost = atMost;
  }

  private boolean late() {
    return System.nanoTime() - until > 0;
  }

  private record Step(NodeId node, String path) {}

  Walk from(NodeId start) throws UaException, InterruptedException {
    ahead.add(new Step(start, ""));
    seen.add(NodeIds.Server);
    seen.add(start);
    int passedBy = 1;
    while (!ahead.isEmpty() && seen.size() - passedBy < atMost && !late()) {
      List<Step> steps = new ArrayList<>();
      while (!ahead.isEmpty() && steps.size() < AT_ONCE) {
        steps.add(ahead.removeFirst());
      }
      look(steps);
    }
    complete = complete && ahead.isEmpty();
    List<Node> nodes = new NodeDetails(inquiry).of(variables, false);
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      found.add(new Found(paths.get(i), nodes.get(i)));
    }
    return new Walk(found, seen.size() - passedBy, complete);
  }

  private void look(List<Step> steps) throws UaException, InterruptedException {
    List<BrowseResult> results =
        inquiry.browse(steps.stream().map(Step::node).toList(), CHILDREN_AT_ONCE);
    List<ByteString> points = new ArrayList<>();
    for (int i = 0; i < Math.min(steps.size(), results.size()); i++) {
      BrowseResult result = results.get(i);
      take(steps.get(i), result);
      ByteString point = result.getContinuationPoint();
      while (point != null && point.isNotNull() && seen.size() < atMost && !late()) {
        BrowseResult more = inquiry.browseNext(point);
        take(steps.get(i), more);
        point = more.getContinuationPoint();
      }
      if (point != null && point.isNotNull()) {
        complete = false;
        points.add(point);
      }
    }
    inquiry.release(points);
  }

  private void take(Step from, BrowseResult result) {
    ReferenceDescription[] references = result.getReferences();
    for (ReferenceDescription each :
        references == null ? new ReferenceDescription[0] : references) {
      boolean property = NodeIds.HasProperty.equals(each.getReferenceTypeId());
      Optional<NodeId> node = each.getNodeId().toNodeId(inquiry.namespaces());
      if (property || node.isEmpty() || !seen.add(node.get())) {
        continue;
      }
      if (seen.size() > atMost + 2) {
        complete = false;
        return;
      }
      String path =
          (from.path().isEmpty() ? "" : from.path() + "/")
              + Optional.ofNullable(each.getDisplayName().text()).orElse("");
      if (each.getNodeClass() == NodeClass.Variable) {
        variables.add(each);
        paths.add(path);
      }
      if (each.getNodeClass() == NodeClass.Variable || each.getNodeClass() == NodeClass.Object) {
        ahead.add(new Step(node.get(), path));
      }
    }
  }
}
