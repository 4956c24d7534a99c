package fucina.simulators;

import fucina.simulators.opcua.OpcUaMachine;
import fucina.simulators.replay.MqttPlayback;
import fucina.simulators.replay.Playback;
import fucina.simulators.replay.Recording;
import fucina.simulators.replay.ReplayProfile.Wire;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A CSV file as a live machine. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "opcua|mqtt",
    description = "Plays a CSV file as a live machine, and writes the profile that fits.",
    subcommands = {ReplayCommand.OverOpcUa.class, ReplayCommand.OverMqtt.class})
final class ReplayCommand {
  private ReplayCommand() {}

  @Command(name = "opcua", mixinStandardHelpOptions = true, description = "Over OPC UA.")
  static final class OverOpcUa implements Callable<Integer> {
    @Mixin private final ReplayOptions replay = new ReplayOptions();
    @Mixin private final OpcUaOptions options = new OpcUaOptions();
    @Mixin private final PlayOptions play = new PlayOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
      Recording recording = replay.recording();
      replay.writeProfile(recording, Wire.OPC_UA);
      InstantSource clock = play.clock();
      OpcUaMachine machine =
          OpcUaMachine.recording(
              replay.id(),
              new OpcUaMachine.Played(recording, replay.rate(), replay.loop()),
              options.settings(),
              clock,
              options.seed());
      options.trustIn(machine);
      return new Standalone(machine, spec.commandLine().getOut())
          .play(play, clock, options.seed())
          .run(new InputStreamReader(System.in, Charset.defaultCharset()));
    }
  }

  @Command(name = "mqtt", mixinStandardHelpOptions = true, description = "Over MQTT 5.")
  static final class OverMqtt implements Callable<Integer> {
    @Mixin private final ReplayOptions replay = new ReplayOptions();
    @Mixin private final BrokerOptions options = new BrokerOptions();
    @Mixin private final PlayOptions play = new PlayOptions();

    @Option(names = "--prefix", description = "What its topics begin with. Default: its name")
    private Optional<String> prefix = Optional.empty();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
      Recording recording = replay.recording();
      replay.writeProfile(recording, Wire.MQTT);
      InstantSource clock = play.clock();
      MqttPlayback machine =
          new MqttPlayback(
              replay.id(),
              prefix.orElse(replay.id()),
              options.access(replay.id()),
              new Playback(recording, clock.instant(), replay.rate(), replay.loop()),
              clock,
              options.seed());
      return new Standalone(machine, spec.commandLine().getOut())
          .play(play, clock, options.seed())
          .run(new InputStreamReader(System.in, Charset.defaultCharset()));
    }
  }
}
