package fucina.profiles;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What sound addresses keep to: they fit the protocol, and the host comes from the registration.
 */
final class AddressRules {
  static final List<Rule> ALL =
      List.of(
          AddressRules::baseLeavesTheHostToTheRegistration,
          AddressRules::formsStayWithTheBase,
          AddressRules::signalsHaveAnAddress,
          AddressRules::commandsHaveAnAddress,
          AddressRules::writesTakeTheOnlyArgument,
          AddressRules::interlocksAreNeverWritten,
          AddressRules::answersAreForMqtt);

  private static final Pattern OPC_BASE =
      Pattern.compile("opc\\.tcp://\\{\\{HOST}}:(\\{\\{PORT}}|\\d{1,5})(/[^\\s{}]*)?");
  private static final Pattern MQTT_BASE =
      Pattern.compile("mqtts?://\\{\\{(BROKER|HOST)}}(:(\\{\\{PORT}}|\\d{1,5}))?");

  private AddressRules() {}

  private static void baseLeavesTheHostToTheRegistration(Draft draft, Flaws flaws) {
    Optional<String> base = draft.root().text("base");
    if (base.isEmpty() || draft.protocol().isEmpty()) {
      return;
    }
    boolean opcUa = draft.speaks(Protocol.OPC_UA);
    if (!(opcUa ? OPC_BASE : MQTT_BASE).matcher(base.get()).matches()) {
      flaws.add(
          draft.root(),
          "base",
          "must leave the host to the registration; write \""
              + (opcUa ? "opc.tcp://{{HOST}}:{{PORT}}" : "mqtts://{{BROKER}}:{{PORT}}")
              + "\"");
    }
  }

  private static void formsStayWithTheBase(Draft draft, Flaws flaws) {
    String base = draft.root().text("base").orElse("");
    forms(draft)
        .forEach(
            (form, owner) -> {
              String href = form.text("href").orElse("/");
              boolean below = href.startsWith("/") && !href.startsWith("//");
              if (!below && !href.equals(base)) {
                flaws.add(
                    form,
                    "href",
                    "names a host of its own; write \"/\" or an address below the base");
              }
            });
  }

  private static Map<Part, String> forms(Draft draft) {
    Map<Part, String> forms = new HashMap<>();
    draft
        .signals()
        .forEach((name, signal) -> signal.form().ifPresent(form -> forms.put(form, name)));
    draft
        .commands()
        .forEach((name, command) -> command.form().ifPresent(form -> forms.put(form, name)));
    draft
        .events()
        .forEach((name, event) -> event.itemsOf("forms").forEach(form -> forms.put(form, name)));
    return forms;
  }

  private static void signalsHaveAnAddress(Draft draft, Flaws flaws) {
    if (draft.protocol().isEmpty()) {
      return;
    }
    for (DraftSignal signal : draft.signals().values()) {
      signal
          .form()
          .ifPresent(
              form -> {
                switch (draft.protocol().get()) {
                  case OPC_UA -> OpcUaRules.node(form, draft, flaws);
                  case MQTT -> topic(form, "mqv:filter", flaws);
                  case SPARKPLUG -> metric(form, flaws);
                }
              });
    }
  }

  private static void commandsHaveAnAddress(Draft draft, Flaws flaws) {
    if (draft.protocol().isEmpty()) {
      return;
    }
    for (DraftCommand command : draft.commands().values()) {
      command
          .form()
          .ifPresent(
              form -> {
                switch (draft.protocol().get()) {
                  case OPC_UA -> OpcUaRules.methodOrWrite(command, form, draft, flaws);
                  case MQTT -> request(command, form, flaws);
                  case SPARKPLUG -> {
                    metric(form, flaws);
                    if (form.at("fucina:write").isEmpty()) {
                      flaws.add(
                          form,
                          "fucina:write",
                          "is missing; write { value: true } or { argument: NAME }");
                    }
                  }
                }
              });
    }
  }

  /** Notes keys of another protocol. */
  static void misplaced(Part form, Set<String> keys, String protocol, Flaws flaws) {
    for (String key : keys) {
      if (form.at(key).isPresent()) {
        flaws.add(form, key, "does not belong to " + protocol + "; leave it out");
      }
    }
  }

