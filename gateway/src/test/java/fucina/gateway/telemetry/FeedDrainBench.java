package fucina.gateway.telemetry;

import static fucina.gateway.telemetry.SomeReadings.NINE;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one frame of one watcher costs, and what publishing one reading costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class FeedDrainBench {
  private final LiveHub hub = new LiveHub();
  private final Feeds feeds = new Feeds(hub);
  private final List<String> names = IntStream.range(0, 1_000).mapToObj(i -> "s" + i).toList();
  private final List<Reading> all =
      names.stream().map(name -> SomeReadings.at(0, name, 1)).toList();
  private final List<Reading> one = List.of(SomeReadings.at(0, "s1", 1));
  private final Feed feed = feeds.open(new Nowhere());

  /** How many signals the watcher subscribed. */
  @Param({"30", "1000"})
  public int signals;

  private static final class Nowhere implements Feed.Sink {
    @Override
    public boolean ready() {
      return false;
    }

    @Override
    public void frame(Frame frame) {}
  }

  /** A thousand values published, then one frame of those subscribed. */
  @Benchmark
  public List<Frame> publishThenDrain() {
    if (feed.machines().isEmpty()) {
      feed.subscribe("robot-1", names.subList(0, signals));
    }
    hub.publish(all, NINE);
    return feed.poll();
  }

  /** A tick at which nothing is new. */
  @Benchmark
  public List<Frame> drainNothing() {
    if (feed.machines().isEmpty()) {
      feed.subscribe("robot-1", names.subList(0, signals));
    }
    return feed.poll();
  }

  /** One reading published; it costs the same however many watch. */
  @Benchmark
  public void publishOne() {
    hub.publish(one, NINE);
  }

  @TearDown(Level.Trial)
  public void close() {
    feeds.close();
  }
}
