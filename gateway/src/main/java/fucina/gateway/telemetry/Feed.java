package fucina.gateway.telemetry;

import fucina.gateway.telemetry.Channel.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one watcher sees: the newest value of each subscribed signal, at the watcher's own rate, and
 * before it the greatest and smallest between two frames, where they went beyond both.
 *
 * <p>It holds at most one count a subscribed signal and no values, so a watcher that cannot be
 * written to costs the memory of its subscription and nothing else; what it did not see is counted
 * as missed. All methods may be called from any thread; after {@link #unsubscribe} or {@link
 * #close} has returned, no frame of what was given up is handed out any more.
 */
public final class Feed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  /** How many signals one feed may hold. */
  public static final int MAX_SIGNALS = 5_000;

  /** Slowest and fastest rate, in frames a second. */
  public static final int MIN_HZ = 1;

  public static final int MAX_HZ = 20;

  private static final int USUAL_HZ = 10;

  /** Where frames go: a WebSocket, or a test. */
  public interface Sink {
    /** Whether a frame would be written at once; while not, frames are conflated. */
    boolean ready();

    /** Takes a frame; must not block and must not call the feed's owner under a lock of its own. */
    void frame(Frame frame);
  }

  private final Feeds feeds;
  private final Sink sink;
  private final Map<String, Watched> watched = new LinkedHashMap<>();
  private int hertz = USUAL_HZ;
  private boolean closed;

  Feed(Feeds feeds, Sink sink) {
    this.feeds = feeds;
    this.sink = sink;
  }

  /** A place in a channel. */
  private record Watched(Channel channel, Member member) {
    int signals() {
      return channel.key().signals().size();
    }
  }

  /**
   * Watches signals of a machine, in place of what was watched of it before; the next frame, due
   * within one period, shows all their latest values.
   *
   * @param signals names of the machine's profile; their order is the index of {@link Frame.Entry}
   * @return false where the feed is closed or would hold more than {@link #MAX_SIGNALS}; then
   *     nothing changed
   */
  public boolean subscribe(String machine, List<String> signals) {
    return subscribe(machine, signals, false);
  }

  /**
   * As above, but no frame comes before {@link #release}; the first one then stands for all values
   * since now.
   */
  public boolean subscribeHeld(String machine, List<String> signals) {
    return subscribe(machine, signals, true);
  }

  private synchronized boolean subscribe(String machine, List<String> signals, boolean held) {
    Watched before = watched.get(machine);
    int others =
        watched.values().stream().mapToInt(Watched::signals).sum()
            - (before == null ? 0 : before.signals());
    if (closed || others + signals.size() > MAX_SIGNALS) {
      return false;
    }
    unsubscribe(machine);
    Member member = new Member(this, held);
    watched.put(
        machine,
        new Watched(
            feeds.join(new Channel.Key(machine, List.copyOf(signals), hertz), member), member));
    return true;
  }

  /** Lets frames come of a machine that was subscribed held. */
  public synchronized void release(String machine) {
    Watched mine = watched.get(machine);
    if (mine != null) {
      mine.channel().release(mine.member());
    }
  }

  /** Gives a machine up. */
  public synchronized void unsubscribe(String machine) {
    Watched mine = watched.remove(machine);
    if (mine != null) {
      feeds.leave(mine.channel(), mine.member());
    }
  }

  /** Sets how often frames are made: {@value #MIN_HZ} to {@value #MAX_HZ} a second. */
  public synchronized void rate(int hertz) {
    int allowed = Math.max(MIN_HZ, Math.min(MAX_HZ, hertz));
    if (allowed != this.hertz) {
      this.hertz = allowed;
      watched.replaceAll(
          (machine, mine) ->
              new Watched(feeds.move(mine.channel(), mine.member(), allowed), mine.member()));
    }
  }

  /** The machines that are watched now. */
  public synchronized List<String> machines() {
    return List.copyOf(watched.keySet());
  }

  /** Ends it. */
  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(watched.keySet()).forEach(this::unsubscribe);
    feeds.closed(this);
  }

  /** What is new since the last call, one frame a machine; for tests. */
  synchronized List<Frame> poll() {
    List<Frame> frames = new ArrayList<>();
    watched.values().forEach(each -> each.channel().poll(each.member()).ifPresent(frames::add));
    return frames;
  }

  boolean ready() {
    return sink.ready();
  }

  /** Hands out a frame; on the feeds' thread. */
  void show(Frame frame) {
    try {
      feeds.shown(frame);
      sink.frame(frame);
    } catch (RuntimeException e) {
      LOG.error("a watcher's sink failed; its feed is closed", e);
      feeds.failed(this);
    }
  }
}
