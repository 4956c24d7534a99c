package fucina.gateway.link.mqtt;

import fucina.gateway.link.Notebook;
import fucina.gateway.link.mqtt.TopicCount.Mark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the messages of one topic were whole, on disk: sixteen bytes, written over for every
 * commit, so not synced. They survive {@code kill -9}; where a loss of power takes the newest, the
 * next message shows a stretch as missing that is not.
 */
final class CountMarks {
  private static final Logger LOG = LoggerFactory.getLogger(CountMarks.class);

  private final Path file;

  /** The mark of a machine's topic; its file lies beside the notebook. */
  CountMarks(Notebook notebook, String machine, String topic) {
    String name =
        machine + "-" + UUID.nameUUIDFromBytes(topic.getBytes(StandardCharsets.UTF_8)).toString();
    this.file = notebook.folder("counts").resolve(name);
  }

  /** What was written last; empty where nothing was, or it cannot be read. */
  Optional<Mark> read() {
    try {
      byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      if (bytes.length < 2 * Long.BYTES) {
        return Optional.empty();
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      return Optional.of(
          new Mark(buffer.getLong(), Instant.EPOCH.plus(buffer.getLong(), ChronoUnit.MICROS)));
    } catch (IOException e) {
      LOG.warn("{} cannot be read: what was missed before this start is not told by it", file, e);
      return Optional.empty();
    }
  }

  /** Writes a mark over the last one. */
  void write(Mark mark) {
    byte[] bytes =
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(mark.number())
            .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, mark.time()))
            .array();
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      // The messages are stored: that a restart may tell too much as missing must not hold them up.
      LOG.warn("{} cannot be written", file, e);
    }
  }
}
