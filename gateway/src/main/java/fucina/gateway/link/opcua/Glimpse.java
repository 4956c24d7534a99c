package fucina.gateway.link.opcua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowseResult;
import org.jspecify.annotations.Nullable;

/** A look at whether there is more below some nodes. */
final class Glimpse {
  private static final int OBJECTS_AT_ONCE = 5;

  private Glimpse() {}

  /**
   * Whether there is anything below nodes, as far as the server says so at once: a few nodes a
   * request, all requests together, as one node with very many children may take a server seconds.
   * What comes too late is let go.
   */
  static Map<NodeId, Boolean> below(List<NodeId> nodes, Inquiry inquiry, Duration atMost)
      throws InterruptedException {
    OpcUaClient client = inquiry.client();
    Map<NodeId, Boolean> below = new ConcurrentHashMap<>();
    List<CompletableFuture<Void>> answers = new ArrayList<>();
    for (int from = 0; from < nodes.size(); from += OBJECTS_AT_ONCE) {
      List<NodeId> some = nodes.subList(from, Math.min(nodes.size(), from + OBJECTS_AT_ONCE));
      answers.add(
          client
              .browseAsync(
                  Inquiry.WHOLE,
                  Unsigned.uint(1),
                  Inquiry.down(some, NodeIds.HierarchicalReferences, Unsigned.uint(0)))
              .thenAccept(response -> glimpsed(some, response.getResults(), below, client)));
    }
    try {
      CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
          .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Some are not known then; the others are.
      return Map.copyOf(below);
    }
    return Map.copyOf(below);
  }

  private static void glimpsed(
      List<NodeId> nodes,
      BrowseResult @Nullable [] results,
      Map<NodeId, Boolean> below,
      OpcUaClient client) {
    List<ByteString> points = new ArrayList<>();
    for (int i = 0; results != null && i < Math.min(nodes.size(), results.length); i++) {
      BrowseResult result = results[i];
      ByteString point = result.getContinuationPoint();
      if (point != null && point.isNotNull()) {
        points.add(point);
      }
      boolean some = result.getReferences() != null && result.getReferences().length > 0;
      if (!result.getStatusCode().isBad()) {
        below.put(nodes.get(i), some);
      } else if (result.getStatusCode().value() == StatusCodes.Bad_NoContinuationPoints) {
        // It had more than the one reference, and no place to remember where it stopped.
        below.put(nodes.get(i), true);
      }
    }
    if (!points.isEmpty()) {
      client.browseNextAsync(true, points);
    }
  }
}
