package fucina.gateway.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The broker in a process of its own, so that it can be killed. */
final class BrokerProcess implements AutoCloseable {
  private static final String READY = "ready ";

  private final Process process;
  private final String url;

  private BrokerProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Runs in the other process. */
  public static void main(String[] args) throws IOException {
    try (EmbeddedBroker broker =
        new EmbeddedBroker(Path.of(args[0]), "127.0.0.1", 0, SomeUsers.lab()).start()) {
      System.out.println(READY + broker.url());
      while (System.in.read() >= 0) {
        // lives until its standard input ends
      }
    }
  }

  static BrokerProcess start(Path dir) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the broker's process ended before it was ready");
    }
    return new BrokerProcess(process, line.substring(READY.length()));
  }

  String url() {
    return url;
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the broker's process does not die");
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
