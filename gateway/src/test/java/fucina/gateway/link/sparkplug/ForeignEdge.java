package fucina.gateway.link.sparkplug;

import static org.awaitility.Awaitility.await;

import fucina.gateway.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * An edge node of a library we did not write (sparkplug-client, TypeScript), as a process that can
 * be killed. See {@code src/test/foreign/edge.mjs}.
 */
final class ForeignEdge implements AutoCloseable {
  private static final Path TOOLS = Path.of("src/test/foreign").toAbsolutePath();

  private final Process process;

  ForeignEdge(Path log, List<String> words) throws IOException {
    Assumptions.assumeTrue(
        Files.isDirectory(TOOLS.resolve("node_modules/sparkplug-client")),
        "no foreign edge node here: `npm ci` in gateway/src/test/foreign brings one");
    List<String> line = new ArrayList<>();
    line.add(System.getProperty("fucina.node", "node"));
    line.add(TOOLS.resolve("edge.mjs").toString());
    line.addAll(words);
    Files.deleteIfExists(log);
    process =
        new ProcessBuilder(line)
            .directory(TOOLS.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    await()
        .atMost(Patience.LONG)
        .failFast(() -> !process.isAlive())
        .until(() -> Files.readString(log).contains("ready"));
  }

  /** Tells it what to do, e.g. {@code send 100}. */
  void say(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** As {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
