package fucina.simulators;

import fucina.simulators.printer.MoonrakerPrinter;
import fucina.simulators.printer.PrinterPace;
import fucina.simulators.printer.PrinterSettings;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The FFF printer (Klipper and Moonraker) as printer-1. */
@Command(
    name = "printer",
    mixinStandardHelpOptions = true,
    description = "An FFF printer (Klipper, Moonraker) as printer-1, over MQTT 5.")
final class PrinterCommand implements Callable<Integer> {
  @Mixin private final BrokerOptions options = new BrokerOptions();

  @Mixin private final PlayOptions play = new PlayOptions();

  @Option(
      names = "--name",
      defaultValue = "printer-1",
      description = "Its name, and what its topics begin with. Default: ${DEFAULT-VALUE}")
  private String name = "";

  @Option(names = "--real-time", description = "Heats and prints no faster than a real printer.")
  private boolean realTime;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrinterPace pace = realTime ? PrinterPace.REAL : PrinterPace.DEMO;
    PrinterSettings settings =
        new PrinterSettings(name, options.access(name), pace, options.data());
    InstantSource clock = play.clock();
    return new Standalone(
            new MoonrakerPrinter(settings, clock, options.seed()), spec.commandLine().getOut())
        .play(play, clock, options.seed())
        .run(new InputStreamReader(System.in, Charset.defaultCharset()));
  }
}
