package fucina.gateway.link.mqtt;

import static org.awaitility.Awaitility.await;

import fucina.gateway.QuietPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Mosquitto as a process of this machine: a broker nobody here wrote, that can be killed. */
public final class Mosquitto implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

  private final Path folder;
  private final int port;
  private Process process;

  /**
   * Starts it.
   *
   * @param folder of its own
   * @param lines of its settings, after the listener's
   */
  Mosquitto(Path folder, List<String> lines) throws IOException {
    this(
        folder,
        List.of(
            "persistence true",
            "persistence_location " + folder + "/",
            "autosave_interval 1",
            "autosave_on_changes true",
            "max_queued_messages 10000"),
        lines);
  }

  /** One that keeps nothing on the disk, and as much under way as its clients ask for. */
  public static Mosquitto inMemory(Path folder) throws IOException {
    return new Mosquitto(
        folder,
        List.of("persistence false"),
        List.of(
            "allow_anonymous true",
            "set_tcp_nodelay true",
            "max_inflight_messages 1000",
            "max_queued_messages 0"));
  }

  private Mosquitto(Path folder, List<String> first, List<String> lines) throws IOException {
    Assumptions.assumeTrue(
        Files.isExecutable(PROGRAM), "mosquitto is not installed: nothing was tried against it");
    this.folder = Files.createDirectories(folder);
    port = QuietPort.any();
    List<String> all = new ArrayList<>(List.of("user root"));
    all.addAll(first);
    all.add("listener " + port + " 127.0.0.1");
    all.addAll(lines);
    Files.write(folder.resolve("conf"), all);
    start();
  }

  /** Starts it on its port, with its settings. */
  public void start() throws IOException {
    process =
        new ProcessBuilder(PROGRAM.toString(), "-c", folder.resolve("conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    await().atMost(Duration.ofSeconds(30)).until(this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** As {@code kill -9} does it. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  public int port() {
    return port;
  }

  public String url() {
    return "mqtt://127.0.0.1:" + port;
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
