package fucina.gateway.link.opcua;

import fucina.gateway.link.Cells;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.PublishResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.RepublishRequest;
import org.eclipse.milo.opcua.stack.core.util.ExecutionQueue;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfigBuilder;

/**
 * A transport that can also send at once or not at all, keeps the answers to publish requests in
 * order, and knows when keep-alives were sent. Milo's own holds a request back until the connection
 * is there again, which must never happen to a command.
 */
final class PromptTransport extends OpcTcpClientTransport {
  static final int CONNECT_MILLIS = 5_000;

  private final AtomicReference<Channel> latest;
  private final KeepAlives keepAlives = new KeepAlives();

  private final ExecutionQueue publishes;
  private volatile Consumer<UInteger> gone = subscription -> {};

  private PromptTransport(OpcTcpClientTransportConfig config, AtomicReference<Channel> latest) {
    super(config);
    this.publishes = new ExecutionQueue(config.getExecutor());
    this.latest = latest;
  }

  static PromptTransport make(ExecutorService executor, Cells cells) {
    AtomicReference<Channel> latest = new AtomicReference<>();
    OpcTcpClientTransportConfigBuilder config = OpcTcpClientTransportConfig.newBuilder();
    configure(config, executor, cells);
    config.setChannelPipelineCustomizer(pipeline -> latest.set(pipeline.channel()));
    return new PromptTransport(config.build(), latest);
  }

  static void configure(
      OpcTcpClientTransportConfigBuilder config, ExecutorService executor, Cells cells) {
    if (!cells.any()) {
      config.setBootstrapCustomizer(bootstrap -> bootstrap.resolver(new CellResolvers(cells)));
    }
    config.setConnectTimeout(Unsigned.uint(CONNECT_MILLIS));
    config.setAcknowledgeTimeout(Unsigned.uint(CONNECT_MILLIS));
    config.setExecutor(executor);
    config.setScheduledExecutor(PromptSchedule.SHARED);
  }

  /** Those that came over it. */
  KeepAlives keepAlives() {
    return keepAlives;
  }

  /**
   * Wants to be told of which subscription a notification cannot be had again, at once: before the
   * one after it is asked for.
   */
  void onGone(Consumer<UInteger> listener) {
    gone = listener;
  }

  @Override
  public CompletableFuture<UaResponseMessageType> sendRequestMessage(UaRequestMessageType request) {
    if (request instanceof RepublishRequest again) {
      return super.sendRequestMessage(request)
          .whenComplete(
              (answer, failure) -> {
                if (failure != null || answer.getResponseHeader().getServiceResult().isBad()) {
                  gone.accept(again.getSubscriptionId());
                }
              });
    }
    return request instanceof PublishRequest
        ? OrderedAnswer.of(() -> super.sendRequestMessage(request), publishes::submit)
        : super.sendRequestMessage(request);
  }

  @Override
  public void handleResponse(long requestId, UaResponseMessageType response) {
    if (response instanceof PublishResponse published) {
      keepAlives.arrived(published);
    }
    super.handleResponse(requestId, response);
  }

  /** The TCP connection opened last. */
  Optional<Channel> latest() {
    return Optional.ofNullable(latest.get());
  }

  /** Sends on this connection now; fails where it is closed. */
  CompletableFuture<UaResponseMessageType> sendNow(UaRequestMessageType request, Channel channel) {
    return sendRequestMessage(request, channel);
  }
}
