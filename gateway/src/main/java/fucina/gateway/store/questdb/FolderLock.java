package fucina.gateway.store.questdb;

import fucina.gateway.store.StoreFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder that is ours alone until closed, or until the process ends. */
final class FolderLock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

  private final Path dir;
  private final FileChannel lock;

  /**
   * Takes it, and makes it where there is none.
   *
   * @throws StoreFault with one sentence where another process has it
   */
  FolderLock(Path dir) {
    this.dir = dir;
    this.lock = locked(dir);
  }

  private static FileChannel locked(Path dir) {
    try {
      Files.createDirectories(dir);
      FileChannel channel =
          FileChannel.open(
              dir.resolve("fucina.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder " + dir + " cannot be written to.", e);
    }
    throw new StoreFault("The data folder " + dir + " is in use by another process.");
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      LOG.warn("the lock of {} was not given back", dir, e);
    }
  }
}
