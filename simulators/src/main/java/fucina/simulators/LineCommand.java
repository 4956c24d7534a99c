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

/** The packaging line (PackML) as line-1. */
@Command(
    name = "line",
    mixinStandardHelpOptions = true,
    description = "A packaging line (PackML) as line-1, over OPC UA.")
final class LineCommand implements Callable<Integer> {
  @Mixin private final OpcUaOptions options = new OpcUaOptions();

  @Mixin private final PlayOptions play = new PlayOptions();

  @Option(
      names = "--name",
      defaultValue = "line-1",
      description = "Its name. Default: ${DEFAULT-VALUE}")
  private String name = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    InstantSource clock = play.clock();
    OpcUaMachine machine = OpcUaMachine.line(name, options.settings(), clock, options.seed());
    options.trustIn(machine);
    return new Standalone(machine, spec.commandLine().getOut())
        .play(play, clock, options.seed())
        .run(new InputStreamReader(System.in, Charset.defaultCharset()));
  }
}
