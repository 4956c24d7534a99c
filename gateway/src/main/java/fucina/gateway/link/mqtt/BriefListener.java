package fucina.gateway.link.mqtt;

import fucina.gateway.link.LinkFault;
import fucina.gateway.link.LinkState;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Listens on one filter for a while, and keeps nobody's message back. */
final class BriefListener implements MqttListener {
  private final String filter;
  private final Consumer<MqttArrival> heard;
  private final CompletableFuture<Void> granted = new CompletableFuture<>();

  /**
   * @param heard told of each message; must not block
   */
  BriefListener(String filter, Consumer<MqttArrival> heard) {
    this.filter = filter;
    this.heard = heard;
  }

  String filter() {
    return filter;
  }

  /**
   * Waits until the broker granted the filter.
   *
   * @throws LinkFault where there is no connection, or the filter is refused
   */
  void await(Duration atMost) throws LinkFault, InterruptedException {
    try {
      granted.get(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new LinkFault(
          LinkState.UNREACHABLE,
          "The broker did not answer within " + atMost.toSeconds() + " s.",
          e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof LinkFault fault
          ? fault
          : new LinkFault(LinkState.UNREACHABLE, "The broker failed: " + e.getCause() + ".", e);
    }
  }

  @Override
  public Set<String> filters() {
    return Set.of(filter);
  }

  @Override
  public CompletableFuture<Void> arrived(MqttArrival message) {
    heard.accept(message);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void connected() {
    granted.complete(null);
  }

  @Override
  public void disconnected(LinkState state, String sentence) {
    granted.completeExceptionally(new LinkFault(state, sentence));
  }

  @Override
  public void tick() {}
}
