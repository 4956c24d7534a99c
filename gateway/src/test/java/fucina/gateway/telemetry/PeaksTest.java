package fucina.gateway.telemetry;

import static fucina.gateway.telemetry.SomeReadings.NINE;
import static fucina.gateway.telemetry.SomeReadings.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fucina.profiles.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Between two frames no peak disappears, however fast the machine and however slow the watcher. */
class PeaksTest {
  private static final int POLL = 60;

  /** A watcher that writes down what it is shown. */
  private static final class Screen implements Feed.Sink {
    final List<Reading> shown = new CopyOnWriteArrayList<>();
    volatile boolean full;
    volatile long missed;

    @Override
    public boolean ready() {
      return !full;
    }

    @Override
    public void frame(Frame frame) {
      missed += frame.missed();
      frame.entries().forEach(entry -> shown.add(entry.reading()));
    }
  }

  private static Screen full() {
    Screen screen = new Screen();
    screen.full = true;
    return screen;
  }

  private static void publish(LiveHub hub, Reading... readings) {
    hub.publish(List.of(readings), NINE);
  }

  private static List<Double> values(List<Frame> frames) {
    return frames.stream()
        .flatMap(frame -> frame.entries().stream())
        .map(entry -> ((Value.Number) entry.reading().value()).value())
        .toList();
  }

  @Test
  void aPeakBetweenTwoFramesIsShownInItsPlaceAndTheRestCounted() {
    LiveHub hub = new LiveHub();
    try (Feeds feeds = new Feeds(hub)) {
      Feed feed = feeds.open(full());
      feed.subscribe("robot-1", List.of("a"));
      publish(hub, at(0, "a", 5));
      feed.poll();
      publish(hub, at(1, "a", 6), at(2, "a", 99), at(3, "a", 7), at(4, "a", -3), at(5, "a", 4));
      List<Frame> frames = feed.poll();
      assertThat(values(frames)).containsExactly(99.0, -3.0, 4.0);
      assertThat(frames.get(0).missed()).isEqualTo(2);
    }
  }

  @Test
  void aFlagThatFlickeredIsShownToHaveFlickered() {
    LiveHub hub = new LiveHub();
    try (Feeds feeds = new Feeds(hub)) {
      Feed feed = feeds.open(full());
      feed.subscribe("robot-1", List.of("a"));
      publish(hub, flag(0, false));
      feed.poll();
      publish(hub, flag(1, true), flag(2, false), flag(3, false));
      assertThat(feed.poll().get(0).entries())
          .extracting(entry -> entry.reading().value())
          .containsExactly(Value.of(true), Value.of(false));
    }
  }

  private static Reading flag(long millis, boolean value) {
    Reading reading = at(millis, "a", 0);
    return new Reading(
        reading.machine(),
        reading.signal(),
        reading.sourceTime(),
        reading.time(),
        Value.of(value),
        Quality.GOOD);
  }

  @Test
  void whatIsNoNumberOrBadIsNoPeak() {
    LiveHub hub = new LiveHub();
    try (Feeds feeds = new Feeds(hub)) {
      Feed feed = feeds.open(full());
      feed.subscribe("robot-1", List.of("a"));
      publish(hub, at(0, "a", 1));
      feed.poll();
      Reading fault = at(4, "a", 1_000);
      publish(
          hub,
          at(1, "a", Double.NaN),
          at(2, "a", Double.POSITIVE_INFINITY),
          new Reading("robot-1", "a", fault.time(), fault.time(), fault.value(), Quality.BAD),
          at(5, "a", 2));
      assertThat(values(feed.poll())).containsExactly(2.0);
    }
  }

  @Test
  void whoCannotBeWrittenToForLongIsStillShownTheHighestAndTheLowest() {
    LiveHub hub = new LiveHub();
    try (Feeds feeds = new Feeds(hub)) {
      Screen slow = new Screen();
      Screen well = new Screen();
      for (Screen screen : List.of(slow, well)) {
        Feed feed = feeds.open(screen);
        feed.rate(20);
        feed.subscribe("robot-1", List.of("a"));
      }
      publish(hub, at(0, "a", 0));
      await().until(() -> slow.shown.size() == 1 && well.shown.size() == 1);
      slow.full = true;
      for (int i = 1; i <= 10_000; i++) {
        publish(hub, at(i, "a", i == 3_000 ? 500 : i == 7_000 ? -500 : Math.sin(i)));
        if (i % 1_000 == 0) {
          await().until(() -> well.shown.size() + well.missed == slow.shown.size() + hubCount(hub));
        }
      }
      slow.full = false;
      await().until(() -> slow.shown.size() + slow.missed == 10_001);
      assertThat(slow.shown).contains(at(3_000, "a", 500), at(7_000, "a", -500));
      assertThat(slow.shown).hasSizeLessThan(10);
      assertThat(well.shown).contains(at(3_000, "a", 500), at(7_000, "a", -500));
      assertThat(well.shown)
          .isSortedAccordingTo((one, other) -> one.time().compareTo(other.time()));
    }
  }

  private static long hubCount(LiveHub hub) {
    return Objects.requireNonNull(hub.cell("robot-1", "a")).beat.count() - 1;
  }

  @Test
  void aSignalThatOnlyClimbsOrFallsCostsNoMoreThanItsShare() {
    Peaks peaks = new Peaks();
    for (int i = 0; i < 100_000; i++) {
      peaks.add(i + 1, at(i, "a", -i));
    }
    assertThat(Objects.requireNonNull(peaks.high(50_000)).value()).isBetween(-60_000.0, -50_000.0);
    assertThat(Stream.iterate(0L, n -> n + 1).limit(100_000).map(peaks::high).distinct().count())
        .isLessThanOrEqualTo(Peaks.AT_MOST + 1);
  }

  @Property(tries = 300)
  void allWhoWatchSeeTheExtremesOfEveryStretch(
      @ForAll @Size(max = 300) List<@IntRange(min = -50, max = POLL) Integer> steps) {
    LiveHub hub = new LiveHub();
    try (Feeds feeds = new Feeds(hub)) {
      Feed often = feeds.open(full());
      Feed seldom = feeds.open(full());
      List<Feed> both = List.of(often, seldom);
      both.forEach(feed -> feed.subscribe("robot-1", List.of("a")));
      List<List<Double>> told = List.of(new ArrayList<>(), new ArrayList<>());
      int now = 0;
      for (int step : steps) {
        if (step <= 50) {
          publish(hub, at(now++, "a", step));
          told.forEach(values -> values.add((double) step));
        } else {
          int which = step > 58 ? 1 : 0;
          check(both.get(which), told.get(which));
        }
      }
      check(often, told.get(0));
      check(seldom, told.get(1));
    }
  }

  /** What was told since the last frame, the value shown by it first. */
  private static void check(Feed feed, List<Double> told) {
    List<Double> shown = new ArrayList<>(values(feed.poll()));
    if (told.isEmpty()) {
      return;
    }
    double last = told.get(told.size() - 1);
    shown.add(told.get(0));
    assertThat(shown).contains(last).hasSizeLessThanOrEqualTo(4);
    assertThat(max(shown)).isEqualTo(max(told));
    assertThat(max(shown.stream().map(value -> -value).toList()))
        .isEqualTo(max(told.stream().map(value -> -value).toList()));
    told.clear();
    told.add(last);
  }

  private static double max(List<Double> values) {
    return values.stream().flatMapToDouble(DoubleStream::of).max().orElseThrow();
  }
}
