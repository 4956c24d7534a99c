package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  /** The machine's clock is off by this much, seen at noon plus so many seconds. */
  private static ClockOffset seen(ClockOffset offset, Duration off, int atSeconds) {
    Instant ours = NOON.plusSeconds(atSeconds);
    return offset.measured(ours.minus(off), ours.minusMillis(20), ours.plusMillis(20));
  }

  @Test
  void aClockOffByLessThanTwoSecondsIsLeftAlone() {
    ClockOffset offset = ClockOffset.NONE;
    for (int i = 0; i < 10; i++) {
      offset = seen(offset, Duration.ofMillis(1_900), i);
    }
    assertThat(offset.current()).isZero();
    assertThat(offset.time(NOON)).isEqualTo(NOON);
  }

  @Test
  void anHourBehindIsAddedOnceASecondLookAgrees() {
    Duration hour = Duration.ofHours(1);
    ClockOffset once = seen(ClockOffset.NONE, hour, 0);
    assertThat(once.current()).isZero();
    ClockOffset twice = seen(once, hour, 1);
    assertThat(twice.current()).isEqualTo(hour);
    assertThat(twice.time(NOON.minus(hour))).isEqualTo(NOON);
    // Also what the machine still shows from long before.
    assertThat(twice.time(NOON.minus(Duration.ofDays(2))))
        .isEqualTo(NOON.minus(Duration.ofHours(47)));
  }

  @Test
  void twoLooksThatDisagreeChangeNothing() {
    ClockOffset offset = seen(ClockOffset.NONE, Duration.ofSeconds(10), 0);
    offset = seen(offset, Duration.ofSeconds(3600), 1);
    assertThat(offset.steps()).isEmpty();
  }

  @Test
  void aSlowAnswerIsNoLook() {
    Instant ours = NOON;
    ClockOffset offset = ClockOffset.NONE;
    for (int i = 0; i < 3; i++) {
      offset = offset.measured(ours.minusSeconds(60), ours, ours.plusMillis(1_500));
    }
    assertThat(offset).isEqualTo(ClockOffset.NONE);
  }

  @Test
  void aClockThatIsSetRightIsLeftAloneAgainAndOldReadingsKeepTheirTime() {
    Duration behind = Duration.ofHours(1);
    ClockOffset offset = seen(seen(ClockOffset.NONE, behind, 0), behind, 1);
    Instant old = NOON.minus(behind).plusSeconds(30);
    Instant placed = offset.time(old);
    offset = seen(seen(offset, Duration.ZERO, 100), Duration.ZERO, 101);
    assertThat(offset.current()).isZero();
    assertThat(offset.time(old)).isEqualTo(placed);
    assertThat(offset.time(NOON.plusSeconds(200))).isEqualTo(NOON.plusSeconds(200));
  }

  @Property
  void aReadingKeepsItsTimeWhateverIsMeasuredAfterwards(
      @ForAll @IntRange(min = -86_400, max = 86_400) int first,
      @ForAll @IntRange(min = 0, max = 3_600) int later) {
    // The clock runs forward: what it stamps after the step is later than all it stamped before.
    Duration one = Duration.ofSeconds(first);
    ClockOffset offset = seen(seen(ClockOffset.NONE, one, 0), one, 1);
    Instant stamped = NOON.minus(one).plusSeconds(2);
    Instant placed = offset.time(stamped);
    Duration two = one.minusSeconds(later);
    ClockOffset after = seen(seen(offset, two, 10), two, 11);
    assertThat(after.time(stamped)).isEqualTo(placed);
  }

  @Test
  void aClockThatIsOffByYearsIsPlacedInOurTimeToTheMillisecond() {
    Instant dead = Instant.EPOCH.plusSeconds(5);
    for (Duration off : List.of(Duration.between(dead, NOON), Duration.ofDays(-30 * 365))) {
      ClockOffset offset = seen(seen(ClockOffset.NONE, off, 0), off, 1);
      Instant later = NOON.plusSeconds(90);
      assertThat(offset.time(later.minus(off))).isEqualTo(later);
      assertThat(ClockOffset.parse(offset.text()).time(later.minus(off))).isEqualTo(later);
    }
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll @IntRange(min = -86_400, max = 86_400) int seconds) {
    Duration off = Duration.ofSeconds(seconds);
    ClockOffset offset = seen(seen(ClockOffset.NONE, off, 0), off, 1);
    assertThat(ClockOffset.parse(offset.text()).steps()).isEqualTo(offset.steps());
  }

  @Test
  void nonsenseIsNotReadBack() {
    assertThat(ClockOffset.parse("")).isEqualTo(ClockOffset.NONE);
    assertThatThrownBy(() -> ClockOffset.parse("yesterday"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("yesterday");
  }
}
