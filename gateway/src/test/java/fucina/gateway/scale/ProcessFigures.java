package fucina.gateway.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the system knows of a process.
 *
 * @param rssAnon anonymous resident memory, bytes
 * @param threads how many, but for the callbacks
 * @param callbacks threads that run OPC UA callbacks: as many as there were at once in a burst, for
 *     a minute after it
 * @param files open files and sockets
 * @param cpu seconds of processor time so far
 */
record ProcessFigures(long rssAnon, long threads, long callbacks, long files, double cpu) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");
  private static final double TICKS_A_SECOND = 100;
  private static final String CALLBACKS = "opcua callbacks";

  static ProcessFigures of(long pid) throws IOException {
    Path proc = Path.of("/proc", Long.toString(pid));
    String status = Files.readString(proc.resolve("status"));
    String stat = Files.readString(proc.resolve("stat"));
    // After the name in brackets, which may hold blanks: utime and stime are fields 14 and 15.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long callbacks = callbacks(proc.resolve("task"));
    try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
      return new ProcessFigures(
          field(status, "RssAnon") * 1024,
          field(status, "Threads") - callbacks,
          callbacks,
          files.count(),
          (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND);
    }
  }

  private static long callbacks(Path tasks) throws IOException {
    try (Stream<Path> all = Files.list(tasks)) {
      return all.filter(ProcessFigures::runsCallbacks).count();
    }
  }

  private static boolean runsCallbacks(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip().equals(CALLBACKS);
    } catch (IOException e) {
      return false; // it ended meanwhile
    }
  }

  private static long field(String status, String name) {
    Matcher found = Pattern.compile("(?m)^" + name + ":\\s+(\\d+)").matcher(status);
    if (!found.find()) {
      throw new IllegalStateException("no " + name + " in " + status);
    }
    return Long.parseLong(found.group(1));
  }

  /** What a Java process still uses of its heap after a full collection, bytes. */
  static long heapAfterCollection(long pid) throws IOException, InterruptedException {
    // The census collects first, and counts at the same halt of the program.
    Matcher total = TOTAL.matcher(jcmd(pid, "GC.class_histogram"));
    if (!total.find()) {
      throw new IllegalStateException("jcmd tells no heap");
    }
    return Long.parseLong(total.group(1));
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "-J-Xmx32m",
                "-J-XX:TieredStopAtLevel=1",
                Long.toString(pid),
                command)
            .redirectErrorStream(true)
            .start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!jcmd.waitFor(60, TimeUnit.SECONDS) || jcmd.exitValue() != 0) {
      throw new IllegalStateException("jcmd " + command + ": " + said);
    }
    return said;
  }

  /** Bytes as people read them. */
  static String mebibytes(double bytes) {
    return String.format(Locale.ROOT, "%.0f MiB", bytes / (1024 * 1024));
  }
}
