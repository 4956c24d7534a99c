package fucina.gateway.telemetry;

import static fucina.gateway.telemetry.SomeReadings.NINE;
import static fucina.gateway.telemetry.SomeReadings.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.gateway.telemetry.Frame.Entry;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedTest {
  private final LiveHub hub = new LiveHub();
  private final Feeds feeds = new Feeds(hub);
  private final Screen screen = new Screen();

  /** A watcher that keeps what it was shown, and can be full. */
  private static final class Screen implements Feed.Sink {
    final List<Frame> frames = new CopyOnWriteArrayList<>();
    volatile boolean full;

    @Override
    public boolean ready() {
      return !full;
    }

    @Override
    public void frame(Frame frame) {
      frames.add(frame);
    }

    long missed() {
      return frames.stream().mapToLong(Frame::missed).sum();
    }

    long shown() {
      return frames.stream().mapToLong(frame -> frame.entries().size()).sum();
    }
  }

  @AfterEach
  void close() {
    feeds.close();
  }

  private void publish(Reading... readings) {
    hub.publish(List.of(readings), NINE);
  }

  /** A feed whose ticker does not matter, because the test polls. */
  private Feed polled(String... signals) {
    screen.full = true;
    Feed feed = feeds.open(screen);
    feed.subscribe("robot-1", List.of(signals));
    return feed;
  }

  @Test
  void theFirstFrameIsASnapshotThatMissedNothing() {
    publish(at(0, "a", 1), at(1, "a", 2), at(2, "b", 3));
    assertThat(polled("b", "a").poll())
        .containsExactly(
            new Frame(
                "robot-1", List.of(new Entry(0, at(2, "b", 3)), new Entry(1, at(1, "a", 2))), 0));
  }

  @Test
  void aFrameHoldsTheNewestValueAndCountsWhatItLeftOut() {
    publish(at(0, "a", 1));
    Feed feed = polled("a", "b");
    feed.poll();
    publish(at(1, "a", 2), at(2, "a", 3), at(3, "a", 4));
    assertThat(feed.poll())
        .containsExactly(new Frame("robot-1", List.of(new Entry(0, at(3, "a", 4))), 2));
    assertThat(feed.poll()).isEmpty();
  }

  @Test
  void aSignalFirstHeardAfterTheSubscriptionIsShown() {
    Feed feed = polled("a", "b");
    assertThat(feed.poll()).isEmpty();
    publish(at(1, "b", 2));
    assertThat(feed.poll())
        .containsExactly(new Frame("robot-1", List.of(new Entry(1, at(1, "b", 2))), 0));
  }

  @Test
  void aSignalNotSubscribedIsNotShown() {
    Feed feed = polled("a");
    publish(at(1, "b", 2));
    assertThat(feed.poll()).isEmpty();
  }

  @Test
  void aFullWatcherIsSkippedAndToldAfterwardsHowManyItMissed() {
    publish(at(0, "a", 0));
    Feed feed = feeds.open(screen);
    feed.rate(20);
    feed.subscribe("robot-1", List.of("a"));
    await().until(() -> screen.frames.size() == 1);
    screen.full = true;
    for (int i = 1; i <= 1_000; i++) {
      publish(at(i, "a", i));
    }
    screen.full = false;
    await().until(() -> screen.shown() + screen.missed() == 1_001);
    Frame last = screen.frames.get(screen.frames.size() - 1);
    assertThat(last.entries()).containsExactly(new Entry(0, at(1_000, "a", 1_000)));
    assertThat(screen.missed()).isGreaterThan(900);
    assertThat(feeds.conflated()).isEqualTo(screen.missed());
    assertThat(feeds.shown()).isEqualTo(screen.shown());
  }

  @Test
  void aWatcherThatNeverReadsSlowsNobodyAndHoldsNoValues() {
    screen.full = true;
    Screen healthy = new Screen();
    List<String> signals = IntStream.range(0, 100).mapToObj(i -> "s" + i).toList();
    for (int i = 0; i < 200; i++) {
      feeds.open(screen).subscribe("robot-1", signals);
    }
    Feed well = feeds.open(healthy);
    well.rate(20);
    well.subscribe("robot-1", signals);
    for (int i = 0; i < 200_000; i++) {
      publish(at(i, "s" + i % 100, i));
    }
    await().until(() -> healthy.shown() + healthy.missed() == 200_000);
    assertThat(screen.frames).isEmpty();
    assertThat(feeds.watchers()).isEqualTo(201);
  }

  @Test
  void aValueThatWasOvertakenAndIsNoPeakIsHeldByNobody() {
    screen.full = true;
    Feed feed = feeds.open(screen);
    feed.subscribe("robot-1", List.of("a"));
    WeakReference<Reading> overtaken = publishedOnce();
    publish(at(2, "a", 2), at(3, "a", 0));
    await()
        .until(
            () -> {
              System.gc();
              return overtaken.get() == null;
            });
    assertThat(feed.poll()).hasSize(1);
  }

  private WeakReference<Reading> publishedOnce() {
    Reading reading = at(1, "a", 1);
    publish(reading);
    return new WeakReference<>(reading);
  }

  @Test
  void whatIsUnsubscribedIsNeverShownAgain() {
    Feed feed = feeds.open(screen);
    feed.rate(20);
    feed.subscribe("robot-1", List.of("a"));
    publish(at(0, "a", 0));
    await().until(() -> !screen.frames.isEmpty());
    feed.unsubscribe("robot-1");
    int before = screen.frames.size();
    publish(at(1, "a", 1));
    assertThat(feed.poll()).isEmpty();
    assertThat(feed.machines()).isEmpty();
    assertThat(screen.frames).hasSize(before);
  }

  @Test
  void aClosedFeedTakesNothingAndIsCountedNoMore() {
    Feed feed = feeds.open(screen);
    feed.subscribe("robot-1", List.of("a"));
    feed.close();
    assertThat(feed.subscribe("robot-1", List.of("a"))).isFalse();
    assertThat(feeds.watchers()).isZero();
    publish(at(0, "a", 0));
    assertThat(feed.poll()).isEmpty();
  }

  @Test
  void subscribingAgainReplacesAndShowsASnapshot() {
    publish(at(0, "a", 0), at(0, "b", 1));
    Feed feed = polled("a");
    feed.poll();
    feed.subscribe("robot-1", List.of("b", "a"));
    assertThat(feed.poll())
        .containsExactly(
            new Frame(
                "robot-1", List.of(new Entry(0, at(0, "b", 1)), new Entry(1, at(0, "a", 0))), 0));
  }

  @Test
  void aFeedHoldsOnlySoManySignals() {
    List<String> many = IntStream.range(0, Feed.MAX_SIGNALS).mapToObj(i -> "s" + i).toList();
    Feed feed = feeds.open(screen);
    assertThat(feed.subscribe("robot-1", many)).isTrue();
    assertThat(feed.subscribe("robot-1", many)).isTrue();
    assertThat(feed.subscribe("robot-2", List.of("one-too-many"))).isFalse();
    assertThat(feed.machines()).containsExactly("robot-1");
  }

  @Test
  void aSinkThatThrowsLosesItsOwnFeedOnly() {
    AtomicInteger calls = new AtomicInteger();
    Feed bad =
        feeds.open(
            new Feed.Sink() {
              @Override
              public boolean ready() {
                return true;
              }

              @Override
              public void frame(Frame frame) {
                calls.incrementAndGet();
                throw new IllegalStateException("the socket is gone");
              }
            });
    bad.rate(20);
    bad.subscribe("robot-1", List.of("a"));
    Feed good = feeds.open(screen);
    good.rate(20);
    good.subscribe("robot-1", List.of("a"));
    publish(at(0, "a", 0));
    await().until(() -> feeds.watchers() == 1);
    publish(at(1, "a", 1));
    await().until(() -> screen.shown() + screen.missed() == 2);
    assertThat(calls).hasValue(1);
  }

  @Property(tries = 200)
  void everyValueIsEitherShownOrCountedAsMissed(
      @ForAll @Size(max = 200) List<@IntRange(max = 4) Integer> steps) {
    LiveHub live = new LiveHub();
    try (Feeds all = new Feeds(live)) {
      Screen full = new Screen();
      full.full = true;
      Feed feed = all.open(full);
      feed.subscribe("robot-1", List.of("s0", "s1", "s2", "s3"));
      int published = 0;
      long seen = 0;
      for (int step : steps) {
        if (step < 4) {
          live.publish(List.of(at(published, "s" + step, published)), NINE);
          published++;
        } else {
          seen += count(feed.poll());
        }
      }
      seen += count(feed.poll());
      assertThat(seen).isEqualTo(published);
    }
  }

  private static long count(List<Frame> frames) {
    return frames.stream().mapToLong(frame -> frame.entries().size() + frame.missed()).sum();
  }
}
