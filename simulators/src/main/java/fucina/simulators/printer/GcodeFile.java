package fucina.simulators.printer;

import java.util.List;
import java.util.Optional;

/**
 * A sliced part on the printer's card.
 *
 * @param name as shown
 * @param bytes its size
 * @param layers how many
 * @param tellsLayers whether the slicer wrote layer numbers into it; Klipper knows them only then
 * @param filament mm it needs
 * @param nozzle °C it prints at
 * @param bed °C it prints at
 */
public record GcodeFile(
    String name,
    long bytes,
    int layers,
    boolean tellsLayers,
    double filament,
    double nozzle,
    double bed) {

  /** What is on the card. */
  public static final List<GcodeFile> CARD =
      List.of(
          new GcodeFile("benchy.gcode", 3_812_604, 160, true, 3_940, 215, 60),
          new GcodeFile("bracket.gcode", 2_207_311, 110, false, 6_120, 240, 80),
          new GcodeFile("calibration_cube.gcode", 918_377, 66, true, 1_330, 205, 60));

  /** The file of that name. */
  public static Optional<GcodeFile> find(String name) {
    return CARD.stream().filter(file -> file.name().equals(name)).findAny();
  }
}
