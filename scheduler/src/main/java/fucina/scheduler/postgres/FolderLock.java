package fucina.scheduler.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A folder in the hands of this process alone; the operating system lets go when it dies. */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws DatabaseUnavailable where another process, or another part of this one, has it
   */
  static FolderLock take(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return new FolderLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(folder);
    }
    channel.close();
    throw inUse(folder);
  }

  private static DatabaseUnavailable inUse(Path folder) {
    return new DatabaseUnavailable(
        "The data folder "
            + folder
            + " is in use by another Fucina; stop that one, or choose another folder.");
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
