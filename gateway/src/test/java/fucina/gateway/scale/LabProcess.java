package fucina.gateway.scale;

import fucina.gateway.JarProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The simulated machines, in a process of their own, each value numbered at its source. */
public final class LabProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String ANSWERED = "done";

  /** Of the one user its OPC UA machines admit, and of its machines at the broker. */
  public static final String PASSWORD = "fucina-demo";

  private final JarProcess process;
  private final Path registrations;

  private LabProcess(JarProcess process, Path registrations) {
    this.process = process;
    this.registrations = registrations;
  }

  /**
   * Starts them; returns when all run. Started again in the same folder, they are who they were.
   *
   * @param jar the simulators' jar
   * @param folder for all files
   * @param lines of the lab file
   * @param mqttPort of the broker, for those that need one
   */
  public static LabProcess start(Path jar, Path folder, List<String> lines, int mqttPort)
      throws Exception {
    Files.createDirectories(folder);
    Path file = Files.write(folder.resolve("lab.yaml"), lines);
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    Path registrations = folder.resolve("registrations");
    JarProcess process =
        JarProcess.start(
            List.of("-Xmx2g", "-XX:+UseSerialGC"),
            jar,
            List.of(
                "lab",
                "--file=" + file,
                "--data=" + folder.resolve("machines"),
                "--broker=mqtt://127.0.0.1:" + mqttPort,
                "--password-file=" + password,
                "--registrations=" + registrations));
    try {
      process.linesTo("lab ready", PATIENCE);
      return new LabProcess(process, registrations);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** The profiles its machines need. */
  public List<String> profiles() throws IOException {
    try (Stream<Path> files = Files.list(registrations)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).map(LabProcess::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bodies with which its machines are registered. */
  public List<JsonObject> registrations() throws IOException {
    return Files.readAllLines(registrations.resolve("registrations.ndjson")).stream()
        .map(JsonObject::new)
        .toList();
  }

  /** No machine tells anything new from now on. */
  public void freeze() throws IOException {
    process.ask("all freeze on", ANSWERED, PATIENCE);
  }

  /** They tell again. */
  public void thaw() throws IOException {
    process.ask("all freeze off", ANSWERED, PATIENCE);
  }

  /**
   * What a machine has told.
   *
   * @param last the number of its last row
   * @param skipped numbers below that were never told
   */
  public record Told(int last, Set<Integer> skipped) {}

  /** What each machine has told, by its id. */
  public Map<String, Told> told() throws IOException {
    Map<String, Told> all = new TreeMap<>();
    for (String line : process.ask("told", ANSWERED, PATIENCE)) {
      String[] words = line.split(" ", -1);
      if (words.length >= 2 && words[1].matches("\\d+")) {
        Set<Integer> skipped = new TreeSet<>();
        for (int word = 3; word < words.length; word++) {
          String[] ends = words[word].split("-", -1);
          for (int n = Integer.parseInt(ends[0]); n <= Integer.parseInt(ends[1]); n++) {
            skipped.add(n);
          }
        }
        all.put(words[0], new Told(Integer.parseInt(words[1]), skipped));
      }
    }
    return all;
  }

  /** How many rows all have told. */
  public long toldInAll() throws IOException {
    return told().values().stream().mapToLong(each -> each.last() - each.skipped().size()).sum();
  }

  /** As {@code kill -9} does it. */
  public void kill() throws InterruptedException {
    process.kill();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
