package fucina.gateway;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The whole demo in this process, on free ports, in a folder of its own. */
final class RunningDemo implements AutoCloseable {
  private final Demo demo;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private RunningDemo(Demo demo) {
    this.demo = demo;
  }

  static RunningDemo in(Path folder) throws SettingsReader.Flawed {
    return in(folder, 0);
  }

  /** With the embedded broker on this port. */
  static RunningDemo in(Path folder, int brokerPort) throws SettingsReader.Flawed {
    Settings settings =
        new SettingsReader()
            .with("http.port", "0")
            .with("management.port", "0")
            .with("mqtt.embedded-port", Integer.toString(brokerPort))
            .with("data", folder.toString())
            .settings();
    RunningDemo running = new RunningDemo(new Demo(settings, false));
    try {
      running.demo.start(new PrintStream(running.printed, true, StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      running.demo.close();
      throw e;
    }
    return running;
  }

  Demo demo() {
    return demo;
  }

  String url() {
    return demo.gateway().url();
  }

  String managementUrl() {
    return demo.gateway().managementUrl();
  }

  /** What a person saw on the screen. */
  String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    demo.close();
  }
}