  /** Notes a form without a topic. */
  static void topic(Part form, String key, Flaws flaws) {
    Optional<String> topic = form.text(key);
    if (topic.isEmpty() && form.at(key).isEmpty()) {
      flaws.add(form, key, "is missing; write the topic, e.g. \"{{PREFIX}}/state\"");
    }
    topic.flatMap(Topics::objection).ifPresent(reason -> flaws.add(form, key, reason));
    misplaced(form, Set.of("fucina:metric", "fucina:write", "uav:browsePath"), "MQTT", flaws);
  }

  private static void metric(Part form, Flaws flaws) {
    if (form.at("fucina:metric").isEmpty()) {
      flaws.add(
          form, "fucina:metric", "is missing; write the metric's name as in the birth certificate");
    }
    misplaced(
        form,
        Set.of("mqv:filter", "mqv:topic", "mqv:qos", "mqv:retain", "uav:browsePath"),
        "Sparkplug",
        flaws);
  }

  private static void request(DraftCommand command, Part form, Flaws flaws) {
    topic(form, "mqv:topic", flaws);
    if (form.isTrue("mqv:retain")) {
      flaws.add(form, "mqv:retain", "must be false: a kept command would be obeyed again later");
    }
    if (command.key("request").isEmpty()) {
      flaws.addKey(command.part(), "request", "is missing; write { payload: { … } }");
    }
    command
        .key("response")
        .ifPresent(
            response ->
                response
                    .text("filter")
                    .flatMap(Topics::objection)
                    .ifPresent(reason -> flaws.add(response, "filter", reason)));
  }

  private static void writesTakeTheOnlyArgument(Draft draft, Flaws flaws) {
    for (DraftCommand command : draft.commands().values()) {
      Optional<Part> write = command.form().flatMap(form -> form.block("fucina:write"));
      Set<String> names = command.argumentParts().keySet();
      Optional<String> argument = write.flatMap(part -> part.text("argument"));
      if (argument.isPresent() && !names.equals(Set.of(argument.get()))) {
        flaws.add(write.get(), "argument", "must name the command's only argument");
      }
      if (write.isPresent() && write.get().at("value").isPresent() && !names.isEmpty()) {
        flaws.add(
            write.get(), "value", "is fixed, so the command takes no input; drop one of them");
      }
    }
  }

  private static void interlocksAreNeverWritten(Draft draft, Flaws flaws) {
    Map<String, String> interlocks = new HashMap<>();
    for (DraftSignal signal : draft.signals().values()) {
      if (signal.role() == Signal.Role.INTERLOCK) {
        signal
            .form()
            .ifPresent(form -> wires(form).forEach(wire -> interlocks.put(wire, signal.name())));
      }
    }
    for (DraftCommand command : draft.commands().values()) {
      command
          .form()
          .ifPresent(
              form ->
                  wires(form)
                      .map(interlocks::get)
                      .filter(Objects::nonNull)
                      .findFirst()
                      .ifPresent(
                          name ->
                              flaws.add(
                                  form,
                                  "href",
                                  "writes " + name + ", an interlock; interlocks are read only")));
    }
    String watchdog = draft.machine().text("watchdog").orElse("");
    for (String wire : List.of("/?id=" + watchdog, watchdog)) {
      if (interlocks.containsKey(wire)) {
        flaws.add(
            draft.machine(),
            "watchdog",
            "is " + interlocks.get(wire) + ", an interlock; interlocks are read only");
      }
    }
  }

  /** Where on the wire a form reads or writes. */
  private static Stream<String> wires(Part form) {
    return Stream.of("fucina:metric", "mqv:filter", "mqv:topic", "href", "uav:browsePath")
        .flatMap(key -> form.text(key).stream())
        .filter(wire -> !wire.equals("/"));
  }

  private static void answersAreForMqtt(Draft draft, Flaws flaws) {
    if (draft.protocol().isEmpty() || draft.speaks(Protocol.MQTT)) {
      return;
    }
    for (DraftCommand command : draft.commands().values()) {
      for (String key : List.of("request", "response")) {
        if (command.key(key).isPresent()) {
          flaws.addKey(command.part(), key, "is for MQTT; leave it out");
        }
      }
    }
  }
}
