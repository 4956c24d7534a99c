package fucina.gateway.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The few facts a link must not forget across restarts: a machine's clock offset, the anchor of its
 * monotonic clock. One small text file, a line {@code key=value} each, rewritten whole and moved
 * into place. Thread-safe; meant for facts that change a few times a day.
 */
public final class Notebook {
  private final Path file;
  private final TreeMap<String, String> facts = new TreeMap<>();

  /**
   * Opens it; a missing file is an empty notebook.
   *
   * @throws UncheckedIOException if it is there and cannot be read
   */
  public Notebook(Path file) {
    this.file = file;
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file, StandardCharsets.UTF_8).forEach(this::take);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** A folder beside it, for facts that change too often to be written here. */
  public Path folder(String name) {
    return file.resolveSibling(name);
  }

  /** What was written under this key. */
  public synchronized Optional<String> read(String key) {
    return Optional.ofNullable(facts.get(key));
  }

  /**
   * Writes a fact; it is on disk when this returns.
   *
   * @param key without {@code =} or line ends
   * @param fact without line ends
   * @throws UncheckedIOException if the file cannot be written
   */
  public synchronized void write(String key, String fact) {
    if (fact.equals(facts.put(key, fact))) {
      return;
    }
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      try (Writer out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
        for (var entry : facts.entrySet()) {
          out.write(entry.getKey() + "=" + entry.getValue() + "\n");
        }
      }
      moveIntoPlace(draft);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private void moveIntoPlace(Path draft) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void take(String line) {
    int equals = line.indexOf('=');
    if (equals > 0) {
      facts.put(line.substring(0, equals), line.substring(equals + 1));
    }
  }
}
