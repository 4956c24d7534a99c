package fucina.simulators.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EnergyMeterTest {
  private final EnergyMeter meter = new EnergyMeter(20_000_000.75, 100);

  @Test
  void itJumpsBackButNeverBelowZero() {
    meter.suffer(new Fault.EnergyJump(-500));
    assertThat(meter.energy()).isEqualTo(19_999_500.75);
    meter.suffer(new Fault.EnergyJump(-1e9));
    assertThat(meter.energy()).isZero();
  }

  @Test
  void asAFloatItLosesWattHoursAboveSixteenMegawattHours() {
    meter.suffer(new Fault.EnergyAsFloat(true));
    assertThat(meter.energy()).isEqualTo(20_000_000);
    assertThat(meter.counted()).isEqualTo(20_000_000.75);
    meter.suffer(new Fault.EnergyAsFloat(false));
    assertThat(meter.energy()).isEqualTo(20_000_000.75);
  }

  @Test
  void lostItShowsNothingAndCountsOn() {
    meter.suffer(new Fault.EnergyLost(true));
    meter.add(3600, 10);
    assertThat(meter.energy()).isNaN();
    assertThat(meter.power()).isNaN();
    meter.suffer(new Fault.EnergyLost(false));
    assertThat(meter.energy()).isEqualTo(20_000_010.75);
  }

  @Test
  void aStopIsNoFaultOfAMeter() {
    assertThat(meter.suffer(new Fault.EmergencyStop(true))).isFalse();
  }
}
