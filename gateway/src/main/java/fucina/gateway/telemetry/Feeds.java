package fucina.gateway.telemetry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All watchers' feeds, served by one thread; who watches the same at the same rate shares a look.
 */
public final class Feeds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feeds.class);

  private final LiveHub hub;
  private final Set<Feed> open = ConcurrentHashMap.newKeySet();
  private final Map<Channel.Key, Channel> channels = new HashMap<>();
  private final Map<String, List<Channel>> watching = new ConcurrentHashMap<>();
  private final LongAdder shown = new LongAdder();
  private final LongAdder conflated = new LongAdder();
  private final ScheduledThreadPoolExecutor ticker;

  public Feeds(LiveHub hub) {
    this.hub = hub;
    this.ticker =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "fucina-feeds");
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    hub.onReadings(this::wake);
  }

  /** Wakes who watches the machines of these readings; on the publishing thread. */
  private void wake(List<Reading> readings) {
    String last = "";
    for (Reading reading : readings) {
      if (!reading.machine().equals(last)) {
        last = reading.machine();
        watching.getOrDefault(last, List.of()).forEach(Channel::wake);
      }
    }
  }

  private Channel open(Channel.Key key) {
    Channel channel = new Channel(key, this);
    watching.computeIfAbsent(key.machine(), none -> new CopyOnWriteArrayList<>()).add(channel);
    return channel;
  }

  /** Opens a feed that watches nothing yet; its owner closes it. */
  public Feed open(Feed.Sink sink) {
    Feed feed = new Feed(this, sink);
    open.add(feed);
    return feed;
  }

  /** How many feeds are open. */
  public int watchers() {
    return open.size();
  }

  /** How many values were shown to watchers since the start. */
  public long shown() {
    return shown.sum();
  }

  /** How many values were conflated away since the start. */
  public long conflated() {
    return conflated.sum();
  }

  /** Closes every feed. */
  @Override
  public void close() {
    open.forEach(Feed::close);
    ticker.shutdownNow();
  }

  LiveHub hub() {
    return hub;
  }

  void shown(Frame frame) {
    shown.add(frame.entries().size());
    conflated.add(frame.missed());
  }

  void closed(Feed feed) {
    open.remove(feed);
  }

  /** Its sink failed: closes it, once whoever calls holds nothing of it. */
  void failed(Feed feed) {
    ticker.execute(feed::close);
  }

  /** Joins the channel of a key, which is opened where nobody is in it yet. */
  Channel join(Channel.Key key, Channel.Member member) {
    synchronized (channels) {
      Channel channel = channels.computeIfAbsent(key, this::open);
      channel.join(member);
      return channel;
    }
  }

  /** Moves a member to the channel of the same signals at another rate. */
  Channel move(Channel from, Channel.Member member, int hertz) {
    synchronized (channels) {
      Channel to =
          channels.computeIfAbsent(
              new Channel.Key(from.key().machine(), from.key().signals(), hertz), this::open);
      to.take(member, from);
      closeUnused(from);
      return to;
    }
  }

  void leave(Channel channel, Channel.Member member) {
    channel.leave(member);
    synchronized (channels) {
      closeUnused(channel);
    }
  }

  private void closeUnused(Channel channel) {
    if (channel.empty() && channels.remove(channel.key(), channel)) {
      watching.computeIfPresent(
          channel.key().machine(),
          (machine, all) -> {
            all.remove(channel);
            return all.isEmpty() ? null : all;
          });
      channel.close();
    }
  }

  /** Does something later on the feeds' thread; never, once this is closed. */
  void after(long nanos, Runnable work) {
    var unused = ticker.schedule(() -> carefully(work), nanos, TimeUnit.NANOSECONDS);
  }

  private static void carefully(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("the feeds' thread goes on after a fault", e);
    }
  }
}
