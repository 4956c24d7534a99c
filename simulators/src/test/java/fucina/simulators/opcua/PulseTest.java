package fucina.simulators.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PulseTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private volatile Instant time = NOON;
  private final InstantSource clock = () -> time;
  private final List<Instant> beats = Collections.synchronizedList(new ArrayList<>());
  private final Pulse pulse = new Pulse("test machine", clock, NOON, beats::add);

  @AfterEach
  void close() {
    pulse.close();
  }

  @Test
  void anInstantBelongsToTheTenthOfASecondBeforeIt() {
    assertThat(Pulse.onGrid(NOON.plusMillis(199).plusNanos(5))).isEqualTo(NOON.plusMillis(100));
    assertThat(Pulse.onGrid(NOON)).isEqualTo(NOON);
  }

  @Test
  void itBeatsOnceForEachPointOfTheGridHoweverTheClockStumbles() {
    pulse.start();
    for (int millis : new int[] {30, 170, 10, 900, 1500, 90}) {
      time = time.plusMillis(millis);
      Instant last = Pulse.onGrid(time);
      await()
          .until(
              () ->
                  !beats.isEmpty() && beats.get(beats.size() - 1).equals(last)
                      || last.equals(NOON));
    }

    List<Instant> expected = new ArrayList<>();
    for (int point = 1; point <= 27; point++) {
      expected.add(NOON.plusMillis(point * 100L));
    }
    assertThat(beats).isEqualTo(expected);
  }

  @Test
  void aHaltOfMinutesIsNotMadeUpFor() {
    pulse.start();
    time = NOON.plus(Duration.ofMinutes(10));
    await().until(() -> !beats.isEmpty());

    assertThat(beats).containsExactly(NOON.plus(Duration.ofMinutes(10)));
  }

  @Test
  void whatIsAskedHappensAfterTheBeatsThatAreDue() {
    time = NOON.plusMillis(350);

    int seen = pulse.call(beats::size);

    assertThat(seen).isEqualTo(3);
  }

  @Test
  void aFailureReachesWhoeverAskedAndTheMachineGoesOn() {
    assertThatThrownBy(
            () ->
                pulse.call(
                    () -> {
                      throw new IllegalArgumentException("no such mode");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(pulse.call(() -> 5)).isEqualTo(5);
  }

  @Test
  void onceClosedItAnswersNobody() {
    pulse.close();

    assertThatThrownBy(() -> pulse.call(() -> 5)).isInstanceOf(IllegalStateException.class);
    pulse.run(() -> beats.add(NOON));
    assertThat(beats).isEmpty();
  }
}
