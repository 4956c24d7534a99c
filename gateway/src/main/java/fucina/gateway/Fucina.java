package fucina.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: one page from the command line to a running gateway. */
@Command(
    name = "fucina",
    description =
        "Book a real machine in a competence centre's lab and work it from your own desk.",
    mixinStandardHelpOptions = true,
    versionProvider = Fucina.Version.class,
    synopsisSubcommandLabel = "(demo | run | check)")
public final class Fucina implements Runnable {
  static {
    // Tahu's jar brings a logback.xml of its own: ours is named, so that no order decides.
    System.setProperty(
        "logback.configurationFile",
        System.getProperty("logback.configurationFile", "fucina-logback.xml"));
  }

  private Fucina() {}

  public static void main(String[] args) {
    CommandLine commands =
        new CommandLine(new Fucina())
            .addSubcommand(new DemoCommand())
            .addSubcommand(new RunCommand())
            .addSubcommand(new CheckCommand())
            .setExecutionExceptionHandler(Fucina::failed);
    if (args.length == 0) {
      commands.usage(System.err);
      System.exit(CommandLine.ExitCode.USAGE);
    }
    int exit = commands.execute(args);
    if (exit != STAYS) {
      System.exit(exit);
    }
  }

  /** Answered by a command that leaves the process running. */
  private static final int STAYS = -1;

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  @Command(
      name = "demo",
      mixinStandardHelpOptions = true,
      description = "Everything in one process, with a simulated lab.")
  private static final class DemoCommand implements Callable<Integer> {
    @Option(
        names = "--port",
        defaultValue = "8080",
        description = "HTTP port, 0 for a free one (default ${DEFAULT-VALUE})")
    int port;

    @Option(
        names = "--mqtt-port",
        defaultValue = "1883",
        description = "MQTT port, 0 for a free one (default ${DEFAULT-VALUE})")
    int mqttPort;

    @Option(
        names = "--management-port",
        defaultValue = "8081",
        description = "metrics and health, 0 for a free one (default ${DEFAULT-VALUE})")
    int managementPort;

    @Option(
        names = "--data",
        defaultValue = "data/demo",
        description = "data folder (default ${DEFAULT-VALUE})")
    Path data = Path.of("data/demo");

    @Option(names = "--fresh", description = "empty the data folder first")
    boolean fresh;

    @Option(
        names = "--faults",
        description = "YAML script of what goes wrong with which machine when")
    Optional<Path> faults = Optional.empty();

    @Override
    public Integer call() throws SettingsReader.Flawed {
      Settings settings =
          new SettingsReader()
              .environment(System.getenv())
              .with("http.port", Integer.toString(port))
              .with("mqtt.embedded-port", Integer.toString(mqttPort))
              .with("management.port", Integer.toString(managementPort))
              .with("data", data.toString())
              // Programs on the same desk may be told.
              .with("webhooks.allow-private", "true")
              .settings();
      Demo demo = new Demo(settings, fresh, faults);
      endWith(demo);
      demo.start(System.out);
      return STAYS;
    }
  }

  @Command(
      name = "run",
      mixinStandardHelpOptions = true,
      description = "The product against real machines.")
  private static final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, description = "the settings, fucina.yaml")
    Path config = Path.of("fucina.yaml");

    @Override
    public Integer call() throws SettingsReader.Flawed {
      SettingsReader reader = new SettingsReader().file(config).environment(System.getenv());
      Settings settings = reader.settings();
      List<String> missing = SettingsFiles.flaws(settings, reader::place);
      if (!missing.isEmpty()) {
        throw new SettingsReader.Flawed(missing);
      }
      reader.effective().forEach(System.out::println);
      Gateway gateway = new Gateway(settings, false, Settings.USUAL_RULES);
      endWith(gateway);
      gateway.start();
      gateway.firstAdministrator().ifPresent(System.out::println);
      System.out.println("Fucina ready: " + gateway.url());
      return STAYS;
    }
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Reads settings and profiles and says every flaw.")
  private static final class CheckCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, description = "the settings, fucina.yaml")
    Path config = Path.of("fucina.yaml");

    @Option(
        names = "--data",
        description = "also hold the stores against their invariants; stop Fucina first")
    boolean data;

    @Override
    public Integer call() {
      List<String> flaws = new Check(config, System.getenv(), data).flaws();
      flaws.forEach(System.out::println);
      if (flaws.isEmpty()) {
        System.out.println("No flaw found.");
      }
      return flaws.isEmpty() ? 0 : 1;
    }
  }

  /** What a picocli version flag prints. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Fucina.class.getPackage().getImplementationVersion();
      return new String[] {"Fucina " + (version == null ? "in development" : version)};
    }
  }

  private static void endWith(AutoCloseable running) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    running.close();
                  } catch (Exception e) {
                    System.err.println("Fucina did not end cleanly: " + e.getMessage());
                  }
                },
                "fucina-shutdown"));
  }

  /** A start that fails says why in one sentence. */
  private static int failed(Exception fault, CommandLine command, CommandLine.ParseResult parsed) {
    String why = fault.getMessage() == null ? fault.toString() : fault.getMessage();
    System.err.println(
        fault instanceof StartFailure || fault instanceof SettingsReader.Flawed
            ? why
            : "Fucina cannot start: " + why);
    LoggerFactory.getLogger(Fucina.class).debug("the start failed", fault);
    return 1;
  }
}
