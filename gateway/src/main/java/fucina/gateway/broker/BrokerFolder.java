package fucina.gateway.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The broker's folder, held for one process at a time; the hold ends with the process at last. */
final class BrokerFolder implements AutoCloseable {
  private final FileChannel channel;

  private BrokerFolder(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Makes the folder if missing, and takes it.
   *
   * @return empty if another process, or another broker of this one, has it
   * @throws IOException if it cannot be made or written
   */
  static Optional<BrokerFolder> take(Path dir) throws IOException {
    Files.createDirectories(dir);
    FileChannel channel =
        FileChannel.open(
            dir.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    Optional<FileLock> lock = lock(channel);
    if (lock.isEmpty()) {
      channel.close();
    }
    return lock.map(held -> new BrokerFolder(channel));
  }

  private static Optional<FileLock> lock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
