package fucina.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged demo in a process of its own, on ports that stay when it is started again. */
public final class DemoProcess {
  /** How long a start may take on a machine that is busy with other tests. */
  private static final Duration TO_START = Duration.ofSeconds(240);

  private final Path jar;
  private final Path folder;
  private final Map<String, String> environment;
  private final int http = QuietPort.any();
  private final int mqtt = QuietPort.any();
  private final int management = QuietPort.any();
  private final List<String> compiler = new ArrayList<>();

  /**
   * A demo that is not started yet.
   *
   * @param module where the gateway's module is
   * @param folder for its data, and for PostgreSQL's programs where no run names one for all
   */
  public DemoProcess(Path module, Path folder) {
    this(module, folder, Map.of());
  }

  /** The same, with settings in its environment. */
  public DemoProcess(Path module, Path folder, Map<String, String> environment) {
    this.environment = environment;
    this.jar = module.resolve("target/fucina.jar");
    this.folder = folder;
  }

  /** Compiled once only: it is up sooner, and lives too short to be paid for compiling better. */
  public DemoProcess brief() {
    compiler.add("-XX:TieredStopAtLevel=1");
    return this;
  }

  /** Starts it, with the launcher's own memory; returns when it is ready. */
  public JarProcess start() throws IOException, InterruptedException {
    JarProcess process = launch();
    try {
      process.linesTo("Fucina ready:", TO_START);
      return process;
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Starts it and does not wait. */
  public JarProcess launch() throws IOException {
    List<String> java = new ArrayList<>(compiler);
    java.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            // Unpacked once a build: on a busy machine that alone can take the minute a start
            // has.
            "-Dfucina.postgres.programs="
                + System.getProperty("fucina.postgres.programs", folder.toString())));
    return JarProcess.start(
        java,
        jar,
        List.of(
            "demo",
            "--port=" + http,
            "--mqtt-port=" + mqtt,
            "--management-port=" + management,
            "--data=" + folder.resolve("data")),
        environment);
  }

  public String url() {
    return "http://127.0.0.1:" + http;
  }

  public String managementUrl() {
    return "http://127.0.0.1:" + management;
  }

  public int mqttPort() {
    return mqtt;
  }
}
