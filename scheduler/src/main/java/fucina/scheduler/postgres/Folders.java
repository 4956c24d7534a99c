package fucina.scheduler.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Folders and files that are ours alone. */
final class Folders {
  private Folders() {}

  /** Makes a folder that nobody else reads. */
  static Path own(Path folder) throws IOException {
    Path made = Files.createDirectories(folder).toRealPath();
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
    return made;
  }

  static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Writes a file that nobody else reads, whole or not at all. */
  static void writeSecret(Path file, String content) throws IOException {
    Path draft =
        Files.createTempFile(
            file.getParent(),
            "secret",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, content);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }

  /** Deletes the folders of a name, {@code *} standing for anything. */
  static void deleteAll(Path parent, String name) throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, name)) {
      found.forEach(all::add);
    }
    for (Path each : all) {
      delete(each);
    }
  }

  /** What is wrong with a file, for people. */
  static String words(IOException fault) {
    if (fault instanceof FileAlreadyExistsException) {
      return fault.getMessage() + " is a file where a folder should be";
    }
    if (fault instanceof AccessDeniedException) {
      return "no right to write " + fault.getMessage();
    }
    if (fault instanceof FileSystemException there) {
      return there.getFile() + ": " + Optional.ofNullable(there.getReason()).orElse("not possible");
    }
    return String.valueOf(fault.getMessage());
  }
}
