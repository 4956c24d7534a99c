package fucina.simulators.printer;

import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** One print: its layers, each of its own length, and how far it is. */
final class PrintJob {
  private static final double SHORTEST_LAYER = 20;
  private static final double LONGEST_LAYER = 90;

  private final GcodeFile file;
  private final double[] endOfLayer;
  private double printed;

  /** The part gets smaller towards the top, each layer a little different from its neighbours. */
  PrintJob(GcodeFile file, RandomGenerator chance) {
    this.file = file;
    this.endOfLayer = new double[file.layers()];
    double end = 0;
    for (int layer = 0; layer < file.layers(); layer++) {
      double height = (double) layer / file.layers();
      double seconds = 50 * (1 - 0.5 * height) + 10 * chance.nextGaussian();
      end += Math.max(SHORTEST_LAYER, Math.min(LONGEST_LAYER, seconds));
      endOfLayer[layer] = end;
    }
  }

  /** Lays plastic for some seconds, at a real printer's pace. */
  void print(double seconds) {
    printed = Math.min(printed + seconds, total());
  }

  private double total() {
    return endOfLayer[endOfLayer.length - 1];
  }

  GcodeFile file() {
    return file;
  }

  boolean done() {
    return printed >= total();
  }

  /** 0 to 1. */
  double progress() {
    return printed / total();
  }

  /** mm laid. */
  double filament() {
    return file.filament() * progress();
  }

  /** The layer being laid, from 1; empty where the file does not say. */
  OptionalInt layer() {
    if (!file.tellsLayers()) {
      return OptionalInt.empty();
    }
    int layer = 0;
    while (layer < endOfLayer.length - 1 && endOfLayer[layer] <= printed) {
      layer++;
    }
    return OptionalInt.of(layer + 1);
  }

  OptionalInt layers() {
    return file.tellsLayers() ? OptionalInt.of(file.layers()) : OptionalInt.empty();
  }
}
