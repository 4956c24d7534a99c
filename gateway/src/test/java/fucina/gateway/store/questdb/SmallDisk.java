package fucina.gateway.store.questdb;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** A real file system of a few MiB in memory, which only root can mount. */
public final class SmallDisk implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  public final Path path;
  private final Path ballast;
  private @Nullable Path covered;

  private SmallDisk(Path path) {
    this.path = path;
    this.ballast = path.resolve("ballast");
  }

  /** Mounts it on a folder; aborts the test aloud where that is not allowed. */
  public static SmallDisk mounted(Path folder, int mebibytes) throws Exception {
    Files.createDirectories(folder);
    if (!done("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "fucina", folder)) {
      throw new TestAbortedException("a file system can be mounted by root only");
    }
    return new SmallDisk(folder);
  }

  /** Takes all that is free but for so many bytes, in one file. */
  public void leave(long bytes) throws IOException {
    long taken = Files.exists(ballast) ? Files.size(ballast) : 0;
    long wanted = taken + path.toFile().getUsableSpace() - bytes;
    try (OutputStream out =
        Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (; taken < wanted; taken += CHUNK) {
        out.write(new byte[CHUNK]);
      }
    }
  }

  /** Takes every byte that is free. */
  public void fill() throws IOException {
    for (int chunk = CHUNK; chunk >= 1; chunk /= 16) {
      try (OutputStream out =
          Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(new byte[chunk]);
        }
      } catch (IOException full) {
        if (chunk == 1) {
          return;
        }
      }
    }
  }

  /** Gives them back. */
  public void empty() throws IOException {
    Files.delete(ballast);
  }

  /** Nothing can be made or opened for writing in a folder any more; what is open stays open. */
  void readOnly(Path folder) throws Exception {
    if (!folder.equals(covered)) {
      demand(done("mount", "--bind", folder, folder));
      covered = folder;
    }
    demand(done("mount", "-o", "remount,bind,ro", folder));
  }

  void writable(Path folder) throws Exception {
    demand(done("mount", "-o", "remount,bind,rw", folder));
  }

  private static void demand(boolean done) throws IOException {
    if (!done) {
      throw new IOException("the file system cannot be mounted so");
    }
  }

  private static boolean done(Object... words) throws Exception {
    List<String> command = Arrays.stream(words).map(Object::toString).toList();
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() throws Exception {
    if (covered != null) {
      done("umount", "-l", covered);
    }
    done("umount", "-l", path);
  }
}
