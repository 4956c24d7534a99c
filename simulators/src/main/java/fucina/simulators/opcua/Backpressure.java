package fucina.simulators.opcua;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Between a server and its sockets: lets requests through late, or nothing at all in either
 * direction, in order. Safe for several threads.
 */
final class Backpressure {
  private final Set<Valve> valves = ConcurrentHashMap.newKeySet();
  private volatile long delayNanos;
  private volatile boolean hung;

  void delay(Duration delay) {
    delayNanos = delay.toNanos();
  }

  void hang(boolean still) {
    hung = still;
    if (!still) {
      valves.forEach(Valve::open);
    }
  }

  /** Stands between the socket and all that reads from it. */
  void guard(ChannelPipeline pipeline) {
    pipeline.addFirst(new Valve());
  }

  /** One connection; all of it on its event loop. */
  private final class Valve extends ChannelDuplexHandler {
    private final Deque<Runnable> held = new ArrayDeque<>();
    private volatile @Nullable ChannelHandlerContext context;
    private long lastDue = Long.MIN_VALUE;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
      context = added;
      valves.add(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
      valves.remove(this);
      held.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
      long now = System.nanoTime();
      if (hung || !held.isEmpty()) {
        held.add(() -> from.fireChannelRead(message));
      } else if (delayNanos > 0 || lastDue > now) {
        lastDue = Math.max(lastDue, now + delayNanos);
        from.executor()
            .schedule(
                () -> {
                  from.fireChannelRead(message);
                  from.fireChannelReadComplete();
                },
                lastDue - now,
                TimeUnit.NANOSECONDS);
      } else {
        from.fireChannelRead(message);
      }
    }

    @Override
    public void write(ChannelHandlerContext to, Object message, ChannelPromise promise) {
      if (hung || !held.isEmpty()) {
        held.add(() -> to.writeAndFlush(message, promise));
      } else {
        to.write(message, promise);
      }
    }

    private void open() {
      ChannelHandlerContext on = Objects.requireNonNull(context, "a valve is part of a pipeline");
      on.executor()
          .execute(
              () -> {
                while (!hung && !held.isEmpty()) {
                  held.remove().run();
                }
                on.fireChannelReadComplete();
              });
    }
  }
}
