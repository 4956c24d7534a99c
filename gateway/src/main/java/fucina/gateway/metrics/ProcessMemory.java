package fucina.gateway.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says of this process's memory. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String KEY = "RssAnon:";
  private static final long KIB = 1024;

  private ProcessMemory() {}

  /** Anonymous resident memory in bytes; 0 where the system does not tell. */
  static double anonymousBytes() {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(KEY)) {
          return Long.parseLong(line.substring(KEY.length()).replace("kB", "").strip()) * KIB;
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
