package fucina.gateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineEventsTest {
  private static final Instant NINE = Instant.parse("2026-01-02T09:00:00Z");

  private final MachineEvents events = new MachineEvents();
  private final List<MachineEvent> told = new ArrayList<>();

  private static MachineEvent hot(String id, boolean active, boolean retained) {
    return new MachineEvent(
        "robot-1",
        id,
        Optional.of("motor-hot"),
        "AlarmConditionType",
        "motor",
        700,
        "motor hot",
        Optional.of(active),
        Optional.of(false),
        retained,
        NINE);
  }

  @Test
  void anOccurrenceToldTwiceIsOne() {
    events.onEvent(told::add);
    events.add(hot("1", true, true));
    events.add(hot("1", true, true));
    assertThat(told).hasSize(1);
    assertThat(events.recent("robot-1")).hasSize(1);
  }

  @Test
  void anAlarmStandsUntilTheMachineNoLongerRetainsIt() {
    events.add(hot("1", true, true));
    events.add(hot("2", false, true));
    assertThat(events.standing("robot-1"))
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.active()).contains(false));
    events.add(hot("3", false, false));
    assertThat(events.standing("robot-1")).isEmpty();
    assertThat(events.recent("robot-1"))
        .extracting(MachineEvent::id)
        .containsExactly("3", "2", "1");
  }

  @Test
  void aRefreshShowsAgainOnlyWhatTheMachineStillShows() {
    events.add(hot("1", true, true));
    events.refresh("robot-1");
    assertThat(events.standing("robot-1")).isEmpty();
    events.add(hot("1", true, true));
    assertThat(events.standing("robot-1")).hasSize(1);
  }

  @Test
  void aListenerThatFailsStopsNobodyElse() {
    events.onEvent(
        event -> {
          throw new IllegalStateException("on purpose");
        });
    events.onEvent(told::add);
    events.add(hot("1", true, true));
    assertThat(told).hasSize(1);
  }
}
