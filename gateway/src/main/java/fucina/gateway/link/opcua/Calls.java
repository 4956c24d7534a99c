package fucina.gateway.link.opcua;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OperationLimits;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * Services asked for many nodes at once, never more than the server takes (OPC 10000-5 §6.3.11).
 * Small controllers do not say how much that is and answer Bad_TooManyOperations: then half as many
 * are asked for, down to one, and the number is remembered. Waits for the server, so it is only for
 * the link's thread; every wait ends.
 */
final class Calls {
  private static final int PATIENCE_MILLIS = 10_000;

  /** What is asked for at once where the server names no limit. */
  private static final int USUAL = 250;

  private static final int MOST = 1_000;
  private static final Set<Long> TOO_MUCH =
      Set.of(
          StatusCodes.Bad_TooManyOperations,
          StatusCodes.Bad_TooManyMonitoredItems,
          StatusCodes.Bad_RequestTooLarge,
          StatusCodes.Bad_ResponseTooLarge,
          StatusCodes.Bad_EncodingLimitsExceeded);

  private final OpcUaClient client;
  private final Map<Service, Integer> sizes = new EnumMap<>(Service.class);

  /** What can be asked of many nodes at once. */
  enum Service {
    READ,
    TRANSLATE,
    CREATE_ITEMS
  }

  /** One request for some; answers in the same order. */
  interface Request<A, B> {
    List<B> send(List<A> some) throws UaException;
  }

  private Calls(OpcUaClient client) {
    this.client = client;
  }

  /** Learns the server's limits first; one that tells none has none. */
  static Calls on(OpcUaClient client) {
    Calls calls = new Calls(client);
    try {
      OperationLimits limits = client.getOperationLimits();
      calls.limit(Service.READ, limits.maxNodesPerRead());
      calls.limit(Service.TRANSLATE, limits.maxNodesPerTranslateBrowsePathsToNodeIds());
      calls.limit(Service.CREATE_ITEMS, limits.maxMonitoredItemsPerCall());
    } catch (UaException e) {
      // A server without ServerCapabilities: what it takes is found out by asking.
      calls.sizes.clear();
    }
    return calls;
  }

  private void limit(Service service, Optional<UInteger> told) {
    told.map(UInteger::longValue)
        .filter(most -> most > 0)
        .ifPresent(most -> sizes.put(service, (int) Math.min(most, MOST)));
  }

  /** How many are asked for at once. */
  int size(Service service) {
    return sizes.getOrDefault(service, USUAL);
  }

  /** Asks for all, in as many requests as it takes. */
  <A, B> List<B> inBatches(Service service, List<A> all, Request<A, B> request) throws UaException {
    List<B> answers = new ArrayList<>(all.size());
    while (answers.size() < all.size()) {
      int from = answers.size();
      List<A> some = all.subList(from, Math.min(all.size(), from + size(service)));
      try {
        List<B> got = request.send(some);
        if (got.size() != some.size()) {
          throw new UaException(StatusCodes.Bad_UnknownResponse, "answers are missing");
        }
        answers.addAll(got);
      } catch (UaException e) {
        if (some.size() == 1 || !TOO_MUCH.contains(e.getStatusCode().getValue())) {
          throw e;
        }
        sizes.put(service, some.size() / 2);
      }
    }
    return answers;
  }

  /** Reads attributes with both time stamps. */
  List<DataValue> read(List<ReadValueId> what) throws UaException {
    return inBatches(
        Service.READ,
        what,
        some ->
            Optional.ofNullable(
                    await(client.readAsync(0, TimestampsToReturn.Both, some)).getResults())
                .map(Arrays::asList)
                .orElseGet(List::of));
  }

  /** Follows browse paths (OPC 10000-4 §5.9.4). */
  List<BrowsePathResult> translate(List<BrowsePath> paths) throws UaException {
    return inBatches(
        Service.TRANSLATE,
        paths,
        some ->
            Optional.ofNullable(await(client.translateBrowsePathsAsync(some)).getResults())
                .map(Arrays::asList)
                .orElseGet(List::of));
  }

  /** Waits for an answer, not for ever. */
  static <T> T await(CompletableFuture<T> answer) throws UaException {
    try {
      return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new UaException(OpcUaFaults.status(e).getValue(), e);
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw new UaException(StatusCodes.Bad_Timeout, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UaException(StatusCodes.Bad_Shutdown, e);
    }
  }
}
