package fucina.gateway;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of everything kept, held by one process at a time. */
final class DataFolder implements AutoCloseable {
  /** Lies in every folder of ours, so that nobody's other folder is ever emptied. */
  private static final String LOCK = "fucina.lock";

  private final FileChannel channel;

  private DataFolder(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, making it where it is missing.
   *
   * @param fresh whether to empty it first
   * @throws StartFailure if another process holds it, it cannot be written, or it is to be emptied
   *     and is not one of ours
   */
  static DataFolder take(Path folder, boolean fresh) {
    try {
      boolean ours = Files.exists(folder.resolve(LOCK));
      if (fresh && !ours && Files.isDirectory(folder) && !isEmpty(folder)) {
        throw new StartFailure(
            "--fresh will not empty "
                + folder
                + ": it is not a data folder of Fucina; give another --data.");
      }
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(channel)) {
        channel.close();
        throw new StartFailure(
            "The data folder "
                + folder
                + " is in use by another Fucina; stop that one, or give another --data.");
      }
      if (fresh) {
        empty(folder);
      }
      return new DataFolder(channel);
    } catch (IOException e) {
      throw new StartFailure(
          "The data folder "
              + folder
              + " cannot be used ("
              + e.getClass().getSimpleName()
              + ": "
              + e.getMessage()
              + ").",
          e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock goes with the process at the latest.
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.findAny().isEmpty();
    }
  }

  private static void empty(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> all = Files.walk(folder)) {
      inside =
          all.filter(path -> !path.equals(folder) && !path.equals(folder.resolve(LOCK)))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path path : inside) {
      Files.delete(path);
    }
  }
}
