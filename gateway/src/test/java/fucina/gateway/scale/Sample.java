package fucina.gateway.scale;

import java.util.Locale;

/**
 * One look at a running gateway.
 *
 * @param seconds since the first one
 * @param gateway what the system knows of it
 * @param heap what is used after a collection, bytes; 0 where none was asked for
 * @param told values told at the sources since the first look
 * @param stored values stored since then, those of the demo's own four machines among them
 * @param labCpu processor seconds of the machines' process so far
 */
record Sample(
    double seconds, ProcessFigures gateway, long heap, long told, long stored, double labCpu) {
  static final String HEADER =
      "| s | RssAnon | heap after GC | threads | callbacks | open files | values told | values stored, demo's"
          + " included |\n|--:|--:|--:|--:|--:|--:|--:|--:|";

  String row() {
    return String.format(
        Locale.ROOT,
        "| %.0f | %s | %s | %d | %d | %d | %,d | %,d |",
        seconds,
        ProcessFigures.mebibytes(gateway.rssAnon()),
        heap == 0 ? "" : ProcessFigures.mebibytes(heap),
        gateway.threads(),
        gateway.callbacks(),
        gateway.files(),
        told,
        stored);
  }
}
