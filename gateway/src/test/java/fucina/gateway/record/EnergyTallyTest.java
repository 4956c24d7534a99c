package fucina.gateway.record;

import static fucina.gateway.record.SomeSession.NINE;
import static fucina.gateway.record.SomeSession.PRINTER;
import static fucina.gateway.record.SomeSession.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import fucina.gateway.link.SomeProfiles;
import fucina.gateway.telemetry.Gap;
import fucina.gateway.telemetry.Quality;
import fucina.profiles.MachineState;
import fucina.profiles.Profile;
import fucina.profiles.Signal;
import fucina.profiles.Value;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnergyTallyTest {
  private static final Profile WITHOUT_COUNTER =
      SomeProfiles.with(
          PRINTER,
          PRINTER.signals().stream()
              .filter(signal -> signal.role() != Signal.Role.ENERGY_COUNTER)
              .toList());

  @Test
  void aCounterInWattHoursIsTakenByItsDifferencesInEachState() {
    EnergyTally tally = new EnergyTally(PRINTER, List.of());
    tally.take(at(0, "energy.import", 5_000_000), MachineState.READY);
    tally.take(at(0, "energy.power", 9_000), MachineState.READY);
    tally.take(at(60, "energy.import", 5_000_010), MachineState.READY);
    tally.take(at(70, "energy.import", Value.of(0), Quality.BAD), MachineState.RUNNING);
    tally.take(at(120, "energy.import", 5_000_250), MachineState.RUNNING);
    JsonObject energy = tally.json();
    assertThat(energy.getString("method")).isEqualTo("counter");
    assertThat(energy.getString("signal")).isEqualTo("energy.import");
    assertThat(energy.getDouble("kWh")).isEqualTo(0.25, within(1e-9));
    assertThat(energy.getJsonObject("byState").getDouble("running")).isEqualTo(0.24, within(1e-9));
    assertThat(energy.getString("to")).isEqualTo(NINE.plusSeconds(120).toString());
  }

  @Test
  void aCounterThatFallsBeganAnewAndTakesNothingBack() {
    EnergyTally tally = new EnergyTally(PRINTER, List.of());
    tally.take(at(0, "energy.import", 1000), MachineState.RUNNING);
    tally.take(at(1, "energy.import", 1100), MachineState.RUNNING);
    tally.take(at(2, "energy.import", 0), MachineState.RUNNING);
    tally.take(at(3, "energy.import", 50), MachineState.RUNNING);
    assertThat(tally.json().getDouble("kWh")).isEqualTo(0.15, within(1e-9));
    assertThat(tally.json().getInteger("counterResets")).isEqualTo(1);
  }

  @Test
  void powerIsAddedUpOnlyWhereThereIsNoCounterAndNotOverGaps() {
    Gap gap = new Gap("printer-1", "", NINE.plusSeconds(4000), NINE.plusSeconds(5000), "link-lost");
    EnergyTally tally = new EnergyTally(WITHOUT_COUNTER, List.of(gap));
    tally.take(at(0, "energy.power", 100), MachineState.RUNNING);
    tally.take(at(3600, "energy.power", 1000), MachineState.RUNNING);
    tally.take(at(7200, "energy.power", 200), MachineState.RUNNING);
    tally.take(at(10800, "energy.power", 0), MachineState.RUNNING);
    JsonObject energy = tally.json();
    assertThat(energy.getString("method")).isEqualTo("power");
    assertThat(energy.getDouble("kWh")).isEqualTo(0.3, within(1e-9));
  }

  @Test
  void oneReadingTellsNoEnergy() {
    EnergyTally tally = new EnergyTally(PRINTER, List.of());
    tally.take(at(0, "energy.import", 1000), MachineState.RUNNING);
    assertThat(tally.json().getValue("kWh")).isNull();
    assertThat(tally.json().getValue("from")).isNotNull();
  }
}
