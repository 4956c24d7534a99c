package fucina.simulators.machine;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What a machine's counters showed last, by name, in one small file. It is replaced whole, so that
 * a killed process leaves the old counts or the new ones, never half of them. Save it before the
 * counts are shown, and no counter ever runs backwards for those who read it.
 */
public final class CounterFile {
  private final Path file;
  private final Path next;

  /**
   * The counters kept in a folder.
   *
   * @param folder an existing folder
   */
  public CounterFile(Path folder) {
    this.file = folder.resolve("counters.properties");
    this.next = folder.resolve("counters.properties.next");
  }

  /**
   * The counts kept last, empty for a new machine.
   *
   * @throws MachineUnavailable if the file is there and cannot be read
   */
  public Map<String, String> load() {
    if (!Files.exists(file)) {
      return Map.of();
    }
    Properties read = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      read.load(in);
    } catch (IOException e) {
      throw new MachineUnavailable("cannot read the machine's counters in " + file, e);
    }
    Map<String, String> counts = new HashMap<>();
    read.stringPropertyNames().forEach(name -> counts.put(name, read.getProperty(name)));
    return Map.copyOf(counts);
  }

  /**
   * Keeps these counts.
   *
   * @throws MachineUnavailable if the file cannot be written
   */
  public void save(Map<String, String> counts) {
    Properties kept = new Properties();
    kept.putAll(counts);
    try (Writer out = Files.newBufferedWriter(next, StandardCharsets.UTF_8)) {
      kept.store(out, null);
    } catch (IOException e) {
      throw new MachineUnavailable("cannot write the machine's counters to " + next, e);
    }
    try {
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new MachineUnavailable("cannot write the machine's counters to " + file, e);
    }
  }
}
