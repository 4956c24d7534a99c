package fucina.gateway.link.opcua;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a publish request, whose callbacks run in the order the answers came. Milo hands
 * each to a pool of threads of its own, where two that come close together may overtake each other:
 * it then takes the later one for proof that the earlier one is lost, asks for it again, and loses
 * count (1.1.2; seen on a busy machine as gaps in which nothing was missing).
 *
 * <p>The request goes out when the callback is there: an answer before it would wait for it, and be
 * overtaken there.
 */
final class OrderedAnswer<T> extends CompletableFuture<T> {
  private final Executor oneByOne;
  private final AtomicReference<Runnable> send;

  private OrderedAnswer(Executor oneByOne, AtomicReference<Runnable> send) {
    this.oneByOne = oneByOne;
    this.send = send;
  }

  /**
   * The answer to a request that is sent once its callback is set.
   *
   * @param request sends it; its answers complete in the order they come
   * @param oneByOne runs one task after the other, as they were given
   */
  static <T> OrderedAnswer<T> of(Supplier<CompletableFuture<T>> request, Executor oneByOne) {
    AtomicReference<Runnable> send = new AtomicReference<>(() -> {});
    OrderedAnswer<T> ordered = new OrderedAnswer<>(oneByOne, send);
    send.set(() -> request.get().whenComplete(ordered::completeAs));
    return ordered;
  }

  private void completeAs(T answer, @Nullable Throwable failure) {
    if (failure == null) {
      complete(answer);
    } else {
      completeExceptionally(failure);
    }
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new OrderedAnswer<>(oneByOne, send);
  }

  @Override
  public CompletableFuture<T> whenCompleteAsync(
      BiConsumer<? super T, ? super Throwable> callback, Executor pool) {
    CompletableFuture<T> after = super.whenCompleteAsync(callback, oneByOne);
    send.getAndSet(() -> {}).run();
    return after;
  }
}
