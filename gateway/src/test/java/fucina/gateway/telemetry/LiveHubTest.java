package fucina.gateway.telemetry;

import static fucina.gateway.telemetry.SomeReadings.NINE;
import static fucina.gateway.telemetry.SomeReadings.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveHubTest {
  private final LiveHub hub = new LiveHub();

  @Test
  void theLatestIsTheNewestBySourceNotTheLastToArrive() {
    hub.publish(List.of(at(10, "a", 1), at(30, "a", 3)), NINE);
    hub.publish(List.of(at(20, "a", 2)), NINE.plusSeconds(9));
    assertThat(hub.latest("robot-1", "a")).contains(at(30, "a", 3));
    assertThat(hub.heard("robot-1", "a")).contains(new Heard(at(30, "a", 3), NINE));
    assertThat(hub.lastHeard("robot-1")).contains(NINE.plusSeconds(9));
  }

  @Test
  void aClockThatJumpedAheadHidesNothingThatComesAfterwards() {
    hub.publish(List.of(at(9_000_000, "a", 1)), NINE);
    hub.publish(List.of(at(5, "a", 2)), NINE.plusMillis(10));
    assertThat(hub.latest("robot-1", "a")).contains(at(5, "a", 2));
  }

  @Test
  void aPreloadedReadingFromTheFutureHidesNothingThatComes() {
    hub.preload(List.of(at(9_000_000, "a", 1)));
    hub.publish(List.of(at(5, "a", 2)), NINE.plusMillis(10));
    assertThat(hub.latest("robot-1", "a")).contains(at(5, "a", 2));
  }

  @Test
  void ofTwoValuesOfOneTickTheLaterToArriveIsLatest() {
    hub.publish(List.of(at(10, "a", 1), at(10, "a", 2)), NINE);
    assertThat(hub.latest("robot-1", "a")).contains(at(10, "a", 2));
  }

  @Test
  void whatWasNeverHeardIsEmpty() {
    assertThat(hub.latest("robot-1", "a")).isEmpty();
    assertThat(hub.latest("robot-1")).isEmpty();
    assertThat(hub.lastHeard("robot-1")).isEmpty();
  }

  @Test
  void whatWasPreloadedIsShownButIsNeverFresh() {
    List<Reading> told = new ArrayList<>();
    hub.onReadings(told::addAll);
    hub.preload(List.of(at(10, "a", 1)));
    assertThat(hub.latest("robot-1")).containsExactly(at(10, "a", 1));
    assertThat(hub.heard("robot-1", "a").orElseThrow().arrived()).isEqualTo(Instant.EPOCH);
    assertThat(hub.lastHeard("robot-1")).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void preloadingReplacesNothingNewer() {
    hub.publish(List.of(at(10, "a", 1)), NINE);
    hub.preload(List.of(at(5, "a", 0)));
    assertThat(hub.heard("robot-1", "a")).contains(new Heard(at(10, "a", 1), NINE));
  }

  @Test
  void listenersHearEverythingInOrderWhateverAnotherThrows() {
    List<Reading> told = new ArrayList<>();
    hub.onReadings(
        readings -> {
          throw new IllegalStateException("a listener's own fault");
        });
    hub.onReadings(told::addAll);
    hub.publish(List.of(at(10, "a", 1), at(11, "b", 2)), NINE);
    hub.publish(List.of(at(9, "a", 3)), NINE);
    assertThat(told).containsExactly(at(10, "a", 1), at(11, "b", 2), at(9, "a", 3));
  }
}
