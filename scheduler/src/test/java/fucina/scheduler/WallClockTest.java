package fucina.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WallClockTest {
  private static final ZoneId ROME = SomeMachines.ROME;
  private static final WallClock HALF_HOURS = new WallClock(ROME, Duration.ofMinutes(30));
  private static final WallClock TWO_HOURS = new WallClock(ROME, Duration.ofHours(2));

  @Test
  void theGridIsCountedFromLocalMidnight() {
    WallClock sevenHours = new WallClock(ZoneId.of("Asia/Kathmandu"), Duration.ofHours(7));
    Instant nine = ZonedDateTime.parse("2027-03-02T09:00+05:45").toInstant();

    assertThat(sevenHours.floor(nine)).isEqualTo("2027-03-02T01:15:00Z");
    assertThat(sevenHours.ceil(nine)).isEqualTo("2027-03-02T08:15:00Z");
    Instant late = ZonedDateTime.parse("2027-03-02T22:00+05:45").toInstant();
    assertThat(sevenHours.ceil(late)).isEqualTo("2027-03-02T18:15:00Z");
  }

  @Test
  void theHourThatIsLeftOutHasNoGrid() {
    Instant jump = Instant.parse("2027-03-28T01:00:00Z");

    assertThat(TWO_HOURS.aligned(jump)).isFalse();
    assertThat(TWO_HOURS.floor(jump)).isEqualTo("2027-03-27T23:00:00Z");
    assertThat(TWO_HOURS.ceil(jump)).isEqualTo("2027-03-28T02:00:00Z");
    assertThat(HALF_HOURS.aligned(jump)).isTrue();
  }

  @Test
  void theHourThatIsRepeatedIsOnTheGridTwice() {
    Instant firstTwo = Instant.parse("2026-10-25T00:00:00Z");
    Instant secondTwo = Instant.parse("2026-10-25T01:00:00Z");

    assertThat(TWO_HOURS.aligned(firstTwo)).isTrue();
    assertThat(TWO_HOURS.aligned(secondTwo)).isTrue();
    assertThat(TWO_HOURS.ceil(firstTwo.plusSeconds(1))).isEqualTo(secondTwo);
  }

  @Test
  void aTimeOfTheWallIsItsFirstPassOrTheJump() {
    assertThat(HALF_HOURS.instant(LocalDate.of(2026, 10, 25), LocalTime.of(2, 30)))
        .isEqualTo("2026-10-25T00:30:00Z");
    assertThat(HALF_HOURS.instant(LocalDate.of(2027, 3, 28), LocalTime.of(2, 30)))
        .isEqualTo("2027-03-28T01:00:00Z");
  }

  /** Every grain of whole minutes up to a day, every second of the two nights of change. */
  @Property
  void floorAndCeilAreTheNearestOfTheGrid(
      @ForAll @LongRange(min = 1, max = 1_440) long grain,
      @ForAll @LongRange(min = -100_000, max = 100_000) long second,
      @ForAll boolean autumn) {
    WallClock clock = new WallClock(ROME, Duration.ofMinutes(grain));
    Instant change = Instant.parse(autumn ? "2026-10-25T01:00:00Z" : "2027-03-28T01:00:00Z");
    Instant instant = change.plusSeconds(second);
    Instant floor = clock.floor(instant);
    Instant ceil = clock.ceil(instant);

    assertThat(clock.aligned(floor)).isTrue();
    assertThat(clock.aligned(ceil)).isTrue();
    assertThat(floor).isBeforeOrEqualTo(instant);
    assertThat(ceil).isAfterOrEqualTo(instant);
    for (Instant between = next(floor); between.isBefore(ceil); between = next(between)) {
      assertThat(between.equals(instant) || !clock.aligned(between)).as("%s", between).isTrue();
    }
    if (clock.aligned(instant)) {
      assertThat(floor).isEqualTo(instant);
      assertThat(ceil).isEqualTo(instant);
    }
  }

  private static Instant next(Instant instant) {
    return instant.plusSeconds(60);
  }
}
