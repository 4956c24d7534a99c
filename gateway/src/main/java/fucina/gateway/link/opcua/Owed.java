package fucina.gateway.link.opcua;

import fucina.gateway.link.Notebook;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Since when values of one machine are owed: missed, and neither read from its history nor declared
 * yet. On disk before what comes after them is, as live values go on meanwhile: killed in between,
 * the next process would else begin behind what was missed. Thread-safe.
 */
final class Owed {
  private static final Logger LOG = LoggerFactory.getLogger(Owed.class);
  private static final String NOTHING = "";

  private final String key;
  private final Notebook notebook;
  private Optional<Instant> since;

  /** Goes on from what an earlier process owed. */
  Owed(String machine, Notebook notebook) {
    this.key = "owed." + machine;
    this.notebook = notebook;
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

  private void write(String fact) {
    try {
      notebook.write(key, fact);
    } catch (UncheckedIOException e) {
      LOG.warn("{}: a kill now would hide what is missed", key, e);
    }
  }
}
