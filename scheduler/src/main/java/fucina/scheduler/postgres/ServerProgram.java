package fucina.scheduler.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked into a folder of ours, and the running of them. */
final class ServerProgram {
  private static final Logger LOG = LoggerFactory.getLogger(ServerProgram.class);

  /** The major version of the binaries we bring. */
  static final String VERSION = "18";

  private static final String SHELF = "fucina.postgres.programs";

  private final Path bin;

  private ServerProgram(Path bin) {
    this.bin = bin;
  }

  /**
   * Unpacks the programs, unless they lie there already; whole or not at all. They lie with the
   * data, where nobody sweeps them away under a running server; tests, which make many data
   * folders, name one place for all of them.
   */
  static ServerProgram in(Path home) throws IOException {
    Path shelf = Files.createDirectories(Path.of(System.getProperty(SHELF, home.toString())));
    Path folder = shelf.resolve("program-" + VERSION);
    if (!Files.isDirectory(folder)) {
      LOG.info("Unpacking PostgreSQL {} into {}", VERSION, folder);
      if (shelf.equals(home)) {
        Folders.deleteAll(home, "program-draft-*");
      }
      Path draft = Files.createTempDirectory(shelf, "program-draft-");
      try {
        unpack(draft);
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        Folders.delete(draft);
        // Another process may have been quicker; what it unpacked is as good.
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
    }
    return new ServerProgram(folder.resolve("bin"));
  }

  /** Why PostgreSQL cannot run here, in one sentence. */
  static Optional<String> obstacle(boolean root, boolean namespaces) {
    return root && !namespaces
        ? Optional.of(
            "PostgreSQL refuses to run as root, and this system offers no user namespace to run it"
                + " in: start Fucina as a plain user, or set database.url to a PostgreSQL server of"
                + " your own.")
        : Optional.empty();
  }

  static Optional<String> obstacle() {
    return obstacle(
        "root".equals(System.getProperty("user.name")), LinuxUtils.isUnshareAvailable());
  }

  /**
   * Runs one of the programs to its end.
   *
   * @param input what it reads
   * @throws IOException with the line in which it says why it failed
   */
  void run(String input, String program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      // As root only: in a user namespace of its own the server does not see that it is root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(bin.resolve(program).toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // A program in another language would say its reasons in words we do not look for.
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (var writer = process.outputWriter(StandardCharsets.UTF_8)) {
      writer.write(input);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(reason(said).orElse(program + " failed"));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException(program + " was interrupted", e);
    }
  }

  /** The line that tells why, among those of a log or an output. */
  static Optional<String> reason(String said) {
    return said.lines()
        .filter(line -> line.matches(".*(FATAL|PANIC|error|could not).*"))
        .reduce((first, last) -> last)
        .map(line -> line.replaceFirst("^.*(FATAL|PANIC|error): *", "").strip());
  }

  private static void unpack(Path folder) throws IOException {
    try (InputStream packed = binaries();
        TarArchiveInputStream entries = new TarArchiveInputStream(new XZInputStream(packed))) {
      for (TarArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("the archive reaches outside its folder: " + entry.getName());
        }
        write(entry, entries, target, Objects.requireNonNull(target.getParent()));
      }
    }
  }

  private static void write(TarArchiveEntry entry, InputStream content, Path target, Path folder)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(folder);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(content, target);
    if (folder.endsWith("bin")) {
      Folders.executable(target);
    }
  }

  private static InputStream binaries() throws IOException {
    String machine = System.getProperty("os.arch", "");
    String system = System.getProperty("os.name", "");
    try {
      return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
          system, "amd64".equals(machine) ? "x86_64" : machine);
    } catch (IllegalStateException e) {
      throw new DatabaseUnavailable(
          "Fucina brings no PostgreSQL for %s on %s (%s): set database.url to a PostgreSQL server of your own."
              .formatted(system, machine, e.getMessage()),
          e);
    }
  }
}
