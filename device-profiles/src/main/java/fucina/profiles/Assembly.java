package fucina.profiles;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds the profile from a draft that no rule objected to. */
final class Assembly {
  private static final String ID_PREFIX = "urn:fucina:profile:";
  private static final Duration OFFLINE_AFTER = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int EVENT_SEVERITY = 100;

  private final Draft draft;
  private final Addresses addresses;

  private Assembly(Draft draft) {
    this.draft = draft;
    this.addresses = new Addresses(draft);
  }

  /** The profile; the draft must be free of flaws. */
  static Profile of(Draft draft, String source) {
    return new Assembly(draft).profile(source);
  }

  private Profile profile(String source) {
    Part root = draft.root();
    Part machine = draft.machine();
    Protocol protocol = draft.protocol().orElseThrow();
    SignalAssembly signals = new SignalAssembly(protocol, addresses);
    return new Profile(
        root.text("id").orElseThrow().substring(ID_PREFIX.length()),
        root.block("version").flatMap(version -> version.text("model")).orElseThrow(),
        Draft.label(root, ""),
        machine.text("family").orElseThrow(),
        texts(machine.itemsOf("capabilities")),
        texts(machine.itemsOf("standards")),
        protocol,
        draft.signals().values().stream().map(signals::signal).toList(),
        draft.commands().values().stream().map(this::command).toList(),
        events(),
        draft.cameras().stream().map(Assembly::camera).toList(),
        draft.end().map(this::end),
        draft.states().map(this::states),
        draft.variables().stream().map(Assembly::variable).toList(),
        machine
            .block("offline")
            .flatMap(offline -> offline.whole("afterSilenceS"))
            .map(Duration::ofSeconds)
            .orElse(OFFLINE_AFTER),
        machine.block("offline").flatMap(Assembly::availability),
        machine.text("watchdog").map(addresses::node),
        machine.text("lock").map(addresses::node),
        draft.namespaces(),
        source);
  }

  private static Optional<Profile.Availability> availability(Part offline) {
    return offline
        .text("filter")
        .map(
            filter ->
                new Profile.Availability(
                    filter,
                    offline.text("path").orElse(""),
                    offline.text("payload").orElseThrow()));
  }

  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    draft
        .events()
        .forEach(
            (name, part) ->
                events.add(
                    new Event(
                        name,
                        Draft.label(part, name),
                        part.block("fucina")
                            .flatMap(keys -> keys.whole("severity"))
                            .orElse(EVENT_SEVERITY),
                        addresses.event(part))));
    return events;
  }

  private static Camera camera(Part part) {
    String id = part.text("id").orElseThrow();
    Part privacy = part.block("privacy").orElseThrow();
    String en = privacy.text("en").orElseThrow();
    return new Camera(
        id,
        Draft.label(part, id),
        Camera.Kind.valueOf(part.text("kind").orElseThrow().toUpperCase(Locale.ROOT)),
        part.text("address").orElseThrow(),
        part.text("login"),
        new Label(en, privacy.text("it").orElse(en)));
  }

  private static List<String> texts(List<Part> parts) {
    return parts.stream().flatMap(part -> part.asText().stream()).toList();
  }

  private static Profile.Variable variable(Part part) {
    return new Profile.Variable(
        part.text("name").orElseThrow(),
        part.text("pattern").orElseThrow(),
        part.text("example").orElseThrow());
  }

  private Command command(DraftCommand command) {
    Part keys = command.part().block("fucina").orElseThrow();
    return new Command(
        command.name(),
        Draft.label(command.part(), command.name()),
        command.kind().orElseThrow(),
        roles(keys),
        command.arguments(),
        keys.text("consent").filter("required"::equals).isPresent(),
        keys.itemsOf("preconditions").stream().map(this::precondition).toList(),
        keys.block("confirm").map(this::confirmation),
        keys.block("warn").map(Assembly::warning),
        keys.whole("timeoutMs").map(Duration::ofMillis).orElse(TIMEOUT),
        statusWords(keys),
        addresses.command(command, keys));
  }

  private static Set<Command.Role> roles(Part keys) {
    Set<Command.Role> named =
        texts(keys.itemsOf("roles")).stream()
            .map(word -> Command.Role.valueOf(word.toUpperCase(Locale.ROOT)))
            .collect(Collectors.toSet());
    return named.isEmpty() ? Command.Role.ALL : named;
  }

  private static Command.Warning warning(Part warn) {
    return new Command.Warning(
        warn.text("action").orElseThrow(),
        Duration.ofMillis(warn.whole("beforeMs").orElseThrow()),
        warn.text("endAction"));
  }

  private static Map<Integer, String> statusWords(Part keys) {
    Map<Integer, String> words = new LinkedHashMap<>();
    keys.entriesOf("status")
        .forEach((code, word) -> words.put(Integer.valueOf(code), word.asText().orElseThrow()));
    return words;
  }

  private Command.Precondition precondition(Part part) {
    return new Command.Precondition(
        part.text("property").orElseThrow(),
        values(part),
        Duration.ofMillis(part.whole("maxAgeMs").orElseThrow()));
  }

  private Command.Confirmation confirmation(Part part) {
    return new Command.Confirmation(
        part.text("property").orElseThrow(),
        values(part),
        Duration.ofMillis(part.whole("withinMs").orElseThrow()));
  }

  /** The values a condition accepts, words of an enumeration as their index. */
  private List<Value> values(Part condition) {
    DraftSignal signal = signal(condition);
    return Draft.choices(condition).stream()
        .map(choice -> choice.asValue().flatMap(signal::value).orElseThrow())
        .toList();
  }

  private DraftSignal signal(Part named) {
    return Optional.ofNullable(draft.signals().get(named.text("property").orElseThrow()))
        .orElseThrow();
  }

  private StateRule states(Part part) {
    DraftSignal signal = signal(part);
    Map<Value, MachineState> map = new LinkedHashMap<>();
    part.entriesOf("map")
        .forEach((key, word) -> map.put(signal.valueOfKey(key).orElseThrow(), state(word)));
    List<StateRule.Override> overrides =
        part.itemsOf("overrides").stream()
            .map(
                item ->
                    new StateRule.Override(
                        item.text("property").orElseThrow(),
                        values(item),
                        state(item.at("state").orElseThrow())))
            .toList();
    return new StateRule(signal.name(), map, overrides);
  }

  private static MachineState state(Part word) {
    return MachineState.valueOf(word.asText().orElseThrow().toUpperCase(Locale.ROOT));
  }

  private End end(Part part) {
    Map<String, Value> arguments = new LinkedHashMap<>();
    part.entriesOf("arguments")
        .forEach((name, value) -> arguments.put(name, value.asValue().orElseThrow()));
    return new End(
        part.text("action").orElseThrow(),
        arguments,
        confirmation(part.block("confirm").orElseThrow()),
        part.text("overrun").filter("finish"::equals).isPresent()
            ? End.Overrun.FINISH
            : End.Overrun.ABORT,
        switch (part.text("linkLoss").orElseThrow()) {
          case "stopsItself" -> End.LinkLoss.STOPS_ITSELF;
          case "finishes" -> End.LinkLoss.FINISHES;
          default -> End.LinkLoss.CONTINUES;
        },
        part.text("attended").filter("always"::equals).isPresent()
            ? End.Attended.ALWAYS
            : End.Attended.START);
  }
}
