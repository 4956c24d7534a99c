package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Property
  void everyWaitLiesBetweenHalfASecondAndThirty(@ForAll long seed) {
    Backoff backoff = new Backoff(new Random(seed));
    for (int i = 0; i < 60; i++) {
      assertThat(backoff.next()).isBetween(Duration.ofMillis(500), Duration.ofSeconds(30));
    }
  }

  @Property
  void afterASuccessTheNextWaitIsShort(@ForAll long seed) {
    Backoff backoff = new Backoff(new Random(seed));
    for (int i = 0; i < 20; i++) {
      backoff.next();
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aHundredMachinesLostTogetherDoNotComeBackInStep() {
    List<Duration> sixth = new ArrayList<>();
    for (int machine = 0; machine < 100; machine++) {
      Backoff backoff = new Backoff(new Random(machine));
      for (int i = 0; i < 5; i++) {
        backoff.next();
      }
      sixth.add(backoff.next());
    }
    assertThat(sixth.stream().map(Duration::toSeconds).distinct().count()).isGreaterThan(15);
  }
}
