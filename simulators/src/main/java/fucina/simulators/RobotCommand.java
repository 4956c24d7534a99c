package fucina.simulators;

import fucina.simulators.opcua.OpcUaMachine;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The six-axis robot (OPC 40010-1) as robot-1. */
@Command(
    name = "robot",
    mixinStandardHelpOptions = true,
    description = "A six-axis robot (OPC 40010-1) as robot-1, over OPC UA.")
final class RobotCommand implements Callable<Integer> {
  @Mixin private final OpcUaOptions options = new OpcUaOptions();

  @Mixin private final PlayOptions play = new PlayOptions();

  @Option(
      names = "--name",
      defaultValue = "robot-1",
      description = "Its name. Default: ${DEFAULT-VALUE}")
  private String name = "";

  @Option(
      names = "--read-only",
      description = "As of OPC 40010-1 1.01: no task control, no method.")
  private boolean readOnly;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    InstantSource clock = play.clock();
    OpcUaMachine machine =
        readOnly
            ? OpcUaMachine.readOnlyRobot(name, options.settings(), clock, options.seed())
            : OpcUaMachine.robot(name, options.settings(), clock, options.seed());
    options.trustIn(machine);
    return new Standalone(machine, spec.commandLine().getOut())
        .play(play, clock, options.seed())
        .run(new InputStreamReader(System.in, Charset.defaultCharset()));
  }
}
