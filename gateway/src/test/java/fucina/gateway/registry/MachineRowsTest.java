package fucina.gateway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.scheduler.Approval;
import fucina.scheduler.MachineRules;
import fucina.scheduler.MachineRules.Hours;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MachineRowsTest {
  private static final MachineRules OFFICE =
      new MachineRules(
          ZoneId.of("Europe/Rome"),
          Duration.ofMinutes(30),
          Duration.ofMinutes(30),
          Duration.ofHours(8),
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          Duration.ofDays(90),
          Map.of(DayOfWeek.MONDAY, List.of(new Hours(LocalTime.of(8, 0), LocalTime.of(18, 30)))));

  @Test
  void rulesAreReadAsTheyWereWritten() {
    for (Optional<Approval> approval :
        List.of(
            Optional.<Approval>empty(),
            Optional.of(new Approval(Duration.ZERO, Optional.empty())),
            Optional.of(new Approval(Duration.ofHours(1), Optional.of(Duration.ofHours(48)))))) {
      MachineRules rules = OFFICE.with(approval);

      assertThat(MachineRows.rules(new JsonObject(MachineRows.json(rules).encode())))
          .isEqualTo(rules);
    }
  }

  @Test
  void rulesWrittenBeforeApprovalWasKnownAskForNone() {
    JsonObject old = MachineRows.json(OFFICE);
    old.remove("approval");

    assertThat(MachineRows.rules(old)).isEqualTo(OFFICE);
  }
}
