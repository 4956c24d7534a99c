package fucina.gateway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryTest {
  @Test
  void waitsGrowToTheCeilingAndTogetherLastAWeekend() {
    Random random = new Random(7);
    Duration all = Duration.ZERO;
    for (int attempts = 1; attempts < Retry.USUAL.most(); attempts++) {
      Duration wait = Retry.USUAL.after(attempts, random);
      Duration whole = Duration.ofSeconds(5L << Math.min(attempts - 1, 20));
      Duration most = whole.compareTo(Duration.ofHours(1)) < 0 ? whole : Duration.ofHours(1);
      assertThat(wait).isBetween(most.dividedBy(2), most);
      all = all.plus(wait);
    }
    assertThat(all).isBetween(Duration.ofHours(48), Duration.ofHours(80));
  }

  @Test
  void evenTheLastOfVeryManyAttemptsIsNoLaterThanTheCeiling() {
    assertThat(Retry.USUAL.after(1_000_000, new Random(1)))
        .isLessThanOrEqualTo(Duration.ofHours(1));
  }
}
