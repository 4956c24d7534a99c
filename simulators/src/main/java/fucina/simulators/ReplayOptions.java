package fucina.simulators;

import fucina.simulators.machine.MachineUnavailable;
import fucina.simulators.replay.CsvFormat;
import fucina.simulators.replay.CsvRecording;
import fucina.simulators.replay.Recording;
import fucina.simulators.replay.ReplayProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which recording is played, and how it is written. */
final class ReplayOptions {
  @Option(names = "--csv", required = true, description = "The recording.")
  private Path csv = Path.of("");

  @Option(
      names = "--delimiter",
      description = "Between cells, one character or \\t. Default: found out")
  private Optional<String> delimiter = Optional.empty();

  @Option(
      names = "--decimal",
      defaultValue = ".",
      description = "The decimal sign, . or ,. Default: ${DEFAULT-VALUE}")
  private char decimal;

  @Option(names = "--no-header", description = "The first line is values already.")
  private boolean noHeader;

  @Option(names = "--time", description = "Name or number of the column that says when.")
  private Optional<String> time = Optional.empty();

  @Option(
      names = "--pattern",
      description = "How times are written, e.g. dd/MM/yyyy HH:mm:ss. Default: ISO 8601 or epoch")
  private Optional<String> pattern = Optional.empty();

  @Option(
      names = "--zone",
      defaultValue = "Europe/Rome",
      description = "Zone of times without one. Default: ${DEFAULT-VALUE}")
  private String zone = "";

  @Option(
      names = "--pace",
      defaultValue = "1000",
      description = "ms between rows without a time. Default: ${DEFAULT-VALUE}")
  private long pace;

  @Option(
      names = "--rate",
      defaultValue = "1",
      description = "How many times faster than recorded. Default: ${DEFAULT-VALUE}")
  private double rate;

  @Option(names = "--once", description = "Stays at the last row. Default: begins again")
  private boolean once;

  @Option(names = "--profile", description = "Writes the profile that fits to this file.")
  private Optional<Path> profile = Optional.empty();

  @Option(names = "--name", description = "The machine's name. Default: the file's")
  private Optional<String> name = Optional.empty();

  /**
   * The recording.
   *
   * @throws MachineUnavailable naming the option or the line that is wrong
   */
  Recording recording() {
    if (decimal != '.' && decimal != ',') {
      throw unfit("--decimal must be . or ,");
    }
    if (!(rate > 0)) {
      throw unfit("--rate must be above 0");
    }
    try {
      return CsvRecording.read(
          csv,
          new CsvFormat(
              delimiter.map(ReplayOptions::sign),
              decimal,
              !noHeader,
              time,
              pattern,
              ZoneId.of(zone),
              Duration.ofMillis(Math.max(1, pace))));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw unfit("--pattern or --zone is none: " + e.getMessage());
    }
  }

  private static char sign(String text) {
    if (text.equals("\\t") || text.equals("tab")) {
      return '\t';
    }
    if (text.length() != 1) {
      throw unfit("--delimiter must be one character");
    }
    return text.charAt(0);
  }

  private static MachineUnavailable unfit(String why) {
    return new MachineUnavailable(why, new IllegalArgumentException(why));
  }

  /** Writes the profile, where asked for. */
  void writeProfile(Recording recording, ReplayProfile.Wire wire) {
    profile.ifPresent(
        file -> {
          try {
            Files.writeString(file, ReplayProfile.of(recording, wire, id()));
          } catch (IOException e) {
            throw new MachineUnavailable("cannot write the profile " + file, e);
          }
        });
  }

  String id() {
    return ReplayProfile.id(
        name.orElseGet(() -> csv.getFileName().toString().replaceAll("\\.[^.]*$", "")));
  }

  double rate() {
    return rate;
  }

  boolean loop() {
    return !once;
  }
}
