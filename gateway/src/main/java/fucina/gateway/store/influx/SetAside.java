package fucina.gateway.store.influx;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Points that the other store can never take: counted all, and the last of them kept in a file, a
 * JSON object a line ({@code at}, {@code reason}, {@code point}). They stay in the embedded store.
 */
final class SetAside {
  private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);

  /** So much is kept, and as much of what was before. */
  private static final long ROOM = 1L << 20;

  private static final int LONGEST_POINT = 2_000;

  private final Path file;
  private final InstantSource clock;
  private final LongAdder count = new LongAdder();

  SetAside(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  long count() {
    return count.sum();
  }

  /** Sets one aside; never fails. */
  synchronized void add(String point, String reason) {
    count.increment();
    if (count.sum() == 1) {
      LOG.warn(
          "a reading cannot be carried on to InfluxDB and is set aside in {}: {}", file, reason);
    }
    JsonObject line = new JsonObject();
    line.addProperty("at", clock.instant().toString());
    line.addProperty("reason", reason);
    line.addProperty(
        "point", point.length() > LONGEST_POINT ? point.substring(0, LONGEST_POINT) + "…" : point);
    try {
      if (Files.exists(file) && Files.size(file) > ROOM) {
        Files.move(
            file,
            file.resolveSibling(file.getFileName() + ".before"),
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      LOG.warn("{} could not be written: {}", file, e.toString());
    }
  }
}
