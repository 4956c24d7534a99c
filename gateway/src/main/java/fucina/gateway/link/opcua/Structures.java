package fucina.gateway.link.opcua;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.core.types.DynamicStructType;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaSerializationException;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.types.UaStructuredType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads fields out of structures, those of companion specifications among them: their layout is
 * asked of the server once, aside from the way of the values, and only where a signal is a field.
 */
final class Structures {
  private static final Logger LOG = LoggerFactory.getLogger(Structures.class);
  private static final int PATIENCE_SECONDS = 20;

  private final OpcUaClient client;
  private volatile Optional<EncodingContext> layouts = Optional.empty();

  Structures(OpcUaClient client) {
    this.client = client;
  }

  /** Asks the server for its types; without an answer only the standard's own are known. */
  void learn() throws UaException {
    CompletableFuture<EncodingContext> learnt = new CompletableFuture<>();
    client
        .getTransport()
        .getConfig()
        .getExecutor()
        .execute(
            () -> {
              try {
                learnt.complete(client.getDynamicEncodingContext());
              } catch (UaException | RuntimeException e) {
                learnt.completeExceptionally(e);
              }
            });
    try {
      layouts = Optional.of(learnt.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the server does not tell how its structures are laid out", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UaException(StatusCodes.Bad_Shutdown, e);
    }
  }

  /** A field of a structure; empty where it has none of that name, or cannot be read. */
  Optional<Object> field(Object structure, String name) {
    Object opened = structure instanceof ExtensionObject packed ? open(packed) : structure;
    if (opened instanceof DynamicStructType told) {
      return Optional.ofNullable(told.getMembers().get(name));
    }
    return opened instanceof UaStructuredType known ? got(known, name) : Optional.empty();
  }

  private Object open(ExtensionObject packed) {
    try {
      return packed.decode(layouts.orElseGet(client::getStaticEncodingContext));
    } catch (UaSerializationException e) {
      return packed;
    }
  }

  /** A field of one of the standard's own structures, which Milo has as classes. */
  private static Optional<Object> got(UaStructuredType structure, String name) {
    String getter = "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    try {
      return Optional.ofNullable(structure.getClass().getMethod(getter).invoke(structure));
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return Optional.empty();
    }
  }
}
