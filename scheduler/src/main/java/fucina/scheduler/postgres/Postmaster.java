package fucina.scheduler.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server left behind: a process that is killed takes no leave of its PostgreSQL, which then runs
 * on, owned by nobody. The folder's lock is in our hand when this is asked, so whatever runs on the
 * data now is such an orphan.
 */
final class Postmaster {
  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
  private static final long PATIENCE_SECONDS = 10;

  private Postmaster() {}

  /** Stops the server that runs on this data, if any, and clears away its note if none does. */
  static void stopOrphan(Path data) throws IOException {
    Path note = data.resolve("postmaster.pid");
    if (!Files.exists(note)) {
      return;
    }
    Optional<ProcessHandle> orphan = running(data, Files.readAllLines(note));
    if (orphan.isPresent()) {
      LOG.info("Stopping PostgreSQL {} that a killed process left behind", orphan.get().pid());
      stop(orphan.get(), data);
    }
    // The number may meanwhile belong to another program; PostgreSQL would then refuse to start.
    Files.deleteIfExists(note);
  }

  /** The process a note names, where it really is a PostgreSQL server of this data. */
  static Optional<ProcessHandle> running(Path data, List<String> note) {
    if (note.size() < 2 || !note.get(0).strip().matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(note.get(0).strip()))
        .filter(ProcessHandle::isAlive)
        .filter(process -> serves(process, data));
  }

  private static boolean serves(ProcessHandle process, Path data) {
    boolean postgres =
        process.info().command().filter(command -> command.endsWith("postgres")).isPresent();
    String[] arguments = process.info().arguments().orElse(new String[0]);
    return postgres && Stream.of(arguments).anyMatch(data.toString()::equals);
  }

  private static void stop(ProcessHandle postmaster, Path data) {
    List<ProcessHandle> workers = postmaster.descendants().toList();
    // Its clients died with the process that started it, so the polite stop does not wait long.
    postmaster.destroy();
    if (!gone(postmaster)) {
      postmaster.destroyForcibly();
      workers.forEach(ProcessHandle::destroyForcibly);
      workers.forEach(Postmaster::gone);
      if (!gone(postmaster)) {
        throw new DatabaseUnavailable(
            "PostgreSQL "
                + postmaster.pid()
                + " still runs on "
                + data
                + " and cannot be stopped; stop it by hand.");
      }
    }
  }

  private static boolean gone(ProcessHandle process) {
    try {
      process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot watch process " + process.pid(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
