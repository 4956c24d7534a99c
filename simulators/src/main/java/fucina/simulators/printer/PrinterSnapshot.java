package fucina.simulators.printer;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * What the printer shows at one instant.
 *
 * @param at that instant
 * @param state the job's state
 * @param message why it is in error; else empty
 * @param file the job's file; empty before the first
 * @param nozzle the hot end
 * @param bed the bed
 * @param progress 0 to 1
 * @param layer the layer being laid, from 1; empty where the file does not say
 * @param layers how many the file has; empty where it does not say
 * @param filament mm laid in this job
 * @param printed how long it has been printing, pauses not counted
 * @param total how long since the job began, pauses counted
 * @param power W, mean of the last second; NaN while the meter cannot be read
 * @param energy Wh since the meter was fitted; never decreases; NaN as power
 */
public record PrinterSnapshot(
    Instant at,
    PrinterState state,
    String message,
    String file,
    Heat nozzle,
    Heat bed,
    double progress,
    OptionalInt layer,
    OptionalInt layers,
    double filament,
    Duration printed,
    Duration total,
    double power,
    double energy) {

  /**
   * One heater.
   *
   * @param temperature °C as its sensor says, which flickers by a few hundredths
   * @param target °C; 0 while off
   * @param duty share of its power it gives, 0 to 1
   */
  public record Heat(double temperature, double target, double duty) {}
}
