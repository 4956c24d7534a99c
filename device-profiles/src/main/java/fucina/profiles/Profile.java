package fucina.profiles;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A kind of machine: what it measures, what it can be asked, and how it ends.
 *
 * @param id short name, e.g. {@code robot-arm-6axis}; the Thing Model's id is {@code
 *     urn:fucina:profile:} plus it
 * @param version the model's version, e.g. {@code 1.2.0}
 * @param title what people read
 * @param family robot, printer, line or lab-device
 * @param capabilities what it can do, in words an SME searches for, e.g. {@code pick-and-place}
 * @param standards the companion specifications it follows, e.g. {@code OPC-40010-1:1.02}
 * @param protocol the wire it speaks
 * @param signals in the order the file has them
 * @param commands in the order the file has them
 * @param events what it tells of its own accord, in the order the file has them
 * @param cameras the cameras that look at it
 * @param end what happens when control ends; always present where a command is motion
 * @param states how its own words become the six state words
 * @param variables what registration must fill in, e.g. a topic prefix
 * @param offlineAfter silence after which the machine counts as offline
 * @param availability the topic on which its broker or adapter says that it is gone; empty where
 *     only silence tells
 * @param watchdog a variable to write each second, so that the machine stops by itself when it is
 *     not
 * @param lock the object with the DI LockingServices (OPC 10000-100 §7) that a session holds; empty
 *     where the machine has none
 * @param namespaces prefix to namespace URI, as its browse paths use them
 * @param source the profile's text, kept for display and export
 */
public record Profile(
    String id,
    String version,
    Label title,
    String family,
    List<String> capabilities,
    List<String> standards,
    Protocol protocol,
    List<Signal> signals,
    List<Command> commands,
    List<Event> events,
    List<Camera> cameras,
    Optional<End> end,
    Optional<StateRule> states,
    List<Variable> variables,
    Duration offlineAfter,
    Optional<Availability> availability,
    Optional<NodeAddress> watchdog,
    Optional<NodeAddress> lock,
    Map<String, String> namespaces,
    String source) {

  public Profile {
    capabilities = List.copyOf(capabilities);
    standards = List.copyOf(standards);
    signals = List.copyOf(signals);
    commands = List.copyOf(commands);
    events = List.copyOf(events);
    cameras = List.copyOf(cameras);
    variables = List.copyOf(variables);
    namespaces = Map.copyOf(namespaces);
  }

  /** A profile without events, cameras, lock or word of its availability. */
  public Profile(
      String id,
      String version,
      Label title,
      String family,
      List<String> capabilities,
      List<String> standards,
      Protocol protocol,
      List<Signal> signals,
      List<Command> commands,
      Optional<End> end,
      Optional<StateRule> states,
      List<Variable> variables,
      Duration offlineAfter,
      Optional<NodeAddress> watchdog,
      String source) {
    this(
        id,
        version,
        title,
        family,
        capabilities,
        standards,
        protocol,
        signals,
        commands,
        List.of(),
        List.of(),
        end,
        states,
        variables,
        offlineAfter,
        Optional.empty(),
        watchdog,
        Optional.empty(),
        Map.of(),
        source);
  }

  /** The signal of that name. */
  public Optional<Signal> signal(String name) {
    return signals.stream().filter(signal -> signal.name().equals(name)).findFirst();
  }

  /** The same kind of machine, some of whose signals live elsewhere on the wire, by name. */
  public Profile at(Map<String, SignalAddress> places) {
    if (places.isEmpty()) {
      return this;
    }
    List<Signal> moved =
        signals.stream()
            .map(
                signal ->
                    Optional.ofNullable(places.get(signal.name())).map(signal::at).orElse(signal))
            .toList();
    return new Profile(
        id,
        version,
        title,
        family,
        capabilities,
        standards,
        protocol,
        moved,
        commands,
        events,
        cameras,
        end,
        states,
        variables,
        offlineAfter,
        availability,
        watchdog,
        lock,
        namespaces,
        source);
  }

  /** The command of that name. */
  public Optional<Command> command(String name) {
    return commands.stream().filter(command -> command.name().equals(name)).findFirst();
  }

  /**
   * This profile with the OPC UA nodes of one machine: placeholders in their ids, names and
   * namespaces are filled with what its registration gives.
   */
  public Profile filled(Map<String, String> variables) {
    return protocol == Protocol.OPC_UA ? new FilledNodes(variables).of(this) : this;
  }

  /** SHA-256 of its text in hexadecimal, which tells two texts of one version apart. */
  public String hash() {
    try {
      byte[] text = source.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK knows SHA-256", e);
    }
  }

  /** The names of the allow-lists that a registration fills in, e.g. {@code load.Name}. */
  public List<String> allowLists() {
    return commands.stream()
        .flatMap(
            command ->
                command.arguments().stream()
                    .filter(Command.Argument::allowListed)
                    .map(command::allowListKey))
        .toList();
  }

  /**
   * The topic on which a machine's adapter, or its last will at the broker, says that it is gone.
   *
   * @param filter the topic; placeholders are still in it
   * @param pointer JSON pointer into the payload; empty for the whole payload
   * @param offline the text there that means gone; any other means there
   */
  public record Availability(String filter, String pointer, String offline) {}

  /**
   * Something registration must fill in.
   *
   * @param name upper-case name, used as {@code {{NAME}}} in topics
   * @param pattern regular expression its value must match as a whole
   * @param example shown to the technician
   */
  public record Variable(String name, String pattern, String example) {
    private static final Pattern UNFIT = Pattern.compile("[+#\\p{Cntrl}]");

    /**
     * Whether registration may fill in that text: it matches the pattern as a whole, and never
     * holds a topic wildcard or a control character, whatever the pattern says.
     */
    public boolean accepts(String text) {
      return !UNFIT.matcher(text).find() && BoundedText.matches(Pattern.compile(pattern), text);
    }
  }
}
