package fucina.simulators.sparkplug;

import fucina.simulators.line.LineCounters;
import fucina.simulators.machine.CounterFile;
import fucina.simulators.machine.MachineUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What the line's counters showed last, and the number of its last birth (bdSeq, 0 to 255). */
final class LineMemory {
  private static final int NUMBERS = 256;

  private final Optional<CounterFile> file;
  private LineCounters counters = LineCounters.NEW;
  private int birth = NUMBERS - 1;

  LineMemory(Optional<Path> folder) {
    folder.ifPresent(LineMemory::make);
    this.file = folder.map(CounterFile::new);
    file.map(CounterFile::load).filter(kept -> !kept.isEmpty()).ifPresent(this::recall);
  }

  private static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new MachineUnavailable("cannot make the machine's folder " + folder, e);
    }
  }

  private void recall(Map<String, String> kept) {
    try {
      counters =
          new LineCounters(
              Long.parseLong(kept.getOrDefault("produced", "0")),
              Long.parseLong(kept.getOrDefault("defective", "0")),
              Double.parseDouble(kept.getOrDefault("energy", "0")),
              Long.parseLong(kept.getOrDefault("wear", "0")));
      birth = Integer.parseInt(kept.getOrDefault("birth", "-1")) & (NUMBERS - 1);
    } catch (NumberFormatException e) {
      throw new MachineUnavailable("the machine's kept counters are no numbers", e);
    }
  }

  synchronized LineCounters counters() {
    return counters;
  }

  synchronized int birth() {
    return birth;
  }

  /** A new life begins. */
  synchronized int nextBirth() {
    birth = (birth + 1) % NUMBERS;
    save();
    return birth;
  }

  /** Keeps what the counters show, before it is shown. */
  synchronized void keep(LineCounters now) {
    counters = now;
    save();
  }

  private void save() {
    file.ifPresent(
        kept ->
            kept.save(
                Map.of(
                    "produced", Long.toString(counters.produced()),
                    "defective", Long.toString(counters.defective()),
                    "energy", Double.toString(counters.energy()),
                    "wear", Long.toString(counters.wear()),
                    "birth", Integer.toString(birth))));
  }
}
