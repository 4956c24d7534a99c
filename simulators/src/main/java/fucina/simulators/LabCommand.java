package fucina.simulators;

import com.fasterxml.jackson.databind.ObjectMapper;
import fucina.simulators.lab.Lab;
import fucina.simulators.lab.LabFile;
import fucina.simulators.machine.MachineUnavailable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A whole lab from a file. */
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    description = {
      "Starts every machine of a lab file, prints where each is, then: lab ready.",
      "Machines on MQTT sign in with their own name and the password of the file.",
      "While it runs, faults are typed: MACHINE|all and a fault; told; quit."
    })
final class LabCommand implements Callable<Integer> {
  @Option(names = "--file", required = true, description = "The lab file.")
  private Path file = Path.of("");

  @Option(names = "--data", required = true, description = "Folder of the machines' folders.")
  private Path data = Path.of("");

  @Option(
      names = "--broker",
      defaultValue = "mqtt://127.0.0.1:1883",
      description = "The broker. Default: ${DEFAULT-VALUE}")
  private String broker = "";

  @Option(
      names = "--user",
      defaultValue = "gateway",
      description = "The one user OPC UA machines admit. Default: ${DEFAULT-VALUE}")
  private String user = "";

  @Option(
      names = "--password-file",
      required = true,
      description = "File whose first line is the password of all.")
  private Path passwordFile = Path.of("");

  @Option(names = "--trust", description = "Client certificate to trust. Default: every one")
  private List<Path> trusted = new ArrayList<>();

  @Option(names = "--centre", defaultValue = "made", description = "Centre of the registrations.")
  private String centre = "";

  @Option(
      names = "--registrations",
      description = "Folder for registrations.ndjson, a POST /machines body a line, and profiles.")
  private Optional<Path> registrations = Optional.empty();

  @Mixin private final PlayOptions play = new PlayOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    LabFile machines = LabFile.read(file);
    InstantSource clock = play.clock();
    Lab lab =
        new Lab(
            machines,
            new Lab.Ground(
                data,
                user,
                PasswordFile.read(passwordFile),
                broker,
                trusted.stream().map(OpcUaOptions::certificate).toList(),
                clock));
    Runtime.getRuntime().addShutdownHook(new Thread(lab::close, "ending"));
    lab.start();
    lab.machines()
        .forEach(
            machine -> {
              out.println(machine.id() + " " + machine.endpoint());
              Standalone.certificate(machine).ifPresent(out::println);
            });
    if (registrations.isPresent()) {
      write(registrations.get(), lab);
    }
    try (AutoCloseable playing =
        play.play(
            lab.machines(),
            clock,
            machines.seed(),
            line -> {
              out.println(line);
              out.flush();
            })) {
      out.println("lab ready");
      out.flush();
      if (!listen(new LabWords(lab.machines()), out)) {
        new CountDownLatch(1).await();
      }
    }
    return 0;
  }

  /** Whether somebody typed quit before the input ended; one that ends, ends nothing. */
  private static boolean listen(LabWords words, PrintWriter out) throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (line.strip().equals("quit")) {
        return true;
      }
      if (!line.isBlank()) {
        out.println(words.answer(line));
        out.flush();
      }
    }
    return false;
  }

  private void write(Path folder, Lab lab) {
    ObjectMapper json = new ObjectMapper();
    StringBuilder lines = new StringBuilder();
    try {
      Files.createDirectories(folder);
      for (Map<String, Object> body : lab.registrations(centre)) {
        lines.append(json.writeValueAsString(body)).append('\n');
      }
      Files.writeString(folder.resolve("registrations.ndjson"), lines);
      for (Map.Entry<String, String> profile : lab.profiles().entrySet()) {
        Files.writeString(folder.resolve(profile.getKey() + ".yaml"), profile.getValue());
      }
    } catch (IOException e) {
      throw new MachineUnavailable("cannot write the registrations to " + folder, e);
    }
  }
}
