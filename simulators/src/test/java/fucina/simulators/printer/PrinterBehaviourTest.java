package fucina.simulators.printer;

import static org.assertj.core.api.Assertions.assertThat;

import fucina.simulators.machine.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PrinterBehaviourTest {
  private static final Instant MORNING = Instant.parse("2026-11-22T08:00:00Z");
  private static final double OVERSHOOT = 1;

  private final PrinterBehaviour printer = new PrinterBehaviour(3, MORNING, PrinterPace.REAL, 0);
  private Instant now = MORNING;

  private void pass(Duration time) {
    for (Instant end = now.plus(time); now.isBefore(end); ) {
      now = now.plusMillis(250);
      printer.tick(now);
    }
  }

  @Test
  void aFreshPrinterStandsByColdWithNothingPrinted() {
    PrinterSnapshot fresh = printer.snapshot();
    assertThat(fresh.state()).isEqualTo(PrinterState.STANDBY);
    assertThat(fresh.nozzle().temperature()).isEqualTo(Heater.ROOM);
    assertThat(fresh.file()).isEmpty();
    assertThat(fresh.layer()).isEmpty();
    assertThat(fresh.power()).isBetween(10.0, 20.0);
  }

  @Test
  void theNozzleHeatsAtOneToThreeDegreesASecondAndTheBedAtHalfADegree() {
    assertThat(printer.start("benchy.gcode")).isEmpty();
    pass(Duration.ofSeconds(10));
    double nozzle = printer.snapshot().nozzle().temperature();
    double bed = printer.snapshot().bed().temperature();
    pass(Duration.ofSeconds(10));
    assertThat((printer.snapshot().nozzle().temperature() - nozzle) / 10).isBetween(1.0, 3.0);
    assertThat((printer.snapshot().bed().temperature() - bed) / 10).isBetween(0.2, 0.5);
    assertThat(printer.snapshot().power()).isBetween(250.0, 400.0);
    assertThat(printer.snapshot().progress()).isZero();
  }

  @Test
  void aSensorThatLiesChangesWhatIsReadAndNothingElse() {
    assertThat(printer.suffer(new Fault.HotHeater(Fault.Heater.NOZZLE, OptionalDouble.of(310))))
        .isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(printer.snapshot().nozzle().temperature()).isEqualTo(310);
    assertThat(printer.snapshot().bed().temperature()).isLessThan(30);
    printer.suffer(new Fault.HotHeater(Fault.Heater.NOZZLE, OptionalDouble.empty()));
    pass(Duration.ofSeconds(1));
    assertThat(printer.snapshot().nozzle().temperature()).isLessThan(30);
  }

  @Test
  void hotItPrintsLayerAfterLayerAndDrawsLessPower() {
    printer.start("benchy.gcode");
    pass(Duration.ofMinutes(30));
    PrinterSnapshot printing = printer.snapshot();
    assertThat(printing.nozzle().temperature()).isBetween(213.0, 216.0);
    assertThat(printing.bed().temperature()).isBetween(58.5, 61.0);
    assertThat(printing.power()).isBetween(80.0, 150.0);
    assertThat(printing.layer().orElseThrow()).isBetween(10, 60);
    assertThat(printing.layers()).hasValue(160);
    assertThat(printing.filament()).isPositive();
  }

  @Test
  void itFinishesAndCoolsDown() {
    PrinterBehaviour fast = new PrinterBehaviour(3, MORNING, PrinterPace.DEMO, 0);
    fast.start("calibration_cube.gcode");
    Instant end = MORNING;
    while (fast.snapshot().state() == PrinterState.PRINTING) {
      end = end.plusMillis(250);
      fast.tick(end);
    }
    assertThat(Duration.between(MORNING, end))
        .isBetween(Duration.ofSeconds(45), Duration.ofMinutes(2));
    assertThat(fast.snapshot().state()).isEqualTo(PrinterState.COMPLETE);
    assertThat(fast.snapshot().progress()).isEqualTo(1);
    assertThat(fast.snapshot().layer()).hasValue(66);
    assertThat(fast.snapshot().nozzle().target()).isZero();
    fast.tick(end.plusSeconds(600));
    assertThat(fast.snapshot().nozzle().temperature()).isLessThan(40);
    assertThat(fast.start("benchy.gcode")).isEmpty();
  }

  @Test
  void aFileThatDoesNotTellItsLayersHasNone() {
    printer.start("bracket.gcode");
    pass(Duration.ofMinutes(10));
    assertThat(printer.snapshot().layer()).isEmpty();
    assertThat(printer.snapshot().layers()).isEmpty();
    assertThat(printer.snapshot().progress()).isPositive();
  }

  @Test
  void whatItCannotDoItRefusesAndNothingChanges() {
    assertThat(printer.start("not there.gcode"))
        .hasValueSatisfying(why -> assertThat(why).contains("not there.gcode"));
    assertThat(printer.pause()).isPresent();
    assertThat(printer.resume()).isPresent();
    assertThat(printer.cancel()).isPresent();
    assertThat(printer.snapshot().state()).isEqualTo(PrinterState.STANDBY);
    printer.start("benchy.gcode");
    assertThat(printer.start("benchy.gcode")).contains("SD busy");
    assertThat(printer.resume()).isPresent();
  }

  @Test
  void pausedItDoesNotAdvanceAndResumedItGoesOnFromThere() {
    printer.start("benchy.gcode");
    pass(Duration.ofMinutes(10));
    assertThat(printer.pause()).isEmpty();
    double progress = printer.snapshot().progress();
    pass(Duration.ofMinutes(5));
    assertThat(printer.snapshot().progress()).isEqualTo(progress);
    assertThat(printer.snapshot().nozzle().temperature()).isGreaterThan(200);
    assertThat(printer.resume()).isEmpty();
    pass(Duration.ofSeconds(10));
    assertThat(printer.snapshot().progress()).isGreaterThan(progress);
  }

  @Test
  void pausedForLongItCoolsAndHeatsAgainBeforeItGoesOn() {
    printer.start("benchy.gcode");
    pass(Duration.ofMinutes(10));
    printer.pause();
    pass(Duration.ofMinutes(20));
    assertThat(printer.snapshot().state()).isEqualTo(PrinterState.PAUSED);
    assertThat(printer.snapshot().nozzle().temperature()).isLessThan(120);
    double progress = printer.snapshot().progress();
    printer.resume();
    pass(Duration.ofSeconds(20));
    assertThat(printer.snapshot().progress()).isEqualTo(progress);
    pass(Duration.ofMinutes(5));
    assertThat(printer.snapshot().progress()).isGreaterThan(progress);
  }

  @Test
  void anEmergencyStopEndsTheJobAndItsReleaseStartsNothing() {
    printer.start("benchy.gcode");
    pass(Duration.ofMinutes(5));
    printer.emergencyStop(true);
    assertThat(printer.snapshot().state()).isEqualTo(PrinterState.ERROR);
    assertThat(printer.start("benchy.gcode")).isPresent();
    printer.emergencyStop(false);
    pass(Duration.ofMinutes(5));
    assertThat(printer.snapshot().state()).isEqualTo(PrinterState.STANDBY);
    assertThat(printer.snapshot().nozzle().temperature()).isLessThan(100);
  }

  @Test
  void theSameSeedAndTheSameCommandsMakeTheSamePrint() {
    PrinterBehaviour one = new PrinterBehaviour(11, MORNING, PrinterPace.DEMO, 5);
    PrinterBehaviour other = new PrinterBehaviour(11, MORNING, PrinterPace.DEMO, 5);
    for (PrinterBehaviour each : List.of(one, other)) {
      each.start("benchy.gcode");
      each.tick(MORNING.plusSeconds(60));
    }
    assertThat(one.snapshot()).isEqualTo(other.snapshot());
  }

  @Property(tries = 60)
  void whateverIsAskedOfItPhysicsHolds(
      @ForAll long seed,
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 0, max = 6) Integer> wishes,
      @ForAll @IntRange(min = 50, max = 5_000) int millisBetween) {
    PrinterBehaviour any = new PrinterBehaviour(seed, MORNING, PrinterPace.DEMO, 0);
    Instant at = MORNING;
    PrinterSnapshot before = any.snapshot();
    for (int wish : wishes) {
      wish(any, wish);
      PrinterSnapshot asked = any.snapshot();
      at = at.plusMillis(millisBetween);
      any.tick(at);
      PrinterSnapshot now = any.snapshot();
      assertThat(now.nozzle().temperature())
          .isBetween(Heater.ROOM - 1, hottest(before.nozzle(), asked.nozzle()));
      assertThat(now.bed().temperature())
          .isBetween(Heater.ROOM - 1, hottest(before.bed(), asked.bed()));
      assertThat(now.energy()).isGreaterThanOrEqualTo(before.energy());
      assertThat(now.progress()).isBetween(0.0, 1.0);
      if (asked.state() == PrinterState.PRINTING) {
        assertThat(now.progress()).isGreaterThanOrEqualTo(asked.progress());
        assertThat(now.state()).isIn(PrinterState.PRINTING, PrinterState.COMPLETE);
      } else {
        assertThat(now.progress()).isEqualTo(asked.progress());
        assertThat(now.state()).isEqualTo(asked.state());
      }
      before = now;
    }
  }

  private static double hottest(PrinterSnapshot.Heat before, PrinterSnapshot.Heat asked) {
    return Math.max(before.temperature(), asked.target()) + OVERSHOOT;
  }

  private static void wish(PrinterBehaviour printer, int wish) {
    switch (wish) {
      case 0 -> printer.start("benchy.gcode");
      case 1 -> printer.start("calibration_cube.gcode");
      case 2 -> printer.pause();
      case 3 -> printer.resume();
      case 4 -> printer.cancel();
      case 5 -> printer.emergencyStop(true);
      default -> printer.emergencyStop(false);
    }
  }
}
