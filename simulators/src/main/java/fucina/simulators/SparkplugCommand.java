package fucina.simulators;

import fucina.simulators.sparkplug.SparkplugLine;
import fucina.simulators.sparkplug.SparkplugSettings;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The packaging line behind a Sparkplug B edge node as line-2. */
@Command(
    name = "sparkplug",
    mixinStandardHelpOptions = true,
    description = "A packaging line as line-2, device of a Sparkplug B 3.0 edge node, over MQTT 5.")
final class SparkplugCommand implements Callable<Integer> {
  @Mixin private final BrokerOptions options = new BrokerOptions();

  @Mixin private final PlayOptions play = new PlayOptions();

  @Option(
      names = "--group",
      defaultValue = "made",
      description = "Group id. Default: ${DEFAULT-VALUE}")
  private String group = "";

  @Option(
      names = "--node",
      defaultValue = "cell-2",
      description = "Edge node id. Default: ${DEFAULT-VALUE}")
  private String node = "";

  @Option(
      names = "--device",
      defaultValue = "line-2",
      description = "Device id. Default: ${DEFAULT-VALUE}")
  private String device = "";

  @Option(
      names = "--host",
      defaultValue = "fucina",
      description = "Primary host application; the line stops with it. Default: ${DEFAULT-VALUE}")
  private String host = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    SparkplugSettings settings =
        new SparkplugSettings(group, node, device, host, options.access(node), options.data());
    InstantSource clock = play.clock();
    return new Standalone(
            new SparkplugLine(settings, clock, options.seed()), spec.commandLine().getOut())
        .play(play, clock, options.seed())
        .run(new InputStreamReader(System.in, Charset.defaultCharset()));
  }
}
