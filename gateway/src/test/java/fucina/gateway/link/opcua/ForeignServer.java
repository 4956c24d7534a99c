package fucina.gateway.link.opcua;

import static org.awaitility.Awaitility.await;

import fucina.gateway.QuietPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * An OPC UA server of a stack we did not write (node-opcua, TypeScript), as a process that can be
 * killed and frozen. See {@code src/test/foreign/server.mjs}.
 */
final class ForeignServer implements AutoCloseable {
  private static final Path TOOLS =
      Stream.of("src/test/foreign", "gateway/src/test/foreign")
          .map(each -> Path.of(each).toAbsolutePath())
          .filter(Files::isDirectory)
          .findFirst()
          .orElseThrow();
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

  private final Path folder;
  private final int port;
  private Optional<Process> process = Optional.empty();

  ForeignServer(Path folder) throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(TOOLS.resolve("node_modules")),
        "no foreign OPC UA server here: `npm ci` in gateway/src/test/foreign brings one");
    this.folder = Files.createDirectories(folder);
    port = QuietPort.any();
  }

  /** Starts it and waits until it serves. */
  void start(String... words) throws IOException {
    Path log = folder.resolve("log");
    Files.deleteIfExists(log);
    List<String> line = new ArrayList<>();
    line.add(Optional.ofNullable(System.getProperty("fucina.node")).orElse("node"));
    line.addAll(
        List.of(TOOLS.resolve("server.mjs").toString(), String.valueOf(port), folder.toString()));
    line.addAll(List.of(words));
    Process started =
        new ProcessBuilder(line)
            .directory(TOOLS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    process = Optional.of(started);
    await()
        .atMost(STARTS_WITHIN)
        .failFast(() -> !started.isAlive())
        .until(() -> Files.readString(log).contains("ready"));
  }

  String endpoint() {
    return "opc.tcp://127.0.0.1:" + port;
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    Process running = process.orElseThrow();
    running.destroyForcibly();
    running.waitFor(10, TimeUnit.SECONDS);
  }

  void freeze() throws Exception {
    signal("STOP");
  }

  void thaw() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    int done =
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.orElseThrow().pid()))
            .start()
            .waitFor();
    if (done != 0) {
      throw new IOException("kill -" + name + " ended with " + done);
    }
  }

  /** Tells it something about its machine, e.g. {@code celsius 90}. */
  void say(String line) throws IOException {
    var input = process.orElseThrow().getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  /** Accepts what it has turned away, as its operator would. */
  void trustRejected(String store) throws IOException {
    Path rejected = folder.resolve(store).resolve("rejected");
    Path trusted = folder.resolve(store).resolve("trusted/certs");
    try (Stream<Path> files = Files.list(rejected)) {
      for (Path file : files.toList()) {
        Files.move(file, trusted.resolve(file.getFileName()));
      }
    }
  }

  @Override
  public void close() {
    process.ifPresent(
        running -> {
          running.destroyForcibly();
          try {
            running.waitFor(10, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** What it wrote. */
  String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
