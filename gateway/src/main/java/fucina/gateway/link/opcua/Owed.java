package fucina.gateway.link.opcua;

import fucina.gateway.link.Notebook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Since when values of one machine are owed: missed, and neither read from its history nor declared
 * yet. On disk before what comes after them is, as live values go on meanwhile: killed in between,
 * the next process would else begin behind what was missed. And until when all was whole while
 * nothing was owed, so that the next process does not begin long before it. Thread-safe.
 */
final class Owed {
  private static final Logger LOG = LoggerFactory.getLogger(Owed.class);
  private static final String NOTHING = "";

  private final String key;
  private final Notebook notebook;
  private final Path mark;
  private Optional<Instant> since;

  /** Goes on from what an earlier process owed. */
  Owed(String machine, Notebook notebook) {
    this.key = "owed." + machine;
    this.notebook = notebook;
    this.mark = notebook.folder("whole").resolve(machine);
    this.since = notebook.read(key).filter(fact -> !fact.equals(NOTHING)).map(Instant::parse);
  }

  synchronized Optional<Instant> since() {
    return since;
  }

  /** Values are missed from here on, or from where others are already. */
  synchronized void from(Instant instant) {
    if (since.isEmpty() || instant.isBefore(since.get())) {
      since = Optional.of(instant);
      write(instant.toString());
    }
  }

  /** All is made good, or declared and on disk. */
  synchronized void nothing() {
    if (since.isPresent()) {
      since = Optional.empty();
      write(NOTHING);
    }
  }

  /** All is whole and on disk until then; told where nothing is owed. */
  synchronized void whole(Instant until) {
    if (since.isPresent()) {
      return;
    }
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, until);
    try {
      Files.createDirectories(mark.getParent());
      Files.write(mark, ByteBuffer.allocate(Long.BYTES).putLong(micros).array());
    } catch (IOException e) {
      LOG.warn("{} cannot be written: a restart may declare too much", mark, e);
    }
  }

  /** What was told last; empty where nothing was, or it cannot be read. */
  Optional<Instant> whole() {
    try {
      byte[] bytes = Files.exists(mark) ? Files.readAllBytes(mark) : new byte[0];
      return bytes.length == Long.BYTES
          ? Optional.of(Instant.EPOCH.plus(ByteBuffer.wrap(bytes).getLong(), ChronoUnit.MICROS))
          : Optional.empty();
    } catch (IOException e) {
      LOG.warn("{} cannot be read: more is declared than was missed", mark, e);
      return Optional.empty();
    }
  }

  private void write(String fact) {
    try {
      notebook.write(key, fact);
    } catch (UncheckedIOException e) {
      LOG.warn("{}: a kill now would hide what is missed", key, e);
    }
  }
}
