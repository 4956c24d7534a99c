package fucina.scheduler.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL in a folder of ours. Its programs are unpacked and its data kept there, readable by
 * nobody else; it listens on loopback only, on whatever port is free, and asks for a password that
 * lies beside the data. What a first start makes is made beside its place and then moved there, so
 * that a kill half-way leaves nothing that looks finished.
 */
final class EmbeddedServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
  private static final String USER = "postgres";
  private static final int PORTS = 3;

  /** Long enough for the recovery after a kill under load. */
  private static final String START_SECONDS = "60";

  private static final String STOP_SECONDS = "3";

  private static final Map<String, String> CONFIG =
      Map.ofEntries(
          Map.entry("fsync", "on"),
          Map.entry("synchronous_commit", "on"),
          Map.entry("full_page_writes", "on"),
          Map.entry("listen_addresses", "127.0.0.1"),
          Map.entry("unix_socket_directories", ""),
          Map.entry("timezone", "UTC"),
          Map.entry("max_connections", "50"),
          Map.entry("shared_buffers", "64MB"),
          Map.entry("max_wal_size", "256MB"),
          Map.entry("wal_level", "minimal"),
          Map.entry("max_wal_senders", "0"),
          Map.entry("io_method", "sync"),
          Map.entry("jit", "off"),
          Map.entry("deadlock_timeout", "200ms"),
          // A refused booking is no incident of the server's.
          Map.entry("log_min_messages", "fatal"));

  private final ServerProgram program;
  private final Path home;
  private final Path data;
  private final FolderLock lock;
  private final ServerWatch watch;
  private volatile DatabaseAddress address;

  private EmbeddedServer(ServerProgram program, Path home, FolderLock lock, int port)
      throws IOException {
    this.program = program;
    this.home = home;
    this.data = home.resolve("data");
    this.lock = lock;
    this.address = address(home, port);
    this.watch = new ServerWatch(data, this::startAgain);
  }

  /**
   * Starts the server; its data is made where there is none.
   *
   * @throws DatabaseUnavailable where it cannot run here, or another process has the folder
   */
  static EmbeddedServer start(Path folder) {
    ServerProgram.obstacle()
        .ifPresent(
            sentence -> {
              throw new DatabaseUnavailable(sentence);
            });
    try {
      Path home = Folders.own(folder);
      FolderLock lock = FolderLock.take(home);
      try {
        return start(home, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new DatabaseUnavailable(
          "The embedded PostgreSQL does not start in "
              + folder
              + ": "
              + Folders.words(e)
              + "; mend that, or set database.url to a PostgreSQL server of your own.",
          e);
    }
  }

  /** Where it listens; elsewhere after it had to be started again. */
  DatabaseAddress address() {
    return address;
  }

  /** Why it cannot be asked just now, in one sentence; empty while it runs. */
  Optional<String> trouble() {
    return watch.trouble();
  }

  @Override
  public void close() throws IOException {
    watch.close();
    try {
      stop("fast");
    } catch (IOException e) {
      if (watch.trouble().isEmpty()) {
        LOG.warn("PostgreSQL takes its time to stop ({}); it is cut off", e.getMessage());
        stop("immediate");
      }
    } finally {
      lock.close();
    }
  }

  private void startAgain() throws IOException {
    Postmaster.stopOrphan(data);
    address = address(home, launch(program, home, data));
  }

  private static DatabaseAddress address(Path home, int port) throws IOException {
    return DatabaseAddress.loopback(port, USER, Files.readString(home.resolve("password")));
  }

  private static EmbeddedServer start(Path home, FolderLock lock) throws IOException {
    Path data = home.resolve("data");
    Postmaster.stopOrphan(data);
    requireOurVersion(data);
    ServerProgram program = ServerProgram.in(home);
    Path secret = home.resolve("password");
    boolean known = Files.exists(secret);
    if (!known) {
      Folders.writeSecret(secret, newPassword());
    }
    if (!Files.isDirectory(data)) {
      initialise(program, home, data, secret);
    } else if (!known) {
      LOG.warn("The database's password was lost and is made anew in {}", secret);
      reset(program, data, Files.readString(secret));
    }
    return new EmbeddedServer(program, home, lock, launch(program, home, data));
  }

  private static void initialise(ServerProgram program, Path home, Path data, Path secret)
      throws IOException {
    Path draft = home.resolve("data.draft");
    Folders.delete(draft);
    program.run(
        "",
        "initdb",
        List.of(
            "--pgdata=" + draft,
            "--username=" + USER,
            "--pwfile=" + secret,
            "--auth=scram-sha-256",
            "--encoding=UTF-8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8"));
    Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Sets the password with nobody listening: the server reads one statement and ends. */
  private static void reset(ServerProgram program, Path data, String password) throws IOException {
    program.run(
        "ALTER ROLE " + USER + " PASSWORD '" + password + "'\n",
        "postgres",
        List.of("--single", "-D", data.toString(), USER));
  }

  private static int launch(ServerProgram program, Path home, Path data) throws IOException {
    Path log = home.resolve("server.log");
    IOException failed = new IOException("no port is free");
    for (int attempt = 0; attempt < PORTS; attempt++) {
      Files.deleteIfExists(log);
      int port = freePort();
      try {
        program.run("", "pg_ctl", startArguments(data, log, port));
        return port;
      } catch (IOException e) {
        String said = Files.exists(log) ? Files.readString(log) : "";
        failed = ServerProgram.reason(said).map(why -> new IOException(why, e)).orElse(e);
        if (!said.contains("could not create any TCP/IP sockets")) {
          throw failed;
        }
      }
    }
    throw failed;
  }

  private static List<String> startArguments(Path data, Path log, int port) {
    String options =
        CONFIG.entrySet().stream()
            .map(entry -> "-c " + entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" ", "-p " + port + " ", ""));
    return List.of(
        "start",
        "-D",
        data.toString(),
        "-l",
        log.toString(),
        "-w",
        "-t",
        START_SECONDS,
        "-s",
        "-o",
        options);
  }

  private void stop(String mode) throws IOException {
    program.run(
        "", "pg_ctl", List.of("stop", "-D", data.toString(), "-m", mode, "-w", "-t", STOP_SECONDS));
  }

  /** Free a moment ago; taken meanwhile, the next one is tried. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void requireOurVersion(Path data) throws IOException {
    Path note = data.resolve("PG_VERSION");
    String found = Files.exists(note) ? Files.readString(note).strip() : ServerProgram.VERSION;
    if (!ServerProgram.VERSION.equals(found)) {
      throw new DatabaseUnavailable(
          "The data in %s is of PostgreSQL %s and this Fucina brings %s; dump it with the old one and restore it here."
              .formatted(data, found, ServerProgram.VERSION));
    }
  }

  private static String newPassword() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
