package fucina.simulators;

import fucina.simulators.lab.FlawedFile;
import fucina.simulators.machine.MachineUnavailable;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs one simulated machine alone: {@code java -jar simulators.jar robot --port 4840 …}. */
@Command(
    name = "simulators",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "MACHINE",
    description = {
      "Runs one simulated machine of the demo lab alone.",
      "While it runs, type faults on its standard input; 'help' lists them."
    },
    subcommands = {
      RobotCommand.class,
      LineCommand.class,
      PrinterCommand.class,
      SparkplugCommand.class,
      ReplayCommand.class,
      LabCommand.class
    })
public final class SimulatorsMain {
  private static final String LOGGING = "logback.configurationFile";

  private SimulatorsMain() {}

  /** Runs it; ends with 0 when asked to stop, with 1 and one sentence when it cannot start. */
  public static void main(String[] arguments) {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "simulators-logback.xml");
    }
    CommandLine commands = new CommandLine(new SimulatorsMain());
    commands.setExecutionExceptionHandler(SimulatorsMain::say);
    System.exit(commands.execute(arguments));
  }

  private static int say(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof MachineUnavailable || failure instanceof FlawedFile) {
      PrintWriter err = command.getErr();
      err.println(failure.getMessage());
      err.flush();
      return 1;
    }
    throw failure;
  }
}
