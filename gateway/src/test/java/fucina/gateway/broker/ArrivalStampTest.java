package fucina.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArrivalStampTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private Instant now = NOON;
  private final ArrivalStamp stamp = new ArrivalStamp(() -> now);

  @Test
  void twoMessagesOfOneMomentAreAMicrosecondApart() {
    long first = stamp.next();
    assertThat(stamp.next()).isEqualTo(first + 1);
    assertThat(stamp.next()).isEqualTo(first + 2);
  }

  @Test
  void aClockThatGoesBackALittleRepeatsNoStamp() {
    long first = stamp.next();
    now = NOON.minusMillis(800);
    assertThat(stamp.next()).isEqualTo(first + 1);
  }

  @Test
  void aClockThatWasAnHourAheadAndIsSetRightIsFollowedAtOnce() {
    long first = stamp.next();
    now = NOON.minusSeconds(3_600);
    assertThat(stamp.next()).isEqualTo(first - 3_600_000_000L);
  }
}
